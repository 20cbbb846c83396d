/** Images inside of wrappers, on the command line. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { sparsePiece } from "../testing/made-android";
import { zipOf } from "../testing/made-archives";
import { image } from "../testing/made-bytes";
import { made } from "../testing/made-wrappers";
import { commands } from "./commands/index";
import { cli } from "./testing";

const folder = mkdtempSync(join(tmpdir(), "inside-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, bytes: Uint8Array): string {
	const path = join(folder, name.replaceAll(/[^\w.]/g, "-"));
	writeFileSync(path, bytes);
	return path;
}
const wrapped = (name: string): string => {
	const found = made.find((one) => one.name === name);
	if (!found) throw new Error(`no wrapper ${name}`);
	return file(name, found.bytes);
};
const temporary = () =>
	readdirSync(tmpdir()).filter((name) => /^erofs-explorer-[0-9a-f-]{36}$/.test(name));

describe("an image inside of a wrapper", () => {
	it("is opened when it is the only one, and said", async () => {
		const bare = await cli("manifest", file("bare", image));
		const inside = await cli("manifest", wrapped("sparse, 1 KiB blocks, long headers"));
		expect(inside).toMatchObject({ status: 0, text: bare.text, err: ["note: opened sparse"] });
	});

	it("is not whole where a sparse file stores only its beginning, whatever that is called", async () => {
		const piece = file("system.img", sparsePiece(0, 3));
		for (const command of ["check", "info"]) {
			const { status, text, err } = await cli(command, piece);
			expect([text, ...err].join("\n")).toContain("image-unstored");
			expect(status).toBe(1);
		}
		const whole = file("whole.img", sparsePiece(0, image.length / 4096));
		expect((await cli("check", whole)).status).toBe(0);
	});

	it("has to be chosen when there are several", async () => {
		const zip = wrapped("zip");
		const ended = await cli("ls", zip);
		expect(ended.status).toBe(2);
		expect(ended.err.slice(1)).toEqual(["  --in zip/a/stored.img", "  --in zip/b.img"]);
		for (const chain of ["zip/a/stored.img", "a/stored.img"]) {
			const chosen = await cli("manifest", zip, "--in", chain);
			expect(chosen).toMatchObject({ status: 0, err: [] });
			expect(chosen.text).toBe((await cli("manifest", file("bare", image))).text);
		}
	});

	it("is meant by --in on every command", async () => {
		const zip = wrapped("zip");
		const bare = file("stored.img", image);
		const output = (name: string) => join(folder, `out-${name}`);
		const rest: Readonly<Record<string, (name: string) => string[]>> = {
			stat: () => ["/"],
			cat: () => ["/text"],
			map: () => ["0x400"],
			extract: (name) => ["-C", output(name)],
		};
		// What is about files and not about the image.
		const others = ["layers"];
		for (const name of [...commands.keys()].filter((one) => !others.includes(one))) {
			const inside = await cli(
				name,
				zip,
				...(rest[name]?.("in") ?? []),
				"--in",
				"zip/a/stored.img",
			);
			const alone = await cli(name, bare, ...(rest[name]?.("alone") ?? []));
			expect([name, inside.status]).toEqual([name, alone.status]);
			const isAboutIt = name === "parts" || name === "info" || name === "check";
			if (isAboutIt) expect(inside.text.length).toBeGreaterThan(0);
			else expect([name, inside.text]).toEqual([name, alone.text]);
		}
		expect(readdirSync(output("in"))).toEqual(readdirSync(output("alone")));
	});

	it("is named where there is none", async () => {
		const ended = await cli("ls", file("none", zipOf([{ name: "a", bytes: Buffer.from("text") }])));
		expect(ended.status).toBe(2);
		expect(ended.err[0]).toContain("No EROFS image was found");
		const wrong = await cli("ls", wrapped("zip"), "--in", "zip/nothing");
		expect(wrong.status).toBe(2);
		expect(wrong.err[0]).toContain("There is a/stored.img, b.img.");
	});

	it("is unpacked to a file that is deleted, and not beyond the limit", async () => {
		const zip = wrapped("zip");
		const before = temporary();
		const ended = await cli("ls", zip, "--in", "zip/b.img");
		expect(ended).toMatchObject({ status: 0, err: [] });
		const refused = await cli("ls", zip, "--in", "zip/b.img", "--unpack-limit", "1000");
		expect(refused.status).toBe(2);
		expect(refused.err[0]).toContain("--unpack-limit allows more");
		expect(temporary()).toEqual(before);
	});

	it("that was damaged on its way out is told", async () => {
		const bytes = Buffer.from(readFileSync(wrapped("zip")));
		const at = bytes.indexOf("b.img") + 40;
		bytes[at] = (bytes[at] as number) ^ 0xff;
		const ended = await cli("ls", file("damaged", bytes), "--in", "zip/b.img");
		expect(ended.status).toBe(2);
		expect(ended.err[0]).toMatch(/damaged/);
	});

	it("is read as far as it comes out of a file that is cut off, which is told", async () => {
		const whole = gzipSync(image);
		const cut = file("cut.gz", whole.subarray(0, -4));
		const ended = await cli("manifest", cut);
		expect(ended.status).toBe(1);
		expect(ended.text).toBe((await cli("manifest", file("bare", image))).text);
		expect(ended.err[1]).toMatch(/^error wrapper-packed outer:0\.\.\d+ gzip data is damaged/);
		const half = await cli("ls", file("half.gz", whole.subarray(0, whole.length / 2)));
		expect(half.status).toBe(1);
		expect(half.text).not.toBe("");
	});
});

describe("a folder", () => {
	it("is looked into like an archive", async () => {
		const inner = mkdtempSync(join(folder, "f-"));
		mkdirSync(join(inner, "sub"));
		writeFileSync(join(inner, "sub/a.img"), image);
		writeFileSync(join(inner, "b.txt"), "text");
		const { text } = await cli("parts", "--json", inner);
		const found: { chain: string; kind: string }[] = JSON.parse(text);
		expect(found.map(({ chain, kind }) => [chain, kind])).toEqual([
			["", "folder"],
			["folder/b.txt", "unknown"],
			["folder/sub/a.img", "erofs"],
		]);
		const bare = await cli("manifest", file("bare", image));
		const opened = await cli("manifest", inner);
		expect(opened).toMatchObject({ text: bare.text, err: ["note: opened folder/sub/a.img"] });
		expect((await cli("manifest", inner, "--offset", "4096")).status).toBe(2);
	});

	it("that holds a container image is listed by layers", async () => {
		const archive = fileURLToPath(new URL("../testing/layers/oci.tar", import.meta.url));
		const { status, text } = await cli("layers", archive);
		expect(status).toBe(0);
		expect(text).toContain("layer-1  /keep/hard = /etc/a");
		const lines = (await cli("layers", "--json", archive)).text.trim().split("\n");
		expect(JSON.parse(lines.at(-1) as string)).toEqual({
			...{ path: "swap/in", type: "reg", mode: "0644", size: 3, layer: 2 },
			chain: "tar/index.json/oci/t/oci/layer-2",
		});
		const none = await cli("layers", file("bare", image));
		expect(none).toMatchObject({ status: 2 });
	});
});

describe("parts --check", () => {
	it("compares all checksums, and tells what is wrong with where it is said", async () => {
		const whole = wrapped("update with a payload");
		const right = await cli("parts", "--check", whole);
		expect(right).toMatchObject({ status: 0, err: [] });
		expect(right.text).toMatch(/right {2}zip\/payload\.bin +SHA-256 +system /);
		const bytes = readFileSync(whole);
		const at = bytes.indexOf(image.subarray(8192)) + 5;
		bytes[at] = (bytes[at] as number) ^ 1;
		const wrong = await cli("parts", "--check", "--json", file("changed.zip", bytes));
		expect(wrong.status).toBe(1);
		const all: { of: string; kind: string; outcome: string }[] = JSON.parse(wrong.text);
		const told = all.filter(({ outcome }) => outcome === "wrong").map(({ of, kind }) => [kind, of]);
		expect(told).toEqual([
			["CRC-32", "payload.bin"],
			["SHA-256", "the data of operation 5 of system"],
			["SHA-256", "system"],
		]);
		expect(wrong.err.join("\n")).toMatch(/wrapper-sum outer:\d+\.\.\d+ The CRC-32 of payload\.bin/);
	});

	it("ends with 2 where something could not be compared, and with 0 where nothing can be", async () => {
		const sealed = Buffer.from(zipOf([{ name: "a", bytes: image }]));
		sealed.writeUInt8(1, sealed.indexOf("PK\x01\x02") + 8);
		const unread = await cli("parts", "--check", file("sealed.zip", sealed));
		expect(unread.status).toBe(2);
		expect(unread.text).toMatch(/not compared.*a is encrypted.*password/);
		const none = await cli("parts", "--check", file("bare", image));
		expect(none).toMatchObject({ status: 0 });
		expect(none.text).toContain("No wrapper in it has checksums");
		const limited = await cli("parts", "--check", wrapped("zip"), "--unpack-limit", "1000");
		expect(limited.status).toBe(2);
		expect(limited.text).toMatch(/not compared.*--unpack-limit allows more/);
		expect((await cli("parts", "--check", "--bytes", wrapped("zip"))).status).toBe(2);
	});
});

describe("parts", () => {
	it("lists chain, kind, size and place of all that is inside", async () => {
		const { status, text } = await cli("parts", "--json", wrapped("zip in zip"));
		expect(status).toBe(0);
		const found: unknown[] = JSON.parse(text);
		expect(found).toContainEqual(
			expect.objectContaining({
				chain: "zip/inner.zip/zip/a/stored.img",
				name: "a/stored.img",
				kind: "erofs",
				size: image.length,
				depth: 2,
			}),
		);
	});

	it("ends with 2 when there is more than it could look into", async () => {
		const member = { name: "a", bytes: image };
		const sealed = Buffer.from(zipOf([member]));
		sealed.writeUInt8(1, sealed.indexOf("PK\x01\x02") + 8);
		const { status, text, err } = await cli("parts", file("sealed.zip", sealed));
		expect(status).toBe(2);
		expect(text).toContain("a is encrypted");
		expect(err.join()).toContain("their lines say why");
		const bytes = await cli("parts", "--bytes", file("sealed.zip", sealed));
		expect(bytes.status).toBe(2);
		expect(bytes.err.join()).toContain("For 1 of the parts");
	});

	it("ends with 1 when the wrapper is damaged, and lists what is left", async () => {
		const whole = readFileSync(wrapped("tar"));
		const cut = file("cut.tar", whole.subarray(0, 512 + 512 + 1000));
		const { status, text, err } = await cli("parts", cut);
		expect(status).toBe(1);
		expect(text).toContain("tar/x.erofs");
		expect(err.join("\n")).toContain("beyond-end");
	});
});
