/** Zip archives: unzip restores what they can hold, and no name in them is dangerous. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { concat, showName, utf8Bytes } from "../base/text";
import type { Image } from "../erofs/image";
import { openImage } from "../erofs/open";
import { memorySource } from "../sources/memory";
import { readDiskTree } from "../testing/disk-tree";
import { LONG_FILE, LONG_FILE_END, longDamaged } from "../testing/edited";
import { badFixture, fixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { BrokenOff } from "./contents";
import type { Note } from "./note";
import { rootOf } from "./tree";
import { zip } from "./zip";
import { ZipNames } from "./zip-names";

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function archive(image: Image, careful = false) {
	const notes: string[] = [];
	const note = ({ path, text }: Note) => void notes.push(`${showName(path)}: ${text}`);
	const pieces: Uint8Array[] = [];
	for await (const piece of zip(image, rootOf(image), { careful, note }))
		pieces.push(piece.slice());
	return { bytes: concat(pieces), notes };
}

const hasUnzip = spawnSync("unzip", ["-v"]).error === undefined;

function unzip(bytes: Uint8Array): string {
	const folder = mkdtempSync(join(tmpdir(), "zip-"));
	folders.push(folder);
	writeFileSync(join(folder, "a.zip"), bytes);
	const { status, stderr } = spawnSync(
		"unzip",
		["-q", join(folder, "a.zip"), "-d", join(folder, "tree")],
		{ encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } },
	);
	expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
	return join(folder, "tree");
}

describe.skipIf(!hasUnzip)("zip, unpacked by unzip", () => {
	it.each(["tiny-plain", "multialg-hints", "chunk-4096-indexes", "layer1"])(
		"%s: gives contents, modes and symlinks",
		async (name) => {
			const { bytes, notes } = await archive(await openTestImage(fixture(name)));
			const truth = fixture(name)
				.manifest()
				.filter(({ path, type }) => path !== "/" && ["reg", "dir", "lnk"].includes(type));
			const found = readDiskTree(unzip(bytes), new Map()).filter(({ path }) => path !== "/");
			const comparable = ({ path, type, mode, size, sha256, target }: (typeof found)[number]) => ({
				...{ path, type, size, sha256, target },
				// Not of the user who unpacks: set-user-id and the like.
				mode: mode.slice(1),
			});
			expect(found.map(comparable)).toEqual(truth.map(comparable));
			expect(notes.filter((note) => note.includes("stored as “"))).toEqual([]);
		},
	);

	it("keeps times to two seconds", async () => {
		const { bytes } = await archive(await openTestImage(fixture("tinyz-lz4")));
		const found = readDiskTree(unzip(bytes), new Map());
		for (const { path, mtime } of fixture("tinyz-lz4").manifest().slice(1)) {
			const seconds = Number(found.find((entry) => entry.path === path)?.mtime[0] ?? 0);
			expect(Math.abs(seconds - mtime[0]), path).toBeLessThan(2);
		}
	});

	it("gives names of any bytes as safe ones, each once", async () => {
		const { bytes, notes } = await archive(await openTestImage(fixture("plain-default")));
		const names = readDiskTree(unzip(bytes), new Map()).map(({ path }) => path);
		const of = (folder: string) => names.filter((name) => name.startsWith(`${folder}/`)).length;
		const truth = fixture("plain-default").manifest();
		expect(of("names")).toBe(truth.filter(({ path }) => path.startsWith("names/")).length);
		expect(notes).toContain("names/back\\x5cslash: stored as “names/back_slash”");
		expect(notes).toContain("names/con: stored as “names/_con”");
		expect(notes).toContain("names/ctrl\\x01\\x1b[31m\\x7f: stored as “names/ctrl__[31m_”");
		expect(notes.filter((note) => note.includes("no device files")).length).toBeGreaterThan(3);
		expect(notes.at(-1)).toMatch(/^: not kept: owners of \d+ entries, .*hard links/);
	});
});

describe("zip of a damaged image", () => {
	it("leaves out what cannot be read, with the byte and the reason", async () => {
		const { notes } = await archive(await openTestImage(badFixture("lz4-offset-zero")));
		expect(notes.filter((note) => /: left out: byte \d+ cannot be read: ./.test(note)).length).toBe(
			1,
		);
	});

	it("breaks off at a long damaged file, and is whole with care", async () => {
		const image = await openImage(memorySource(longDamaged()));
		await expect(archive(image)).rejects.toBeInstanceOf(BrokenOff);
		const { bytes, notes } = await archive(image, true);
		expect(notes[0]).toContain(`${LONG_FILE}: left out: byte ${LONG_FILE_END} cannot be read`);
		expect(Buffer.from(bytes).includes(LONG_FILE)).toBe(false);
	});

	it("ends at once when it is cancelled", async () => {
		const image = await openTestImage(fixture("multialg-hints"));
		const stop = new AbortController();
		const reading = (async () => {
			const options = { careful: false, note: () => {}, signal: stop.signal };
			for await (const _ of zip(image, rootOf(image), options)) stop.abort();
		})();
		await expect(reading).rejects.toMatchObject({ kind: "cancelled" });
	});
});

describe("names in a zip archive", () => {
	const take = (names: ZipNames, path: string | Uint8Array, isDirectory = false) =>
		names.take(typeof path === "string" ? utf8Bytes(path) : path, isDirectory);

	it.each([
		["readme.md", "readme.md"],
		["λόγος", "λόγος"],
		["C:", "C_"],
		["a\\b", "a_b"],
		["evil\u202etxt.exe", "evil_txt.exe"],
		["bell\u0007", "bell_"],
		["...", "___"],
		["end. ", "end__"],
		["NUL.txt", "_NUL.txt"],
		["com7", "_com7"],
		["console", "console"],
	])("%j is %j", (path, name) => {
		expect(take(new ZipNames(), path)).toEqual({ name, changed: path !== name });
	});

	it("are told apart when they differ in case or in the spelling of an accent only", () => {
		const names = new ZipNames();
		const all = ["a.txt", "A.TXT", "a.Txt", "caf\u00e9", "cafe\u0301"].map(
			(n) => take(names, n).name,
		);
		expect(all).toEqual(["a.txt", "A (2).TXT", "a (3).Txt", "caf\u00e9", "cafe\u0301 (2)"]);
	});

	it("follow the directory they are in", () => {
		const names = new ZipNames();
		expect(take(names, "dir", true).name).toBe("dir");
		expect(take(names, "DIR", true).name).toBe("DIR (2)");
		expect(take(names, "DIR/a").name).toBe("DIR (2)/a");
		expect(take(names, "dir/a").name).toBe("dir/a");
	});

	it("are safe and different whatever the bytes are", () => {
		const byte = fc.integer({ min: 1, max: 255 }).filter((b) => b !== 0x2f);
		const odd = fc.constantFrom(..."aA.: \\\u007f".split("").map((c) => c.charCodeAt(0)));
		const name = fc.array(fc.oneof(byte, odd), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(fc.uniqueArray(name, { selector: String, maxLength: 30 }), (all) => {
				const names = new ZipNames();
				const given = all
					.filter((raw) => !["46", "46,46"].includes(String(raw)))
					.map((raw) => take(names, Uint8Array.from(raw)).name);
				const folded = given.map((text) => text.normalize("NFC").toLowerCase());
				expect(new Set(folded).size).toBe(given.length);
				for (const text of given) {
					// biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
					expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\\:/]|[. ]$|^$/);
				}
			}),
		);
	});
});
