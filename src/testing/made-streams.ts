/** Compressed files, as the usual programs write them: `streams/README.md` says how. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { image, type Made, other, u32 } from "./made-bytes";

const stored = (name: string): Buffer => readFileSync(new URL(`streams/${name}`, import.meta.url));

const streamOf = (name: string, kind: string, bytes: Buffer, whole = image): Made => ({
	...{ name, kind, bytes, parts: { [kind]: whole } },
});

/** Frames of one stored block each, with a table of their sizes behind them. */
function seekableZstd(): Made {
	const step = 5000;
	const starts = Array.from({ length: Math.ceil(image.length / step) }, (_, i) => i * step);
	const frames = starts.map((start) => {
		const bytes = image.subarray(start, start + step);
		const block = u32((bytes.length << 3) | 1).subarray(0, 3);
		return Buffer.concat([u32(0xfd2fb528), Buffer.of(0xa0), u32(bytes.length), block, bytes]);
	});
	const lines = frames.map((frame, i) =>
		u32(frame.length, Math.min(step, image.length - (starts[i] as number)), 0),
	);
	const body = [...lines, u32(frames.length), Buffer.of(0x80), u32(0x8f92eab1)];
	const size = body.reduce((sum, { length }) => sum + length, 0);
	const bytes = Buffer.concat([...frames, u32(0x184d2a5e, size), ...body]);
	return streamOf("zstd with a seek table", "zstd", bytes);
}

export const streams = (): Made[] => [
	streamOf("gzip", "gzip", gzipSync(image)),
	streamOf(
		...["gzip, two members", "gzip"],
		...[Buffer.concat([gzipSync(image), gzipSync(other)]), Buffer.concat([image, other])],
	),
	seekableZstd(),
	streamOf("zstd", "zstd", stored("plain.zst")),
	streamOf("xz", "xz", stored("plain.xz")),
	streamOf("xz, several blocks", "xz", stored("blocks.xz")),
	streamOf("bzip2", "bzip2", stored("plain.bz2")),
	streamOf("lz4", "lz4", stored("plain.lz4")),
	streamOf("lz4, legacy", "lz4-legacy", stored("legacy.lz4")),
	streamOf("lzma", "lzma", stored("plain.lzma")),
];
