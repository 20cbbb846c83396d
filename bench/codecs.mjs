/**
 * How fast the decoders are, in decoded megabytes (10^6 bytes) a second, on the pclusters
 * of real images: files of this machine, packed by mkfs.erofs with each compressor. Beside
 * ours run the libraries they replace, Node's zlib, and fsck.erofs as the native yardstick.
 * Without erofs-utils only DEFLATE is measured, on what zlib makes of the same files.
 *
 * `node bench/codecs.mjs [MEGABYTES]` prints a table.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as zlib from "node:zlib";
import { inflateSync } from "fflate";
import { decompressBlock } from "lz4js";
import { build } from "vite";
import { chosenFiles } from "./files.mjs";

/** Codec, and what mkfs.erofs calls the encoder. */
const SETS = [
	["lz4", "lz4hc"],
	["deflate", "deflate"],
	["zstd", "zstd"],
	["lzma", "lzma"],
];
const PCLUSTER_SIZES = [4096, 65536];
const PASSES = 9;

/** Other decoders for comparison; each fills `out`, or returns the bytes. */
const OTHERS = {
	lz4: { lz4js: (input, out) => decompressBlock(input, out, 0, input.length, 0) },
	deflate: {
		fflate: (input, out) => inflateSync(input, { out }),
		"Node zlib (native)": (input) => zlib.inflateRawSync(input),
	},
	// Node has it from version 22.15 on.
	zstd: zlib.zstdDecompressSync
		? { "Node zlib (native)": (input) => zlib.zstdDecompressSync(input) }
		: {},
	lzma: {},
};

const quiet = { stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 };

function hasTool(tool) {
	try {
		execFileSync(tool, ["--version"], quiet);
		return true;
	} catch {
		return false;
	}
}

/** About `size` bytes of files. */
const collectBytes = (size) => Buffer.concat(chosenFiles(size).map((path) => readFileSync(path)));

/** Encoded pieces with their decoded bytes, from an image that holds `bytes` as one file. */
function pclustersOf(folder, bytes, compressor, pclusterSize) {
	const source = join(folder, "source");
	const image = join(folder, "image");
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, "data"), bytes);
	rmSync(image, { force: true });
	execFileSync("mkfs.erofs", ["-T0", `-z${compressor}`, `-C${pclusterSize}`, image, source], quiet);
	const listing = execFileSync("dump.erofs", ["-e", "--path=/data", image], quiet).toString();
	const line = /^\s*\d+:\s*(\d+)\.\.\s*(\d+) \|\s*\d+ :\s*(\d+)\.\.\s*(\d+) \|/gm;
	const stored = readFileSync(image);
	return [...listing.matchAll(line)].flatMap((match) => {
		const [start, end, from, to] = match.slice(1).map(Number);
		if (end - start <= to - from) return []; // not compressed
		const padding = stored.subarray(from, to).findIndex((byte) => byte !== 0);
		return [{ input: stored.subarray(from + padding, to), bytes: bytes.subarray(start, end) }];
	});
}

/** The same for DEFLATE without erofs-utils: pieces of the length that pclusters have. */
function piecesOfZlib(bytes, pclusterSize) {
	const length = 2 * pclusterSize;
	return Array.from({ length: Math.floor(bytes.length / length) }, (_, i) => {
		const piece = bytes.subarray(i * length, (i + 1) * length);
		const level = zlib.constants.Z_BEST_SPEED;
		return { input: zlib.deflateRawSync(piece, { level }), bytes: piece };
	});
}

/** Megabytes a second of fsck.erofs over the last image. */
function speedOfFsck(folder, size) {
	const times = Array.from({ length: 5 }, () => {
		const start = performance.now();
		execFileSync("fsck.erofs", ["--extract", join(folder, "image")], quiet);
		return performance.now() - start;
	});
	return size / Math.min(...times) / 1000;
}

/** Our codecs, bundled as they ship. */
async function loadOurs(folder) {
	const outDir = join(folder, "codecs");
	const root = new URL("..", import.meta.url).pathname;
	await build({
		configFile: false,
		root,
		logLevel: "error",
		ssr: { noExternal: true },
		build: { ssr: "src/codecs/index.ts", outDir, copyPublicDir: false },
	});
	const { codecs, codecSources } = await import(pathToFileURL(join(outDir, "index.js")).href);
	const ours = new Map();
	for (const [i, source] of codecSources.entries()) {
		const forms = [
			["ours, WebAssembly", await codecs[i].load()],
			["ours, plain TypeScript", (await source.plain()).plain],
		];
		const named = forms.map(([name, codec]) => [
			name,
			(input, out) => codec.decode(input, out, { partial: false }),
		]);
		ours.set(source.key, Object.fromEntries(named));
	}
	return ours;
}

/** Runs all decoders in turns and returns the speed of the fastest pass of each. */
function measure(decoders, pieces) {
	const largest = Math.max(...pieces.map(({ bytes }) => bytes.length));
	const total = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
	const scratch = new Uint8Array(largest);
	const times = new Map(Object.keys(decoders).map((name) => [name, []]));
	for (let pass = 0; pass <= PASSES; pass++) {
		for (const [name, decode] of Object.entries(decoders)) {
			const start = performance.now();
			for (const { input, bytes } of pieces) {
				const out = scratch.subarray(0, bytes.length);
				const result = decode(input, out);
				if (pass === 0) check(name, result instanceof Uint8Array ? result : out, bytes);
			}
			if (pass > 0) times.get(name).push(performance.now() - start);
		}
	}
	return [...times].map(([name, all]) => ({ name, speed: total / Math.min(...all) / 1000 }));
}

function check(name, result, bytes) {
	if (Buffer.compare(result, bytes) !== 0) throw new Error(`${name} decoded wrong bytes`);
}

/**
 * One row for each codec, pcluster size and decoder:
 * `{ codec, pclusterSize, decoder, pieces, speed }`, speed in MB/s.
 */
export async function measureCodecs(megabytes = 16) {
	const folder = mkdtempSync(join(tmpdir(), "codecs-"));
	try {
		const ours = await loadOurs(folder);
		const bytes = collectBytes(megabytes * 1e6);
		const hasMkfs = hasTool("mkfs.erofs") && hasTool("dump.erofs");
		const rows = [];
		for (const [codec, compressor] of hasMkfs ? SETS : [["deflate"]]) {
			for (const pclusterSize of PCLUSTER_SIZES) {
				const all = hasMkfs
					? pclustersOf(folder, bytes, compressor, pclusterSize)
					: piecesOfZlib(bytes, pclusterSize);
				// LZMA is thirty times slower than the others: a part is enough.
				const pieces = codec === "lzma" ? all.filter((_, i) => i % 8 === 0) : all;
				const add = (decoder, speed) =>
					rows.push({ codec, pclusterSize, decoder, pieces: pieces.length, speed });
				const decoders = { ...ours.get(codec), ...OTHERS[codec] };
				for (const { name, speed } of measure(decoders, pieces)) add(name, speed);
				if (hasMkfs && hasTool("fsck.erofs")) {
					add("fsck.erofs (native, whole image)", speedOfFsck(folder, bytes.length));
				}
			}
		}
		return rows;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
	for (const row of await measureCodecs(Number(process.argv[2] ?? 16))) {
		const { codec, pclusterSize, decoder, speed } = row;
		const size = `${pclusterSize / 1024}K`.padStart(4);
		console.log(
			`${codec.padEnd(8)} ${size}  ${decoder.padEnd(34)} ${speed.toFixed(1).padStart(7)}`,
		);
	}
}
