/**
 * The images that are measured: made once with mkfs.erofs and kept in a folder of the system's
 * temporary directory.
 *
 *   large        1 GB, 100,000 files of 11 to 23 KB in 100 directories, and big.txt of 20 MiB:
 *                made-up text, the same on every machine
 *   many         500,000 inodes: a directory of 100,000 empty files, and 400 of 1,000
 *   usr-plain, … folders of this machine's /usr, or some of them, packed in several ways (USR)
 *   plain, …     96 MB of files of this machine, most of them small, or a part of them (PACKED)
 */
import { spawnSync } from "node:child_process";
import {
	closeSync,
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { chosenFiles } from "./files.mjs";
import { firstLine } from "./machine.mjs";

export const cacheFolder = join(tmpdir(), "erofs-explorer-bench");

/** Changes when the recipes below do. */
const EDITION = 1;

/** Bytes of files of this machine that are packed. */
export const PACKED_BYTES = 96e6;

/** How they are packed, and which part of them where the compressor is slow. */
export const PACKED = {
	plain: { what: "uncompressed", options: [] },
	"lz4-4k": { what: "LZ4, 4 KiB", options: ["-zlz4", "-C4096"] },
	"lz4-64k": { what: "LZ4, 64 KiB", options: ["-zlz4", "-C65536"] },
	"zstd-64k": { what: "Zstandard, 64 KiB", options: ["-zzstd,3", "-C65536"] },
	"deflate-fragments": {
		what: "DEFLATE, 64 KiB, fragments",
		options: ["-zdeflate,1", "-C65536", "-Efragments"],
		part: "usr/lib",
	},
	"lzma-64k": { what: "MicroLZMA, 64 KiB", options: ["-zlzma,1", "-C65536"], part: "usr/share" },
};

/** The same of folders of this machine: programs and scripts of all sizes, and texts. */
export const USR = {
	"usr-plain": { what: "uncompressed", options: [] },
	"usr-lz4-4k": { what: "LZ4, 4 KiB", options: ["-zlz4", "-C4096"] },
	"usr-lz4-64k": { what: "LZ4, 64 KiB", options: ["-zlz4", "-C65536"] },
	"usr-zstd-64k": {
		what: "Zstandard, 64 KiB, 48-bit",
		options: ["-zzstd,3", "-C65536", "-E48bit"],
	},
	"usr-deflate-fragments": {
		what: "DEFLATE, 64 KiB, fragments",
		options: ["-zdeflate,1", "-C65536", "-Efragments"],
		part: "usr/lib",
	},
	"usr-lzma-64k": {
		what: "MicroLZMA, 64 KiB",
		options: ["-zlzma,1", "-C65536"],
		part: "usr/lib/python3",
	},
};

/** Those of them that this machine has. */
const usrFolders = () => [
	"usr/bin",
	"usr/include",
	...readdirSync("/usr/lib")
		.filter((name) => /^python3(\.\d+)?$/.test(name))
		.map((name) => `usr/lib/${name}`),
];

/** The tools in the folder that EROFS_UTILS names, else on the PATH. */
export function findTool(name) {
	const folders = [process.env.EROFS_UTILS ?? [], (process.env.PATH ?? "").split(delimiter)].flat();
	return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

export const toolVersion = (path) => /\d+(\.\d+)+/.exec(firstLine(path, "-V") ?? "")?.[0];

/** 0 <= n < 1, the same sequence for a seed everywhere. */
function randomFrom(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** About `bytes` bytes of lines of words. */
function textOf(bytes, random) {
	const words = Array.from({ length: 3000 }, (_, i) => `word${Math.floor(random() * 1e6)}x${i}`);
	const pieces = [];
	for (let size = 0; size < bytes; ) {
		const line = Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)]);
		pieces.push(`${line.join(" ")}\n`);
		size += pieces.at(-1).length;
	}
	return Buffer.from(pieces.join(""), "latin1").subarray(0, bytes);
}

const number = (n, digits) => String(n).padStart(digits, "0");

function fillLarge(folder) {
	const random = randomFrom(1);
	const text = textOf(32 << 20, random);
	for (let d = 0; d < 100; d++) {
		const directory = join(folder, `dir${number(d, 3)}`);
		mkdirSync(directory);
		for (let f = 0; f < 1000; f++) {
			const length = 11_500 + Math.floor(random() * 11_500);
			const from = Math.floor(random() * (text.length - length));
			writeFileSync(
				join(directory, `file-${number(f, 4)}.txt`),
				text.subarray(from, from + length),
			);
		}
	}
	writeFileSync(join(folder, "big.txt"), text.subarray(0, 20 << 20));
}

function fillMany(folder) {
	const fill = (directory, count) => {
		mkdirSync(directory);
		for (let f = 0; f < count; f++) {
			closeSync(openSync(join(directory, `entry-${number(f, 6)}`), "w"));
		}
	};
	fill(join(folder, "wide"), 100_000);
	for (let d = 0; d < 400; d++) fill(join(folder, `dir${number(d, 3)}`), 1000);
}

function fillFiles(folder) {
	for (const path of chosenFiles(PACKED_BYTES)) {
		mkdirSync(join(folder, dirname(path)), { recursive: true });
		copyFileSync(path, join(folder, path));
	}
}

function fillUsr(folder) {
	for (const path of usrFolders()) {
		cpSync(join("/", path), join(folder, path), { recursive: true, verbatimSymlinks: true });
	}
}

/** Images of one tree: its fill, and the options of mkfs.erofs for each image. */
const SETS = [
	{ fill: fillLarge, images: { large: { options: ["-zlz4hc,3", "-C65536"] } } },
	{ fill: fillMany, images: { many: { options: [] } } },
	{ fill: fillUsr, images: USR },
	{ fill: fillFiles, images: PACKED },
];

const pathOf = (name, mkfs) =>
	join(cacheFolder, `${name}-${EDITION}-${toolVersion(mkfs) ?? "x"}.erofs`);

/**
 * Path of an image; when it is not in the cache, all images of its tree are made first.
 * @returns undefined when this mkfs.erofs cannot make it
 */
export function imageNamed(name, mkfs) {
	const path = pathOf(name, mkfs);
	const set = SETS.find(({ images }) => name in images);
	if (!existsSync(path)) makeImages(set, mkfs);
	return existsSync(path) ? path : undefined;
}

const tried = new Set();

/** Once: an image that cannot be made is not tried again. */
function makeImages({ fill, images }, mkfs) {
	if (tried.has(fill)) return;
	tried.add(fill);
	const tree = join(cacheFolder, "tree");
	rmSync(tree, { recursive: true, force: true });
	mkdirSync(tree, { recursive: true });
	try {
		fill(tree);
		for (const [name, { options, part = "" }] of Object.entries(images)) {
			const made = pathOf(name, mkfs);
			if (existsSync(made)) continue;
			console.error(`making the image “${name}”`);
			const unfinished = `${made}.part`;
			rmSync(unfinished, { force: true });
			const words = ["-T0", ...options, unfinished, join(tree, part)];
			const { status } = spawnSync(mkfs, words, { stdio: "ignore" });
			if (status === 0) renameSync(unfinished, made);
			else rmSync(unfinished, { force: true });
		}
	} finally {
		rmSync(tree, { recursive: true, force: true });
	}
}
