/** The worker's methods over real images, through server and client, without a worker. */
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { nameBytes, showName } from "../base/text";
import { foundBy, inProcess } from "../testing/in-process";

const fixture = (name: string, folder = "../testing/images/good"): File =>
	new File([readFileSync(new URL(`${folder}/${name}`, import.meta.url))], name);

async function opened(...names: string[]) {
	const client = inProcess();
	const found = foundBy(client);
	const inputs = names.map((name) => ({ kind: "file", file: fixture(name) }) as const);
	const overview = await client.call("open", { inputs });
	return { client, found, overview };
}

let image: Awaited<ReturnType<typeof opened>>;
beforeAll(async () => {
	image = await opened("tinyz-lz4.erofs");
});

const resolve = async (path: string) => {
	const { steps } = await image.client.call("resolve", { path: nameBytes(path) });
	return steps.at(-1)!;
};

test("the overview tells identity, features and the kernel needed", () => {
	const { overview } = image;
	expect(overview.blockSize).toBe(4096);
	expect(overview.kernel.version).toBe("5.4");
	expect(overview.features.filter((f) => f.set).map((f) => f.name)).toContain("LZ4_0PADDING");
	expect(overview.structures.map(({ key }) => key)).toContain("erofs_super_block");
});

test("a listing has a row for each entry, in stored order", async () => {
	const { entries } = await image.client.call("list", { nid: image.overview.rootNid });
	const names = Array.from({ length: entries.count }, (_, i) =>
		showName(entries.names.subarray(entries.nameStart[i], entries.nameStart[i + 1])),
	);
	expect(names).toContain("d");
	expect([...names].sort()).toEqual(names);
	expect(entries.bad.every((b) => b === 0)).toBe(true);
});

test("contents come as bytes of the file's own space, extents say where they are stored", async () => {
	const { nid } = await resolve("/mix");
	const detail = await image.client.call("inode", { nid });
	expect(detail.algorithms).toEqual(["LZ4"]);
	const { extents } = await image.client.call("extents", { nid, from: 0, limit: 100 });
	const covered = extents.length.reduce((sum, n) => sum + n, 0);
	expect(covered).toBe(detail.size);
	const { bytes, missing } = await image.client.call("bytes", {
		space: `file:${nid}`,
		start: 0,
		end: detail.size,
	});
	expect(bytes.length).toBe(detail.size);
	expect(missing).toEqual([]);
	const saved = await image.client.call("save", { nid, as: "file", name: "x" });
	expect(new Uint8Array(await saved.file.arrayBuffer())).toEqual(bytes);
});

test("damaged contents are missing, and the finding is told with its stored bytes and its path", async () => {
	const client = inProcess();
	const found = foundBy(client);
	const file = fixture("broken.erofs", "../../public/samples");
	await client.call("open", { inputs: [{ kind: "file", file }] });
	await client.call("survey", {});
	const { steps } = await client.call("resolve", { path: nameBytes("/diary.txt") });
	const space = `file:${steps.at(-1)!.nid}`;
	const { missing } = await client.call("bytes", { space, start: 0, end: 68_469 });
	expect(missing).toMatchObject([
		{
			start: 16_931,
			end: 34_134,
			at: { space: "image", start: 8192, end: 12_288 },
		},
	]);
	expect(found.findings.filter(({ code }) => code === "z-decode")).toMatchObject([
		{ path: "/diary.txt", at: { space: "image", start: 8192, end: 12_288 } },
	]);
});

test("the survey counts every inode once and teaches where things belong", async () => {
	const survey = await image.client.call("survey", {});
	expect(survey.inodes).toBe(image.overview.inodes);
	expect(image.found.findings).toEqual([]);
	const { nid } = await resolve("/mix");
	const { path } = await image.client.call("pathOf", { nid });
	expect(showName(path!)).toBe("/mix");
});

test("annotations of a range hold the inode's fields and the selected file's stored contents", async () => {
	const { nid } = await resolve("/mix");
	const { at } = await image.client.call("inode", { nid });
	const around = await image.client.call("annotate", { ...at, focus: nid });
	const group = around.nodes.find((node) => node.label === "/mix");
	expect(group?.children?.[0]?.children?.map((c) => c.key)).toContain("i_size");
	const { extents } = await image.client.call("extents", { nid, from: 0, limit: 1 });
	const start = extents.at[0]!;
	const data = await image.client.call("annotate", {
		space: "image",
		start,
		end: start + 16,
		focus: nid,
	});
	expect(data.nodes.map((node) => node.role)).toContain("data");
});

test("filter streams full paths, find finds bytes, both before and after the survey", async () => {
	const fresh = await opened("tinyz-lz4.erofs");
	for (const round of ["walking", "known"]) {
		const paths: string[] = [];
		const done = await fresh.client.call(
			"filter",
			{ query: "mi?", limit: 10 },
			{
				onEvent: (rows) => {
					for (let i = 0; i < rows.count; i++) {
						paths.push(showName(rows.names.subarray(rows.nameStart[i], rows.nameStart[i + 1])));
					}
				},
			},
		);
		expect(paths, round).toContain("/mix");
		expect(done.hits).toBe(paths.length);
	}
	const magic = Uint8Array.of(0xe2, 0xe1, 0xf5, 0xe0);
	const hit = await fresh.client.call("find", { space: "image", pattern: magic, from: 0 });
	expect(hit.at).toEqual({ space: "image", start: 1024, end: 1028 });
	const back = { space: "image", pattern: magic, from: 4096, backward: true };
	expect((await fresh.client.call("find", back)).at?.start).toBe(1024);
});

test("a path that does not exist names the part that is missing", async () => {
	await expect(resolve("/d/nope")).rejects.toThrow(/no “nope” in “\/d”/);
});

test("a cancelled call rejects at once as cancelled", async () => {
	const abort = new AbortController();
	const call = image.client.call("survey", {}, { signal: abort.signal });
	abort.abort();
	await expect(call).rejects.toMatchObject({ info: { kind: "cancelled" } });
});

test("device files are matched to their slots", async () => {
	const { overview } = await opened("blobdev-48bit.blob", "blobdev-48bit.erofs");
	expect(overview.name).toBe("blobdev-48bit.erofs");
	expect(overview.devices[1]?.source).toBe("blobdev-48bit.blob");
});

test.each([
	["an empty file", "", "empty-file"],
	[
		"a Git LFS pointer",
		`version https://git-lfs.github.com/spec/v1\n${"x".repeat(100)}`,
		"too-short",
	],
	["a web page", `<!doctype html><title>404</title>${" ".repeat(4000)}`, "not-erofs"],
])("%s is refused with a sentence", async (_, text, code) => {
	const client = inProcess();
	const inputs = [{ kind: "file", file: new File([text], "x.img") }] as const;
	await expect(client.call("open", { inputs })).rejects.toMatchObject({ info: { code } });
});

test("of a copy that does not open the image can be saved, and nothing in place of a device", async () => {
	const client = inProcess();
	const inputs = [{ kind: "file", file: fixture("tinyz-lz4.erofs") } as const];
	const edits = [{ space: "image", at: 1024, bytes: Uint8Array.of(0) }];
	await expect(client.call("open", { inputs, edits, mends: false })).rejects.toThrow();
	const { file } = await client.call("saveCopy", { space: "image", name: "copy" });
	const bytes = new Uint8Array(await file.arrayBuffer());
	expect([bytes.length, bytes[1024], bytes[1025]]).toEqual([77_824, 0, 0xe1]);
	await expect(client.call("saveCopy", { space: "device:1", name: "copy" })).rejects.toThrow(
		"did not open as an image",
	);
});
