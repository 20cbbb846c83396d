/** Archives, judged by GNU tar: what it unpacks as root must be the tree that went in. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { concat, showName, utf8Bytes } from "../base/text";
import { readCorpus } from "../testing/corpus";
import { readDiskTree, SCRATCH, whyNoRootTar } from "../testing/disk-tree";
import { badFixture, fixture, fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage, type TruthEntry } from "../testing/image-set";
import type { ArchiveOptions } from "./archive";
import type { Note } from "./note";
import { paxRecord, paxTime } from "./pax";
import { tar } from "./tar";
import { TAR_BLOCK, TAR_TYPE, type TarHeader, tarEnd, tarHeader, tarPadding } from "./tar-header";
import { rootOf } from "./tree";

const reason = whyNoRootTar();
const corpus = readCorpus();
const folders: string[] = [];

afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Archive {
	readonly bytes: Uint8Array;
	readonly notes: readonly string[];
}

async function archive(test: TestImage, options: Partial<ArchiveOptions> = {}): Promise<Archive> {
	const image = await openTestImage(test);
	const notes: string[] = [];
	const note = ({ path, text, kind }: Note) =>
		void notes.push(`${kind} ${showName(path)}: ${text}`);
	const pieces: Uint8Array[] = [];
	for await (const piece of tar(image, rootOf(image), { careful: false, note, ...options })) {
		pieces.push(piece.slice());
	}
	return { bytes: concat(pieces), notes };
}

/** The folder that GNU tar made of an archive. */
function unpack(bytes: Uint8Array, ...more: string[]): string {
	const folder = mkdtempSync(join(SCRATCH, "tar-"));
	folders.push(folder);
	const tree = join(folder, "tree");
	mkdirSync(tree);
	writeFileSync(join(folder, "a.tar"), bytes);
	const how = ["--xattrs", "--xattrs-include=*", "--numeric-owner", ...more, "-xpf"];
	execFileSync("tar", [...how, join(folder, "a.tar"), "-C", tree], { stdio: "ignore" });
	return tree;
}

const listing = (bytes: Uint8Array): string => {
	const how = ["--numeric-owner", "--full-time", "--utc", "--quoting-style=escape", "-tvf", "-"];
	return spawnSync("tar", how, { input: bytes, encoding: "latin1" }).stdout;
};

/** No file system of Linux takes attributes outside these name spaces, whatever EROFS may hold. */
function withLinuxNames({ xattrs = {}, ...entry }: Omit<TruthEntry, "hardlink_group">) {
	const taken = Object.entries(xattrs).filter(([name]) =>
		/^(user|trusted|security|system)\./.test(name),
	);
	return { ...entry, ...(taken.length ? { xattrs: Object.fromEntries(taken) } : {}) };
}

/** What a tar can hold of the truth. */
const inTar = (entries: readonly TruthEntry[]) =>
	entries.filter(({ type }) => type !== "sock").map(({ hardlink_group: _, ...entry }) => entry);

describe.skipIf(reason)(
	`tar, unpacked by GNU tar as root${reason ? ` (skipped: ${reason})` : ""}`,
	() => {
		it.each([
			"plain-default",
			"tiny-plain",
			"xattr-default",
			"xattr-bigvalues",
			"xattr-prefix",
			"crafted-negative-epoch",
			"time-far",
			"time-48bit-far",
			"dirs-many-b512",
			"merged-2layers",
			"tar-aufs",
			"metabox-frag",
			"multialg-hints",
			"lzma-frag",
			"b48-rec8",
			"chunk-4096-indexes",
		])("%s: equals the source tree", async (name) => {
			const { bytes, notes } = await archive(fixture(name));
			expect(readDiskTree(unpack(bytes))).toEqual(inTar(fixture(name).manifest()));
			expect(notes.filter((note) => !note.includes("tar has no sockets"))).toEqual([]);
		});

		it.runIf(corpus)("every image: equals its source tree", { timeout: 600_000 }, async () => {
			for (const image of [...fixtures.good, ...(corpus?.good ?? [])]) {
				// Of files of more than 4 GiB there is no room for a second and a third copy.
				if (image.name.includes("over4g")) continue;
				const { bytes } = await archive(image);
				const tree = unpack(bytes);
				const wanted = inTar(image.manifest()).map(withLinuxNames);
				expect(isDeepStrictEqual(readDiskTree(tree), wanted), image.name).toBe(true);
				rmSync(tree, { recursive: true });
			}
		});

		it("keeps access control lists, also for who has tar take these as such", () => {
			const acl = (...entries: [tag: number, permissions: number, id: number][]) => {
				const words = entries.map(([tag, permissions, id]) => {
					const bytes = Buffer.alloc(8);
					bytes.writeUInt16LE(tag, 0);
					bytes.writeUInt16LE(permissions, 2);
					bytes.writeInt32LE(id, 4);
					return bytes;
				});
				return Buffer.concat([Buffer.of(2, 0, 0, 0), ...words]);
			};
			const value = acl([1, 7, -1], [2, 5, 1234], [4, 5, -1], [8, 4, 77], [16, 5, -1], [32, 0, -1]);
			const name = "system.posix_acl_access";
			const xattrs = [{ name: utf8Bytes(name), value }];
			const header = { ...plain, mode: 0o750, type: TAR_TYPE.FILE, path: utf8Bytes("a"), xattrs };
			const bytes = concat([tarHeader(header), tarEnd()]);
			for (const more of [[], ["--acls"]]) {
				const [found] = readDiskTree(unpack(bytes, ...more)).filter(({ path }) => path === "a");
				expect(found?.xattrs, more.join()).toEqual({ [name]: value.toString("base64") });
			}
		});

		it("keeps long names of any bytes, and targets too", () => {
			const long = (start: string, byte: number) =>
				concat([utf8Bytes(start), new Uint8Array(200).fill(byte)]);
			const header = { ...plain, type: TAR_TYPE.SYMLINK };
			const names = [long("ascii-", 0x61), long("latin-", 0xe9), long("greek-", 0), utf8Bytes("é")];
			names[2] = utf8Bytes(`greek-${"λ".repeat(100)}`);
			const links = names.map((path) => tarHeader({ ...header, path, target: path }));
			const found = readDiskTree(unpack(concat([...links, tarEnd()])));
			const raw = (text = "", b64?: string) =>
				b64 === undefined ? Buffer.from(text) : Buffer.from(b64, "base64");
			const seen = found.slice(1).map(({ path, path_b64 }) => raw(path, path_b64));
			expect(seen).toEqual(names.map((name) => Buffer.from(name)).sort(Buffer.compare));
			for (const { path, path_b64, target, target_b64 } of found.slice(1)) {
				expect(raw(target, target_b64)).toEqual(raw(path, path_b64));
			}
		});

		it("keeps names of attributes with the characters that pax reserves", () => {
			const name = utf8Bytes("user.a=b%c%3D");
			const value = Uint8Array.of(0, 10, 61, 255);
			const header = { ...plain, type: TAR_TYPE.FILE, xattrs: [{ name, value }] };
			const [, file] = readDiskTree(unpack(concat([tarHeader(header), tarEnd()])));
			expect(file?.xattrs).toEqual({ "user.a=b%c%3D": "AAo9/w==" });
		});
	},
);

