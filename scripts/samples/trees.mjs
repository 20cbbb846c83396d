/**
 * The trees the samples are made from, written as tar archives:
 *
 *   node scripts/samples/trees.mjs NAME > NAME.tar
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { diary, dice, lampPicture, ledger } from "./content.mjs";
import { tar } from "./pax.mjs";

const written = fileURLToPath(new URL("tree/", import.meta.url));
/** 2024-02-29 12:00:00 UTC; later files are minutes after it. */
const NOON = 1709208000;

/** Directories that lead to an entry, once each. */
function withParents(entries) {
	const seen = new Set(entries.filter(({ type }) => type === "dir").map(({ path }) => path));
	const parents = entries.flatMap(({ path }) => {
		const steps = Buffer.from(path).toString("latin1").split("/").slice(0, -1);
		return steps.map((_, i) => steps.slice(0, i + 1).join("/"));
	});
	const missing = [...new Set(parents)].filter((path) => !seen.has(path));
	return [...missing.map((path) => ({ path, type: "dir" })), ...entries];
}

const dated = (entries) => entries.map((entry, i) => ({ mtime: NOON + i * 60, ...entry }));

const filesOf = (folder) =>
	readdirSync(written + folder)
		.sort()
		.map((name) => ({
			path: `${folder}/${name}`,
			data: readFileSync(`${written + folder}/${name}`),
		}));

const readme = (text) => ({ path: "README.txt", data: `${text}\n` });

const everyKind = [
	...filesOf("story"),
	...filesOf("source"),
	{ path: "pictures/lamp.png", data: lampPicture() },
	{ path: "diary.txt", data: diary(400) },
	{ path: "data/ledger.bin", data: ledger(2500) },
	{ path: "data/dice.bin", data: dice(9000, 3) },
	{ path: "data/silence.bin", data: new Uint8Array(30_000) },
];

/** The same files below one directory for each algorithm. */
const pressed = everyKind.filter(({ path }) => !path.startsWith("source/"));
const below = (folder) =>
	pressed.map(({ path, ...rest }) => ({ path: `${folder}/${path}`, ...rest }));

const trees = {
	plain: [
		readme("The night library: a small EROFS image without compression."),
		...filesOf("story"),
		...filesOf("source"),
		{ path: "pictures/lamp.png", data: lampPicture() },
		{ path: "diary.txt", data: diary(150) },
		{ path: "data/dice.bin", data: dice(9000, 3) },
		{ path: "data/line.txt", data: "A text that fills one line.\n".repeat(147).slice(0, 4096) },
		{ path: "data/line-and-a-bit.txt", data: "One line and a bit.\n".repeat(230) },
		{ path: "empty/nothing.txt", data: "" },
		{ path: "latest", type: "symlink", target: "story/5-the-mouse.txt" },
	],
	compressed: [readme("The night library, pressed with LZ4."), ...everyKind],
	lz4: [
		readme("The same files four times, each pressed by another algorithm. Compare them."),
		...below("lz4"),
	],
	lzma: below("lzma"),
	deflate: below("deflate"),
	zstd: below("zstd"),
	small: smallFiles(),
	devices: [
		readme("Everything but this directory tree lies on the second device."),
		...everyKind.filter(({ path }) => path !== "diary.txt"),
		{ path: "data/ledger-copy.bin", data: ledger(2500) },
		{ path: "data/ledger-longer.bin", data: ledger(3000) },
	],
};

/** Thousands of words in hundreds of files: owners, notes, odd names, devices. */
function smallFiles() {
	return [
		readme("Many small files. Their contents lie behind their inodes, in the same block."),
		...Array.from({ length: 120 }, (_, i) => ({
			path: `cards/${String(i + 1).padStart(3, "0")}.txt`,
			data: `Card ${i + 1}. ${diary(1 + (i % 4))}`,
			uid: 1000 + (i % 3),
			gid: 1000,
			xattrs: { "security.selinux": "system_u:object_r:library_card_t:s0\0" },
		})),
		...notes(),
		...oddNames(),
		...specials(),
	];
}

