/** Zip archives: unzip restores what they can hold, and no name in them is dangerous. */
import { spawnSync } from "node:child_process";
import {
	closeSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { crc32 } from "../base/crc32";
import { concat, showName, utf8Bytes } from "../base/text";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { resolvePath } from "../erofs/lookup";
import { openImage } from "../erofs/open";
import { inodeCompact } from "../erofs/structs/inode";
import { memorySource } from "../sources/memory";
import { corpusCase } from "../testing/corpus";
import { readDiskTree } from "../testing/disk-tree";
import { LONG_FILE, LONG_FILE_END, longDamaged } from "../testing/edited";
import { badFixture, fixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { BrokenOff } from "./contents";
import type { Note } from "./note";
import { rootOf } from "./tree";
import { zip } from "./zip";
import { ZipNames } from "./zip-names";
import { centralHeader, descriptor, localHeader, zipEnd } from "./zip-records";

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

function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "zip-"));
	folders.push(folder);
	return folder;
}

function listed(bytes: Uint8Array): string {
	const file = join(newFolder(), "a.zip");
	writeFileSync(file, bytes);
	return spawnSync("unzip", ["-l", file], { encoding: "utf8", maxBuffer: 1 << 26 }).stdout;
}

function unzip(bytes: Uint8Array, ...options: string[]): string {
	const folder = newFolder();
	writeFileSync(join(folder, "a.zip"), bytes);
	const { status, stderr } = spawnSync(
		"unzip",
		["-q", ...options, join(folder, "a.zip"), "-d", join(folder, "tree")],
		{ encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } },
	);
	expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
	return join(folder, "tree");
}

/** Name and st_mode of each entry, from the central directory. */
function* zipModes(bytes: Uint8Array): Generator<[string, number]> {
	const zip = Buffer.from(bytes);
	const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
	let at = zip.readUInt32LE(end + 16);
	for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
		const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
		const start = at + 46;
		yield [zip.toString("utf8", start, start + (name ?? 0)), zip.readUInt32LE(at + 38) >>> 16];
		at = start + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
	}
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

	it("keeps every mode, 0000 and set-user-id too", async () => {
		const bytes = readFileSync(fixture("tiny-plain").file);
		const image = await openImage(memorySource(bytes));
		const wanted = new Map([
			["a.txt", 0],
			["exact", 0o4711],
			["dir", 0],
		]);
		for (const [name, mode] of wanted) {
			const [, step] = await resolvePath(image, utf8Bytes(name));
			const { at, mode: old } = await readInode(image, step?.nid ?? 0n);
			bytes.writeUInt16LE((old & ~0o7777) | mode, at.start + inodeCompact.at.i_mode);
		}
		const { bytes: archived } = await archive(await openImage(memorySource(bytes)));
		const modes = new Map(zipModes(archived));
		for (const [name, mode] of wanted) {
			const type = name === "dir" ? 0o040000 : 0o100000;
			expect(modes.get(name === "dir" ? "dir/" : name), name).toBe(type | mode);
		}
	});

	it.runIf(corpusCase("mode0-shadow.erofs"))("keeps the mode of /etc/shadow", async () => {
		const file = corpusCase("mode0-shadow.erofs") ?? "";
		const { bytes } = await archive(await openImage(memorySource(readFileSync(file))));
		expect(new Map(zipModes(bytes)).get("etc/shadow")).toBe(0o100000);
	});

	it("keeps times to the second, wherever it is unpacked, and owners", async () => {
		const { bytes } = await archive(await openTestImage(fixture("plain-default")));
		const found = readDiskTree(unzip(bytes, "-X"), new Map());
		const truth = new Map(
			fixture("plain-default")
				.manifest()
				.map((entry) => [entry.path, entry]),
		);
		let compared = 0;
		for (const { path, type, mtime, uid, gid } of found) {
			const wanted = truth.get(path);
			// What unzip does to symlinks' times depends on its version.
			if (!wanted || path === "/" || type === "lnk") continue;
			if (wanted.mtime[0] >= 0 && wanted.mtime[0] < 2 ** 31)
				expect(mtime[0], path).toBe(wanted.mtime[0]);
			if (process.getuid?.() === 0) expect([uid, gid], path).toEqual([wanted.uid, wanted.gid]);
			compared++;
		}
		expect(compared).toBeGreaterThan(50);
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
		expect(notes.at(-2)).toMatch(/^: not kept: exact times of \d+ entries, .*hard links/);
		expect(notes.at(-1)).toMatch(/^: 2 paths are longer than 259 characters/);
	});
});