const plain: TarHeader = {
	path: utf8Bytes("file"),
	type: TAR_TYPE.FILE,
	mode: 0o644,
	uid: 0,
	gid: 0,
	size: 0,
	mtime: 0,
	mtimeNsec: 0,
};

describe.skipIf(!spawnSync("tar", ["--version"]).stdout?.includes("GNU"))("tar headers", () => {
	it.each<[string, Partial<TarHeader>, RegExp]>([
		["a size of 8 GiB", { size: 2 ** 33 }, / 8589934592 /],
		["a size beyond 8 GiB", { size: 2 ** 45 + 1 }, / 35184372088833 /],
		["large owners", { uid: 2 ** 32 - 1, gid: 2097152 }, / 4294967295\/2097152 /],
		["nanoseconds", { mtime: 1, mtimeNsec: 7 }, / 1970-01-01 00:00:01.000000007 /],
		["times before 1970", { mtime: -5 }, / 1969-12-31 23:59:55 /],
		["times far away", { mtime: 17179869184 }, / 2514-05-30 01:53:04 /],
		["devices", { type: TAR_TYPE.BLOCK, rdev: { major: 4095, minor: 1048575 } }, / 4095,1048575 /],
		["set-user-id", { mode: 0o4755 }, /^-rwsr-xr-x /],
	])("hold %s", (_, part, expected) => {
		const header = tarHeader({ ...plain, ...part });
		expect(header.length % TAR_BLOCK).toBe(0);
		// The header alone: of a file of 8 GiB no more is needed to see what tar makes of it.
		expect(listing(header)).toMatch(expected);
	});

	it("split long paths, so that old readers find them too", () => {
		const path = utf8Bytes(`${"d".repeat(150)}/${"f".repeat(100)}`);
		const header = tarHeader({ ...plain, path });
		expect(header.length).toBe(TAR_BLOCK);
		expect(listing(header)).toContain(showName(path));
	});

	it.each([
		[0, 0, "0"],
		[12, 30, "12.000000030"],
		[-5, 0, "-5"],
		[-5, 500_000_000, "-4.500000000"],
		[-1, 999_999_999, "-0.000000001"],
		[2 ** 53 - 1, 1, "9007199254740991.000000001"],
	])("write %d s and %d ns as pax does", (seconds, nanoseconds, text) => {
		expect(paxTime(seconds, nanoseconds)).toBe(text);
	});

	it("count the digits of a pax record's length in that length", () => {
		for (const size of [0, 3, 4, 5, 88, 89, 90, 91, 92, 988, 989, 990, 991, 992]) {
			const record = paxRecord(utf8Bytes("key"), new Uint8Array(size));
			expect(Number.parseInt(Buffer.from(record).toString("latin1"), 10)).toBe(record.length);
		}
	});

	it("pad contents to whole blocks", () => {
		expect([0, 1, 511, 512, 513].map((n) => tarPadding(n).length)).toEqual([0, 511, 1, 0, 511]);
	});
});

describe("tar of a damaged image", () => {
	it("leaves out what cannot be read, with the byte and the reason, and keeps the rest", async () => {
		const { bytes, notes } = await archive(badFixture("lz4-offset-zero"));
		const [note, ...others] = notes;
		expect(others).toEqual([]);
		expect(note).toMatch(/^damage .*: left out: byte \d+ cannot be read: ./);
		const path = (note ?? "").replace(/^damage (.*): left out.*$/, "$1");
		const names = listing(bytes);
		expect(names).not.toContain(` ${path}\n`);
		expect(names.split("\n").length).toBeGreaterThan(5);
	});

	it.each([true, false])(
		"is the same with care (%s), since the files are short",
		async (careful) => {
			const one = await archive(badFixture("zstd-random-payload"), { careful });
			const other = await archive(badFixture("zstd-random-payload"));
			expect(one.notes).toEqual(other.notes);
			expect(Buffer.compare(one.bytes, other.bytes)).toBe(0);
		},
	);
});
