/** The inside of the compressed unit that holds a byte of a file. */
import { Failure, findingOf } from "../base/errors";
import type { Span } from "../base/range";
import { stripLeadingZeros } from "../codecs/padding";
import { decodedLength, decodeExtent } from "../erofs/decode";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { extentAt, loadMap } from "../erofs/map/open";
import { readStored } from "../erofs/stored";
import { hasIncompat } from "../erofs/structs/features";
import { type DeflateInside, deflateInside } from "./deflate";
import { type InPlace, inPlace, type Lz4Inside, lz4Inside } from "./lz4";
import { type LzmaInside, lzmaInside } from "./lzma";
import { type ZstdInside, zstdInside } from "./zstd";

export interface Inside {
	/** Bytes of the file that the unit holds. */
	readonly start: number;
	readonly end: number;
	/** Stored bytes, and of those the stream, behind the zeros. */
	readonly at: Span;
	readonly stream: Span;
	readonly algorithm: number;
	/** The unit decodes to more than is used. */
	readonly partial: boolean;
	readonly inPlace: InPlace;
	readonly lz4?: Lz4Inside;
	readonly lzma?: LzmaInside;
	readonly deflate?: DeflateInside;
	readonly zstd?: ZstdInside;
	/** What a decoder says of a unit whose parts show nothing wrong. */
	readonly refused?: string;
}

const LZ4 = 0;

/** @throws Failure `unsupported` (`not-compressed`) where the byte is stored as it is, or as reading it does */
export async function insideOf(
	image: Image,
	nid: bigint,
	offset: number,
	signal?: AbortSignal,
): Promise<Inside> {
	const inode = await readInode(image, nid, undefined, signal);
	if (offset >= inode.size) {
		const message = `Inode ${nid} has no byte ${offset}.`;
		throw new Failure({ kind: "io", code: "no-such-byte", message });
	}
	const extent = await extentAt(await loadMap(image, inode, signal), offset, signal);
	const { at, kind, algorithm = LZ4, start, end, partial = false } = extent;
	if (!at || kind !== "compressed") {
		const message = "This part of the file is not compressed: there is nothing inside to look at.";
		throw new Failure({ kind: "unsupported", code: "not-compressed", message });
	}
	const size = await decodedLength(image, inode, extent, at, signal);
	const stored = await readStored(image, inode, extent, at, signal);
	const legacy = algorithm === LZ4 && !hasIncompat(image.facts, "LZ4_0PADDING");
	const zeros = legacy ? 0 : stripLeadingZeros(stored);
	const input = stored.subarray(zeros);
	const told = {
		...(algorithm === LZ4 ? { lz4: lz4Inside(input, size, partial || legacy) } : {}),
		...(algorithm === 1 ? { lzma: lzmaInside(input, size, partial) } : {}),
		...(algorithm === 2 ? { deflate: deflateInside(input, size, partial) } : {}),
		...(algorithm === 3 ? { zstd: zstdInside(input) } : {}),
	};
	const isStopped = Object.values(told).some(({ stopped }) => stopped !== undefined);
	const refused = isStopped ? undefined : await refusal(image, inode, extent, at, signal);
	return {
		start,
		end,
		at,
		stream: { ...at, start: at.start + zeros },
		algorithm,
		partial,
		inPlace: inPlace(input.length, size),
		...told,
		...(refused === undefined ? {} : { refused }),
	};
}

async function refusal(...unit: Parameters<typeof decodeExtent>): Promise<string | undefined> {
	try {
		await decodeExtent(...unit);
		return undefined;
	} catch (error) {
		const found = findingOf(error);
		if (!found) throw error;
		return found.text;
	}
}
