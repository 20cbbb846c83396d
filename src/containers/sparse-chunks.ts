/** Chunks of sparse images, one behind the other: what each stands for, and the checksums among them. */
import { corrupt } from "../base/errors";
import type { Finding } from "../base/finding";
import { beyond } from "../base/resident";
import { countText, exactBytes } from "../base/words";
import { copyOf, type Lost, MOST_PIECES, type Origin, type Pieces } from "./pieces";
import type { Reading } from "./reading";
import {
	CHUNK,
	CRC32,
	chunkHeader,
	DONT_CARE,
	FILL,
	fill,
	type Header,
	header,
	RAW,
} from "./sparse-tables";
import { by, type Sum, word } from "./sums";
import type { Tools } from "./unpack";

const SUM = { key: "crc32", role: "checksum", doc: "Of the image up to here." } as const;

/** Blocks [from, from + count) and what they are; what is in no run nobody cares about. */
export interface Run {
	readonly from: number;
	readonly count: number;
	readonly origin: Origin;
}

/** @throws Failure when the chunks cannot be found by it */
export function readHeader(reading: Reading): Header {
	reading.bytes.about = { structure: header.name };
	const head = reading.read(header, 0);
	if (reading.error) throw reading.error;
	if (!Number.isSafeInteger(head.blk_sz * head.total_blks)) {
		throw corrupt(
			reading.blame(header, "total_blks", 0, {
				code: "sparse-size",
				text: "The unpacked image would be larger than anything that exists.",
				seen: `${head.total_blks} blocks of ${exactBytes(head.blk_sz)}`,
			}),
		);
	}
	return head;
}

/** Adds the runs of one file; returns what stopped it. */
export async function readChunks(
	reading: Reading,
	of: number,
	head: Header,
	runs: Run[],
	{ signal, onProgress }: Tools,
	sums?: BlockSum[],
): Promise<Lost | undefined> {
	let at = head.file_hdr_sz;
	let block = 0;
	let stop: Lost | undefined;
	let left = head.total_chunks;
	const next = (): boolean => {
		if (left === 0 || stop) return false;
		if (runs.length >= MOST_PIECES) {
			stop = reading.blame(header, "total_chunks", 0, {
				code: "sparse-too-many",
				text: "The image has more chunks than are looked at; what lies behind them is left out.",
				seen: countText(head.total_chunks),
				allowed: `at most ${countText(MOST_PIECES)}`,
			});
			return false;
		}
		const chunk = readChunk(reading, of, head, at, block);
		if ("stop" in chunk) {
			stop = chunk.stop;
			return false;
		}
		runs.push(...chunk.runs);
		if (chunk.sum) sums?.push(chunk.sum);
		at += chunk.bytes;
		block += chunk.blocks;
		left--;
		return true;
	};
	while (await reading.steps(next)) {
		signal?.throwIfAborted();
		onProgress?.({ phase: "Reading chunks", done: at, total: reading.size, unit: "bytes" });
	}
	if (stop) return stop;
	if (block === head.total_blks) return undefined;
	return reading.blame(header, "total_blks", 0, {
		code: "sparse-blocks",
		text: "The chunks stand for fewer blocks than the image has; the others are nowhere.",
		seen: countText(block),
		allowed: countText(head.total_blks),
	});
}

type Next =
	| {
			readonly runs: readonly Run[];
			readonly blocks: number;
			readonly bytes: number;
			readonly sum?: BlockSum;
	  }
	| { readonly stop: Finding };

