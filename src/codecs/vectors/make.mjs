/**
 * Makes the vectors beside this file: the samples, encoded by tools that are not ours.
 * Run it with Node; needs lz4, zstd, xz and erofs-utils (mkfs.erofs with liblzma and
 * libdeflate, dump.erofs) on the path. The tests need none of them.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { samples } from "./samples.mjs";

const folder = mkdtempSync(join(tmpdir(), "vectors-"));

const run = (tool, args, input) =>
	execFileSync(tool, args, { input, stdio: ["pipe", "pipe", "ignore"], maxBuffer: 1 << 26 });

/**
 * One line of a vector file. `ends`: the stream says itself, or by where it stops, that it
 * is over; without it only partial decoding is right.
 */
const vector = (encoder, sample, stream, part = {}) => ({
	encoder,
	sample,
	start: 0,
	size: samples[sample].length,
	ends: true,
	...part,
	stream: Buffer.from(stream).toString("base64"),
});

/** The samples that take much room, for one encoder of several only. */
const large = ["noise", "letters", "mixed"];
const small = Object.keys(samples).filter((sample) => !large.includes(sample));

/** The only block of an LZ4 frame; undefined when there is none, or it is stored as it is. */
function blockOfFrame(frame) {
	const contentSize = frame[4] & 8 ? 8 : 0;
	const header = frame.readUInt32LE(7 + contentSize);
	const start = 11 + contentSize;
	if (header === 0 || header >>> 31) return undefined;
	return frame.subarray(start, start + header);
}

function lz4() {
	const vectors = [];
	for (const level of ["--fast=20", "-1", "-3", "-9", "-12"]) {
		for (const sample of level === "-12" ? [...small, ...large] : small) {
			const frame = run("lz4", [level, "-B5", "-c", "--no-frame-crc"], samples[sample]);
			const block = blockOfFrame(frame);
			if (block) vectors.push(vector(`lz4 ${level}`, sample, block));
		}
	}
	return vectors;
}

function zstd() {
	const all = [
		["--fast=5"],
		["-1", "--no-check"],
		["-3", "--check"],
		["-7", "--no-content-size"],
		["-13", "--zstd=wlog=10"],
		["-16", "--no-check"],
		["--ultra", "-22", "--long=27"],
	];
	const vectors = [];
	for (const options of all) {
		const names = options.includes("--check") ? [...small, ...large] : small;
		for (const sample of names) {
			const file = join(folder, sample);
			writeFileSync(file, samples[sample]);
			vectors.push(
				vector(`zstd ${options.join(" ")}`, sample, run("zstd", [...options, "-c", file])),
			);
		}
	}
	for (const level of [2, 5, 9, 11, 16]) {
		const stream = run("zstd", [`-${level}`, "-c"], samples.text);
		vectors.push(vector(`zstd -${level} from a pipe`, "text", stream));
	}
	return vectors;
}

/** The small samples that mkfs.erofs does not leave as they are. */
const pages = ["text", "records", "periods", "zeros"];

/** The encoded pieces of one sample in an image that mkfs.erofs makes of it. */
function pclusters(compressor, sample) {
	const source = join(folder, "source");
	const image = join(folder, "image");
	rmSync(source, { recursive: true, force: true });
	rmSync(image, { force: true });
	mkdirSync(source);
	writeFileSync(join(source, "sample"), samples[sample]);
	run("mkfs.erofs", ["-T0", `-z${compressor}`, "-C65536", image, source]);
	const bytes = readFileSync(image);
	const listing = run("dump.erofs", ["-e", "--path=/sample", image]).toString();
	const line = /^\s*\d+:\s*(\d+)\.\.\s*(\d+) \|\s*\d+ :\s*(\d+)\.\.\s*(\d+) \|/gm;
	return [...listing.matchAll(line)].flatMap((match) => {
		const [start, end, from, to] = match.slice(1).map(Number);
		if (end - start <= to - from) return []; // stored as it is
		const stream = bytes.subarray(from, to);
		const padding = stream.findIndex((byte) => byte !== 0);
		const part = { start, size: end - start };
		return [vector(`mkfs.erofs -z${compressor}`, sample, stream.subarray(padding), part)];
	});
}

function lzma() {
	const properties = [
		[3, 0, 2],
		[0, 0, 0],
		[4, 0, 0],
		[0, 4, 4],
		[2, 2, 1],
		[1, 3, 3],
	];
	const vectors = [];
	for (const [lc, lp, pb] of properties) {
		for (const sample of lc === 3 ? [...pages, "mixed"] : pages) {
			vectors.push(...pclusters(`lzma,lc=${lc},lp=${lp},pb=${pb}`, sample));
		}
		// xz ends a raw stream with a mark that MicroLZMA does not have.
		const option = `--lzma1=preset=9e,lc=${lc},lp=${lp},pb=${pb}`;
		const stream = run("xz", ["--format=raw", option, "-c"], samples.records);
		stream[0] = ~((pb * 5 + lp) * 9 + lc);
		vectors.push(vector(`xz --format=raw ${option}`, "records", stream, { ends: false }));
	}
	return vectors;
}

function deflate() {
	const levels = [1, 3, 6, 9, 12].map((level) => `libdeflate,level=${level}`);
	return [...levels, "deflate,level=9,dictsize=512"].flatMap((compressor) => {
		const names = compressor.endsWith("level=12") ? [...pages, "mixed"] : pages;
		return names.flatMap((sample) => pclusters(compressor, sample));
	});
}

for (const [name, make] of Object.entries({ lz4, lzma, deflate, zstd })) {
	const lines = make().map((line) => `\t${JSON.stringify(line)}`);
	writeFileSync(new URL(`${name}.json`, import.meta.url), `[\n${lines.join(",\n")}\n]\n`);
	console.log(`${name}: ${lines.length} vectors`);
}
rmSync(folder, { recursive: true });
