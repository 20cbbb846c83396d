/** Blobs of Nydus: parts one behind the other, each with a tar header behind it, the last a table of contents. */
import { asPosition } from "../base/exact";
import { countText } from "../base/words";
import { Pieces } from "./pieces";
import { INFO_MAGIC, tocEntry } from "./rafs-tables";
import { Reading } from "./reading";
import { by, type Sum } from "./sums";
import { startsWith, textIn } from "./tables";
import type { Bytes, Part, Wrapper } from "./wrapper";

const HEADER = 512;
const NAME = "rafs.blob.toc";
const MOST_ENTRIES = 64;
const GZIP = [0x1f, 0x8b];
const FLAG = { PLAIN: 1, ZSTD: 2, LZ4: 4 } as const;
const TOC_HEADER = {
	key: "toc_header",
	role: "text",
	doc: "Tar header of the table of contents.",
} as const;

export const nydus: Wrapper = {
	id: "nydus",
	name: "a data blob of Nydus",
	reads: "its parts; a bootstrap in it or beside it is read with the blobs that it names",
	probeTail: (tail) =>
		startsWith(tail, NAME, tail.length - HEADER) &&
		startsWith(tail, "ustar", tail.length - HEADER + 257),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const parts = await reading.step(() => partsOf(reading));
		return { readings: [reading], parts, sums: () => parts.flatMap(({ sum }) => sum ?? []) };
	},
};

interface BlobPart extends Part {
	readonly sum?: Sum;
}

function partsOf(reading: Reading): BlobPart[] {
	const at = reading.size - HEADER;
	const header = reading.slice(TOC_HEADER, at, reading.size);
	const size = Number.parseInt(textIn(header.subarray(124, 136)), 8);
	const count = Math.floor(size / tocEntry.size);
	if (!(count > 0 && count <= MOST_ENTRIES && count * tocEntry.size <= at)) {
		reading.report({
			...{ code: "nydus-toc", severity: "error", structure: "table of contents" },
			text: "The size of the table of contents makes no sense.",
			seen: textIn(header.subarray(124, 136)),
			at: { space: reading.home.space, start: at + 124, end: at + 136 },
		});
		return [];
	}
	const first = at - count * tocEntry.size;
	const entries = Array.from({ length: count }, (_, n) => first + n * tocEntry.size);
	const isSealed = entries.some((entry) => isSealedInfo(reading, entry));
	return entries.flatMap((entry) => partOf(reading, entry, isSealed) ?? []);
}

/** Whether an entry is of the header of chunks, and that is none: then all about them is encrypted. */
function isSealedInfo(reading: Reading, at: number): boolean {
	const { name, offset } = reading.look(tocEntry, at);
	const start = asPosition(offset);
	return (
		textIn(name) === "blob.meta.header" &&
		reading.has(start, 4) &&
		reading.bytes.u32(start) !== INFO_MAGIC
	);
}

function partOf(reading: Reading, at: number, isSealed: boolean): BlobPart | undefined {
	const entry = reading.read(tocEntry, at);
	const { flags, size, unpacked } = entry;
	const name = textIn(entry.name);
	const isData = name === "image.blob";
	// Some writers give the byte behind the data, which always begins the blob.
	const offset = isData ? 0n : entry.offset;
	if (offset + size > BigInt(reading.size)) {
		reading.blame(tocEntry, "offset", at, {
			code: "beyond-end",
			text: `${name} reaches beyond the end of the blob; it is left out.`,
			seen: `bytes ${offset} to ${offset + size}`,
			allowed: `within ${countText(reading.size)}`,
		});
		return undefined;
	}
	const [start, end] = [asPosition(offset), asPosition(offset + size)];
	// No flag stands for gzip.
	const isGzip =
		size !== unpacked &&
		startsWith(reading.bytes.slice(start, Math.min(end, start + GZIP.length)), GZIP);
	const flagged = flags & FLAG.ZSTD ? "zstd" : flags & FLAG.LZ4 ? "lz4-block" : undefined;
	const codec = flagged ?? (isGzip ? "gzip" : undefined);
	// The chunks of the data are compressed each by itself.
	const isAsStored = isData || !codec || unpacked > BigInt(Number.MAX_SAFE_INTEGER);
	const sealed = isSealed && name.startsWith("blob.meta");
	const bytes: Bytes =
		isAsStored || sealed
			? Pieces.slice(start, end)
			: { codec, start, end, size: asPosition(unpacked) };
	return {
		...{ name, size: "size" in bytes ? bytes.size : end - start, bytes },
		...(isData ? { kind: "chunks", detail: "chunks, which a bootstrap leads to" } : {}),
		...(sealed ? { kind: "encrypted", detail: "encrypted, or damaged" } : {}),
		...(sealed || isData || entry.digest.every((byte) => byte === 0)
			? {}
			: { sum: sumOf(reading, at, name, entry.digest, bytes) }),
	};
}

/** Of what a part unpacks to. */
function sumOf({ home }: Reading, entry: number, of: string, value: Uint8Array, bytes: Bytes): Sum {
	const start = entry + tocEntry.at.digest;
	const at = { space: home.space, start, end: start + value.length };
	return { ...by("SHA-256"), of, value, at, structure: tocEntry.name, bytes };
}
