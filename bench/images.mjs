/**
 * The images that are measured: made once with mkfs.erofs and kept in a folder of the system's
 * temporary directory. Contents are made-up text, the same on every machine.
 *
 *   large        1 GB, 100,000 files of 11 to 23 KB in 100 directories, and big.txt of 20 MiB
 *   many         500,000 inodes: a directory of 100,000 empty files, and 400 of 1,000
 *   codec-NAME   64 MB of text files, packed by one compressor
 */
import { spawnSync } from "node:child_process";
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	renameSync,
	rmSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { firstLine } from "./machine.mjs";

export const cacheFolder = join(tmpdir(), "erofs-explorer-bench");

/** Changes when the recipes below do. */
const EDITION = 1;

export const COMPRESSORS = ["lz4hc", "deflate", "zstd", "lzma"];

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

function fillCodec(folder) {
	const random = randomFrom(2);
	for (let f = 0; f < 16; f++) {
		const file = openSync(join(folder, `text-${number(f, 2)}.txt`), "w");
		writeSync(file, textOf(4e6, random));
		closeSync(file);
	}
}

/** Fill of the tree and options of mkfs.erofs. */
const recipes = {
	large: { fill: fillLarge, options: ["-zlz4hc,3", "-C65536"] },
	many: { fill: fillMany, options: [] },
	...Object.fromEntries(
		COMPRESSORS.map((name) => [
			`codec-${name}`,
			{ fill: fillCodec, options: [`-z${name}`, "-C65536"] },
		]),
	),
};

/**
 * Path of an image, made first when it is not in the cache.
 * @returns undefined when this mkfs.erofs cannot make it
 */
export function imageNamed(name, mkfs) {
	const { fill, options } = recipes[name];
	const made = join(cacheFolder, `${name}-${EDITION}-${toolVersion(mkfs) ?? "x"}.erofs`);
	if (existsSync(made)) return made;
	const tree = join(cacheFolder, "tree");
	const unfinished = `${made}.part`;
	rmSync(tree, { recursive: true, force: true });
	rmSync(unfinished, { force: true });
	mkdirSync(tree, { recursive: true });
	console.error(`making the image “${name}”`);
	try {
		fill(tree);
		const { status } = spawnSync(mkfs, ["-T0", ...options, unfinished, tree], { stdio: "ignore" });
		if (status !== 0) return undefined;
		renameSync(unfinished, made);
		return made;
	} finally {
		rmSync(tree, { recursive: true, force: true });
		rmSync(unfinished, { force: true });
	}
}
