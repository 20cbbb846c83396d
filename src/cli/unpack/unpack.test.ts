/** Extraction into a directory: right for good images, and never outside of it for bad ones. */
import {
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { showName } from "../../base/text";
import { exactBytes } from "../../base/words";
import type { Image } from "../../erofs/image";
import { openImage } from "../../erofs/open";
import { manifest } from "../../export/manifest";
import type { Note } from "../../export/note";
import { rootOf } from "../../export/tree";
import { memorySource } from "../../sources/memory";
import { readDiskTree } from "../../testing/disk-tree";
import { editedImage, LONG_FILE, LONG_FILE_END, longDamaged } from "../../testing/edited";
import { badFixture, fixture } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { sha256 } from "../sha256";
import { type UnpackOptions, unpack } from "./unpack";

/** Holds `tree`, which is extracted into, and whatever else must stay as it is. */
let folder = "";
let target = "";

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "unpack-"));
	target = join(folder, "tree");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function extract(image: Image, more: Pick<UnpackOptions, "fill"> = {}): Promise<string[]> {
	const notes: string[] = [];
	const note = ({ path, text, kind }: Note) =>
		void notes.push(`${kind} ${showName(path)}: ${text}`);
	await unpack(image, rootOf(image), target, { note, onProgress: () => {}, ...more });
	return notes;
}

const isRoot = process.getuid?.() === 0;

/** Within what Node can set: times to a microsecond, owners as root. */
const comparable = (entries: Awaited<ReturnType<typeof truth>>) =>
	entries
		.filter(({ type }) => !["chr", "blk", "fifo", "sock"].includes(type))
		.map(({ uid, gid, mode, mtime: [seconds, nanoseconds], ...rest }) => ({
			...rest,
			...(isRoot ? { uid, gid, mode } : {}),
			mtime: Number(seconds) * 1e3 + Math.floor(nanoseconds / 1e6),
		}));

async function truth(image: Image) {
	const entries = [];
	for await (const { xattrs: _, ...entry } of manifest(image, { newHasher: sha256 })) {
		entries.push(entry);
	}
	return entries;
}

const onDisk = () => readDiskTree(target, new Map());

describe("extraction of a good image", () => {
	it.each(["tiny-plain", "multialg-hints", "chunk-4096-indexes", "metabox-dirs", "layer1"])(
		"%s: gives contents, modes, times, links, and owners to root",
		async (name) => {
			const image = await openTestImage(fixture(name));
			await extract(image);
			expect(comparable(onDisk())).toEqual(comparable(await truth(image)));
		},
	);

	it("keeps holes, which need no room", async () => {
		await extract(await openTestImage(fixture("chunk-4096-indexes")));
		const { size, blocks } = lstatSync(join(target, LONG_FILE));
		expect(size).toBe(LONG_FILE_END);
		expect(blocks).toBe(0);
	});

	it("says what a directory cannot hold", async () => {
		const plain = await openTestImage(fixture("tiny-plain"));
		expect(await extract(plain)).toEqual([
			"no-place null: left out: only an archive (--tar) can hold device files, fifos and sockets",
			"no-place : extended attributes of 5 files are left out: only an archive (--tar) can hold them",
		]);
	});

	it("leaves the attributes of a directory that was there before", async () => {
		mkdirSync(target, { mode: 0o711 });
		await extract(await openTestImage(fixture("tiny-plain")));
		expect(lstatSync(target).mode & 0o777).toBe(0o711);
	});
});

const ROOT = "a.txtblocksdirexacthardlinklonglinknullwidex1x2x3x4x5";

/** Everything in the folder but the tree, as paths. */
const outside = () =>
	readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((p) => !p.startsWith("tree"));

