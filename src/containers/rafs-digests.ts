/** Digests of the chunks of blobs, which a bootstrap has: contents are compared with them when they are read. */

import { corrupt } from "../base/errors";
import { asPosition } from "../base/exact";
import { blake3, sha256 } from "../base/hashes";
import type { Range, SpaceId } from "../base/range";
import type { ByteSource } from "../base/source";
import { hexOf } from "../base/text";
import { countText } from "../base/words";
import type { Decoded } from "../schema/struct";
import { chunkEntry, EXTENSION, extension } from "./rafs-tables";
import type { Reading } from "./reading";

/** Chunks of all blobs that are looked at; what lies behind them is not compared. */
const MOST_CHUNKS = 1 << 20;
/** By the number that a blob has for it. */
const SUMS = [blake3, sha256] as const;

export interface KnownChunk extends Range {
	readonly digest: Uint8Array;
}

/** The chunks of each blob by its number, in order of the bytes of its device. */
export type KnownChunks = ReadonlyMap<number, readonly KnownChunk[]>;

/**
 * @param most chunks that are looked at
 * @throws Missing
 */
export function knownChunks(
	reading: Reading,
	{ chunk_table_offset, chunk_table_size }: Decoded<typeof extension>,
	most = MOST_CHUNKS,
): KnownChunks {
	const chunks = new Map<number, KnownChunk[]>();
	const start = asPosition(chunk_table_offset);
	const count = Math.floor(asPosition(chunk_table_size) / chunkEntry.size);
	if (count === 0) return chunks;
	if (!reading.has(start, count * chunkEntry.size)) {
		reading.beyond(start, count * chunkEntry.size, chunkEntry.name);
		return chunks;
	}
	if (count > most) {
		reading.blame(extension, "chunk_table_size", EXTENSION, {
			code: "nydus-digests-left-out",
			severity: "warning",
			text: "There are more chunks than are compared with their digests: contents of those behind are read, and not compared.",
			seen: countText(count),
			allowed: `the first ${countText(most)}`,
		});
	}
	for (let n = 0; n < Math.min(count, most); n++) {
		const entry = reading.look(chunkEntry, start + n * chunkEntry.size);
		const at = asPosition(entry.uncompressed_offset);
		const own = chunks.get(entry.blob_index) ?? [];
		// A table behind the bytes that are held now makes all of this begin anew.
		own.push({ start: at, end: at + entry.uncompressed_size, digest: entry.digest.slice() });
		chunks.set(entry.blob_index, own);
	}
	for (const own of chunks.values()) own.sort((a, b) => a.start - b.start);
	return chunks;
}

/**
 * A device whose chunks are read whole and compared with their digests, each once; as it is when
 * nobody knows what kind of digests they are.
 * @param digester as a blob has it
 * @param space of the device
 */
export function verified(
	device: ByteSource,
	chunks: readonly KnownChunk[],
	digester: number,
	space: SpaceId,
): ByteSource {
	const sum = SUMS[digester];
	if (!sum) return device;
	const isGood = new Set<KnownChunk>();
	const verify = async (chunk: KnownChunk, signal?: AbortSignal): Promise<void> => {
		const found = sum(await device.read(chunk.start, chunk.end, signal));
		if (hexOf(found) !== hexOf(chunk.digest)) throw changed(device.label, space, chunk, found);
		isGood.add(chunk);
	};
	const { id, label, size, prefetch } = device;
	return {
		...{ id, label, size, ...(prefetch ? { prefetch } : {}) },
		async read(start, end, signal) {
			for (let i = firstBehind(chunks, start); i < chunks.length; i++) {
				const chunk = chunks[i] as KnownChunk;
				if (chunk.start >= end) break;
				if (!isGood.has(chunk) && chunk.end <= size) await verify(chunk, signal);
			}
			return device.read(start, end, signal);
		},
	};
}

/** Index of the first chunk that ends behind byte `at`. */
function firstBehind(chunks: readonly KnownChunk[], at: number): number {
	let low = 0;
	let high = chunks.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((chunks[middle] as KnownChunk).end <= at) low = middle + 1;
		else high = middle;
	}
	return low;
}

const changed = (
	label: string,
	space: SpaceId,
	{ start, end, digest }: KnownChunk,
	found: Uint8Array,
) =>
	corrupt({
		...{ code: "nydus-digest", severity: "error", structure: "chunk" },
		text: `Bytes ${start} to ${end} of ${label} are not what the digest in the bootstrap says.`,
		at: { space, start, end },
		...{ seen: hexOf(found), allowed: hexOf(digest) },
	});