/** Xattrs that readers should show in words. */
function notes() {
	return [
		{
			path: "notes/press",
			data: "#!/bin/sh\necho pressing\n",
			mode: 0o755,
			xattrs: {
				"security.selinux": "system_u:object_r:press_exec_t:s0\0",
				"security.capability": capability(["chown", "net_bind_service"]),
			},
		},
		{
			path: "notes/shared.txt",
			data: "The girl may write here, the judge may only read.\n",
			mode: 0o664,
			xattrs: {
				"system.posix_acl_access": acl([
					{ tag: 0x01, perm: 6 },
					{ tag: 0x02, perm: 6, id: 1002 },
					{ tag: 0x02, perm: 4, id: 1003 },
					{ tag: 0x04, perm: 4 },
					{ tag: 0x10, perm: 6 },
					{ tag: 0x20, perm: 4 },
				]),
			},
		},
		{
			path: "notes/described.txt",
			data: "A text with notes of its own.\n",
			xattrs: { "user.author": "Mikaela Fesser", "user.shelf": "7", "user.colour": "lamp yellow" },
		},
		{ path: "notes/set-user-id", data: "#!/bin/sh\n", mode: 0o4755 },
		{ path: "notes/sticky", type: "dir", mode: 0o1777 },
	];
}

function oddNames() {
	const latin1 = Buffer.from("names/caf\xe9 (latin-1).txt", "latin1");
	return [
		{ path: latin1, data: "The name of this file is not UTF-8.\n" },
		{ path: "names/夜の図書館.txt", data: "A name in Japanese: the night library.\n" },
		{ path: "names/🕯.txt", data: "A candle.\n" },
		{ path: "names/two\nlines.txt", data: "There is a line break in this name.\n" },
		{ path: "names/ leading space", data: "\n" },
		{ path: "names/--help", data: "Not an option.\n" },
		{ path: `names/${"long ".repeat(50)}name`, data: "A name of 254 bytes; 255 is the limit.\n" },
		{ path: "names/file2.txt", data: "2\n" },
		{ path: "names/file10.txt", data: "10\n" },
	];
}

function specials() {
	return [
		{ path: "links/card", data: "One text with three titles.\n" },
		{ path: "links/second-title", type: "hardlink", target: "links/card" },
		{ path: "links/third-title", type: "hardlink", target: "links/card" },
		{ path: "links/relative", type: "symlink", target: "../notes/shared.txt" },
		{ path: "links/absolute", type: "symlink", target: "/README.txt" },
		{ path: "links/dangling", type: "symlink", target: "where/nothing/is" },
		{ path: "links/circle", type: "symlink", target: "circle" },
		{ path: "dev/null", type: "char", rdev: [1, 3], mode: 0o666 },
		{ path: "dev/console", type: "char", rdev: [5, 1], mode: 0o600 },
		{ path: "dev/disk", type: "block", rdev: [8, 1], mode: 0o660, gid: 6 },
		{ path: "dev/queue", type: "fifo", mode: 0o644 },
		{ path: "times/before-1970", data: "\n", mtime: -86400 },
		{ path: "times/to-the-nanosecond", data: "\n", mtime: NOON + 0.5 },
		{ path: "times/far-future", data: "\n", mtime: 4_102_444_800 },
	];
}

/** A version 2 vfs_cap_data (linux/capability.h) with the effective bit set. */
function capability(names) {
	const BITS = { chown: 0, net_bind_service: 10 };
	const value = Buffer.alloc(20);
	value.writeUInt32LE(0x0200_0001, 0);
	value.writeUInt32LE(
		names.reduce((bits, name) => bits | (1 << BITS[name]), 0),
		4,
	);
	return value;
}

/** A version 2 posix_acl_xattr (linux/posix_acl_xattr.h). */
function acl(entries) {
	const value = Buffer.alloc(4 + entries.length * 8);
	value.writeUInt32LE(2, 0);
	entries.forEach(({ tag, perm, id = 0xffff_ffff }, i) => {
		value.writeUInt16LE(tag, 4 + i * 8);
		value.writeUInt16LE(perm, 6 + i * 8);
		value.writeUInt32LE(id, 8 + i * 8);
	});
	return value;
}

const root = { path: ".", type: "dir", mtime: NOON };
const chosen = trees[process.argv[2]];
if (!chosen) {
	console.error(`usage: node trees.mjs ${Object.keys(trees).join("|")} > FILE`);
	process.exit(2);
}
process.stdout.write(tar(dated([root, ...withParents(chosen)])));
