/** Previews of the files of an image, through server and client. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { nameBytes } from "../base/text";
import { inProcess } from "../testing/in-process";

const IMAGE = new URL("../preview/samples/kinds.erofs", import.meta.url);

async function previewIn(image: Uint8Array<ArrayBuffer>, path: string) {
	const client = inProcess();
	await client.call("open", { inputs: [{ kind: "file", file: new File([image], "kinds.erofs") }] });
	const { steps } = await client.call("resolve", { path: nameBytes(path) });
	return client.call("preview", { nid: steps.at(-1)?.nid ?? 0n });
}

const image = () => new Uint8Array(readFileSync(IMAGE));

const cases: readonly (readonly [path: string, seen: object])[] = [
	["/small.so", { kind: "facts", title: "Shared library, ELF, x86-64", troubles: [] }],
	["/small-pie", { kind: "facts", title: "Program, ELF, x86-64", troubles: [] }],
	["/app.apk", { kind: "facts", title: "Android package (APK), ZIP", troubles: [] }],
	["/drawing.svg", { kind: "picture", name: "SVG" }],
	["/windows.txt", { kind: "text", text: { encoding: "utf-16le", bom: 2 } }],
	["/log.txt", { kind: "text", text: { encoding: "utf-8", bom: 0 } }],
];

test.each(cases)("%s", async (path, seen) => {
	expect(await previewIn(image(), path)).toMatchObject(seen);
});

test("a file that is cut off says so, in its own bytes", async () => {
	const preview = await previewIn(image(), "/cut-off");
	expect(preview).toMatchObject({ kind: "facts", title: "Program, ELF, x86-64" });
	const [trouble] = preview.kind === "facts" ? preview.troubles : [];
	expect(trouble).toMatchObject({ structure: "elf_header", field: "e_shoff", at: { start: 40 } });
	expect(trouble?.at.space).toMatch(/^file:/);
});

test("with damage anywhere in the image a preview is given or refused, and ends", async () => {
	const whole = image();
	for (let at = 1024; at < whole.length; at += 1021) {
		const bytes = Uint8Array.from(whole);
		bytes[at] = (bytes[at] ?? 0) ^ 0xff;
		for (const path of ["/small.so", "/app.apk", "/windows.txt"]) {
			const outcome = await previewIn(bytes, path).then(
				({ kind }) => kind,
				(error) => error.info?.kind ?? error,
			);
			expect([
				"facts",
				"picture",
				"text",
				"binary",
				"corrupt",
				"unsupported",
				"limit",
				"io",
			]).toContain(outcome);
		}
	}
});