function readChunk(reading: Reading, of: number, head: Header, at: number, block: number): Next {
	const { chunk_hdr_sz, blk_sz, total_blks } = head;
	if (!reading.has(at, Math.max(CHUNK, chunk_hdr_sz))) {
		return { stop: cutOff(reading, at, at + chunk_hdr_sz) };
	}
	const chunk = reading.read(chunkHeader, at);
	const { chunk_type, chunk_sz, total_sz } = chunk;
	const body = at + chunk_hdr_sz;
	const blocks = chunk_type === CRC32 ? 0 : chunk_sz;
	const size = BODY[chunk_type]?.(blocks * blk_sz);
	const blame = (field: keyof typeof chunkHeader.at, code: string, text: string, allowed: string) =>
		reading.blame(chunkHeader, field, at, {
			code,
			text,
			seen: countText(chunk[field] as number),
			allowed,
		});
	if (size === undefined) {
		return {
			stop: blame(
				"chunk_type",
				"sparse-chunk-type",
				"The chunk is of no known kind; it and all behind it cannot be placed.",
				"RAW, FILL, DONT_CARE or CRC32",
			),
		};
	}
	if (block + blocks > total_blks) {
		return {
			stop: blame(
				"chunk_sz",
				"sparse-chunk-beyond",
				"The chunk reaches beyond the end of the image; it and all behind it are left out.",
				`at most ${countText(total_blks - block)} blocks`,
			),
		};
	}
	if (total_sz !== chunk_hdr_sz + size) {
		return {
			stop: blame(
				"total_sz",
				"sparse-chunk-size",
				"The chunk has not as many bytes as its kind and its blocks need; it and all behind it cannot be placed.",
				countText(chunk_hdr_sz + size),
			),
		};
	}
	const next = { blocks, bytes: total_sz };
	if (!reading.has(body, size)) {
		const stop = cutOff(reading, body, body + size);
		const there = Math.floor(Math.max(0, reading.size - body) / blk_sz);
		const runs =
			chunk_type === RAW && there > 0
				? [{ from: block, count: there, origin: copyOf(body, of) }]
				: [];
		return {
			...next,
			runs: [
				...runs,
				{ from: block + there, count: blocks - there, origin: { kind: "lost", why: stop } },
			],
		};
	}
	if (chunk_type === RAW)
		return { ...next, runs: [{ from: block, count: blocks, origin: copyOf(body, of) }] };
	if (chunk_type === FILL) {
		reading.read(fill, body);
		const pattern = reading.bytes.u32(body);
		return { ...next, runs: [{ from: block, count: blocks, origin: { kind: "fill", pattern } }] };
	}
	if (chunk_type !== CRC32) return { ...next, runs: [] };
	const value = Uint8Array.from(reading.slice(SUM, body, body + 4)).reverse();
	const place = { space: reading.home.space, start: body, end: body + 4 };
	return { ...next, runs: [], sum: { value, at: place, size: block * blk_sz } };
}

/** A checksum of the first bytes of the image, where what is left out counts as zeros. */
export interface BlockSum extends Pick<Sum, "value" | "at"> {
	readonly size: number;
}

export function headerSum(
	{ home }: Reading,
	{ image_checksum, total_blks, blk_sz }: Header,
): BlockSum[] {
	if (image_checksum === 0) return [];
	const start = header.at.image_checksum;
	const at = { space: home.space, start, end: start + 4 };
	return [{ value: word(image_checksum), at, size: total_blks * blk_sz }];
}

export const sumOf = ({ size, ...sum }: BlockSum, image: Pieces): Sum => ({
	...by("CRC-32"),
	...sum,
	of: size === image.size ? "the image" : `the first ${exactBytes(size)} of the image`,
	structure: chunkHeader.name,
	bytes: image.first(size),
});

/** Bytes of the body of a chunk, by its kind and the bytes it stands for. */
const BODY: Readonly<Record<number, (bytes: number) => number>> = {
	[RAW]: (bytes) => bytes,
	[FILL]: () => 4,
	[DONT_CARE]: () => 0,
	[CRC32]: () => 4,
};

function cutOff(reading: Reading, start: number, end: number): Finding {
	const finding = beyond(reading.home, start, end, { structure: chunkHeader.name });
	reading.report(finding);
	return finding;
}