describe.skipIf(!hasUnzip)("zip records", () => {
	const about = { mode: 0o100644, uid: 0, gid: 0, mtime: 0 };

	it("hold more than 65,535 entries", () => {
		const pieces: Uint8Array[] = [];
		const central: Uint8Array[] = [];
		let at = 0;
		for (let n = 0; n < 70_000; n++) {
			const entry = { ...about, name: `f${n}`, size: 0, crc: 0 };
			const header = localHeader(entry);
			pieces.push(header);
			central.push(centralHeader({ ...entry, at, described: false }));
			at += header.length;
		}
		const all = concat(central);
		const bytes = concat([...pieces, all, zipEnd(70_000, at, all.length)]);
		expect(listed(bytes)).toMatch(/70000 files/);
	});

	it("hold files and archives beyond 4 GiB", () => {
		const file = join(newFolder(), "a.zip");
		const size = 5 * 2 ** 30;
		const large = { ...about, name: "large", size };
		const small = { ...about, name: "small", size: 3, crc: crc32(utf8Bytes("abc")) };
		const first = localHeader(large);
		const behind = concat([descriptor(0x12345678, size), localHeader(small), utf8Bytes("abc")]);
		const at = first.length + size + descriptor(0, size).length;
		const start = first.length + size + behind.length;
		const central = concat([
			centralHeader({ ...large, crc: 0x12345678, at: 0, described: true }),
			centralHeader({ ...small, at, described: false }),
		]);
		// The contents of the first are a hole: they are not read here.
		const handle = openSync(file, "w");
		writeSync(handle, first, 0, first.length, 0);
		writeSync(handle, behind, 0, behind.length, first.length + size);
		const end = concat([central, zipEnd(2, start, central.length)]);
		writeSync(handle, end, 0, end.length, start);
		closeSync(handle);
		const about5 = spawnSync("unzip", ["-l", file], { encoding: "utf8" }).stdout;
		expect(about5).toMatch(/5368709120 .* large\n.* 3 .* small\n/s);
		expect(spawnSync("unzip", ["-p", file, "small"], { encoding: "utf8" }).stdout).toBe("abc");
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
		['<>:"|?*', "_______"],
		["what?.txt", "what_.txt"],
		["\u061cabc", "_abc"],
		["aux.tar.gz", "_aux.tar.gz"],
		["NUL .txt", "_NUL .txt"],
		["lpt¹", "_lpt¹"],
		["com0.c", "_com0.c"],
		["CONOUT$", "_CONOUT$"],
		["conduit", "conduit"],
		["com10", "com10"],
		["nul_", "nul_"],
		[" lead", " lead"],
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

	it("have at most 255 bytes, in whole characters, also with a number", () => {
		const names = new ZipNames();
		const long = `${"é".repeat(125)}.txt`;
		const all = [long, long.toUpperCase(), `${"λ".repeat(200)}.json`].map(
			(n) => take(names, n).name,
		);
		expect(all[0]).toBe(long);
		expect(all[1]).toMatch(/^É+ \(2\)\.TXT$/);
		expect(all[2]).toMatch(/^λ+\.json$/);
		for (const name of all) expect(utf8Bytes(name).length).toBeLessThanOrEqual(255);
	});

	it("are found at once among any number that would be alike", () => {
		const names = new ZipNames();
		const given = new Set<string>();
		for (let n = 0; n < 100_000; n++) {
			const odd = String.fromCharCode(1 + (n % 30), 1 + (Math.floor(n / 30) % 30));
			given.add(take(names, `${odd}${String.fromCharCode(1 + (n % 25))}`).name);
		}
		expect(given.size).toBe(100_000);
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
		const odd = fc.constantFrom(...'aA.: \\<>|?*"\u007f'.split("").map((c) => c.charCodeAt(0)));
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
					expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\\:/<>"|?*]|[. ]$|^$/);
				}
			}),
		);
	});
});