describe("extraction of a hostile image", () => {
	it("writes no name that leads out", async () => {
		const hostile = ROOT.replace("a.txt", "../ab").replace("dir", "../").replace("x1x2", "..d/");
		const notes = await extract(await editedImage("tiny-plain", [[ROOT, hostile]]));
		expect(outside()).toEqual([]);
		expect(notes.filter((note) => note.includes("slash")).length).toBe(3);
		expect(existsSync(join(target, "x3"))).toBe(true);
	});

	it("writes nothing through a symlink of the image", async () => {
		mkdirSync(join(folder, "zz"));
		// The directory and the file of that name would be written through the symlink.
		const hostile = ROOT.replace("wide", "link").replace("hard", "link");
		const image = await editedImage("tiny-plain", [[ROOT, hostile]]);
		const away = await withTarget(image, "../zz");
		await extract(away);
		expect(readdirSync(join(folder, "zz"))).toEqual([]);
	});

	it("writes symlinks as they are, at the end, and never follows them", async () => {
		const image = await withTarget(await editedImage("tiny-plain", []), "../zz");
		await extract(image);
		expect(readlinkSync(join(target, "link"))).toBe("../zz");
		expect(outside()).toEqual([]);
	});

	it("goes into no symlink that was there before", async () => {
		mkdirSync(target);
		mkdirSync(join(folder, "elsewhere"));
		symlinkSync("../elsewhere", join(target, "dir"));
		symlinkSync("../elsewhere/new", join(target, "exact"));
		const notes = await extract(await openTestImage(fixture("tiny-plain")));
		expect(readdirSync(join(folder, "elsewhere"))).toEqual([]);
		expect(notes).toContain("refused dir: left out: something of that name is there already");
		expect(notes).toContain("refused exact: left out: something of that name is there already");
	});

	it("changes nothing that was there before", async () => {
		mkdirSync(target);
		writeFileSync(join(target, "a.txt"), "mine");
		const notes = await extract(await openTestImage(fixture("tiny-plain")));
		expect(readFileSync(join(target, "a.txt"), "utf8")).toBe("mine");
		expect(notes).toContain("refused a.txt: left out: something of that name is there already");
		expect(readFileSync(join(target, "hard"), "utf8")).not.toBe("mine");
	});

	it("leaves no part of a file that is damaged further on", async () => {
		const image = await openImage(memorySource(longDamaged()));
		const notes = await extract(image);
		expect(notes).toEqual([
			expect.stringContaining(
				`damage ${LONG_FILE}: left out: byte ${LONG_FILE_END} cannot be read`,
			),
		]);
		expect(existsSync(join(target, LONG_FILE))).toBe(false);
		expect(existsSync(join(target, "fileA"))).toBe(true);
	});

	it.each([
		["zeros", (size: number) => size],
		["omit", (size: number, lost: number) => size - lost],
	] as const)(
		"writes what can be read when it is asked to, with a note: %s",
		async (fill, left) => {
			const image = await openTestImage(badFixture("lz4-offset-zero"));
			const notes = await extract(image, { fill });
			const { size = 0 } = (await truth(image)).find(({ path }) => path === "rep") ?? {};
			const note = readFileSync(join(target, "lost.txt"), "utf8");
			const [, start = "", end = ""] = /^(\d+)\t(\d+)\t\d+\tz-decode\tLZ4/m.exec(note) ?? [];
			const rep = readFileSync(join(target, "rep"));
			expect(rep.length).toBe(left(Number(size), Number(end) - Number(start)));
			const there = rep.subarray(Number(start), fill === "zeros" ? Number(end) : Number(start));
			expect(there.every((byte) => byte === 0)).toBe(true);
			expect(notes).toContain("damage : what is lost of damaged files is told in lost.txt");
			expect(notes).toContain(
				`damage rep: ${exactBytes(Number(end) - Number(start))} in 1 range are lost`,
			);
		},
	);

	it("leaves no part of a file when it is cancelled", async () => {
		const image = await openTestImage(fixture("multialg-hints"));
		const stop = new AbortController();
		const onProgress = () => stop.abort();
		const working = unpack(image, rootOf(image), target, {
			note: () => {},
			onProgress,
			signal: stop.signal,
		});
		await expect(working).rejects.toMatchObject({ kind: "cancelled" });
		const sizes = new Map((await truth(image)).map(({ path, size }) => [path, size]));
		for (const { path, type, size } of onDisk()) {
			if (type === "reg") expect(size, path).toBe(sizes.get(path));
		}
	});
});

/** The image with another target, of the same length, for the symlink to a.txt. */
async function withTarget(image: Image, text: string): Promise<Image> {
	const source = image.primary.source;
	const bytes = Buffer.from(await source.read(0, source.size));
	// The target lies behind its inode; the name lies in the directory, before "blocks".
	const first = bytes.indexOf("a.txt");
	const isName = bytes.toString("latin1", first + 5, first + 11) === "blocks";
	bytes.write(text, isName ? bytes.indexOf("a.txt", first + 1) : first);
	return openImage(memorySource(bytes));
}
