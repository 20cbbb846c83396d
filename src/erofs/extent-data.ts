/** From an extent to file bytes: as stored, rotated, decoded, or zeros. */
import { corrupt } from "../base/errors";
import type { Span } from "../base/range";
import { decodeExtent } from "./decode";
import { fault } from "./faults";
import type { Image } from "./image";
import type { Inode } from "./inode";
import { lengthField } from "./map/culprit";
import type { Extent } from "./map/extent";
import { readStored } from "./stored";

/** File bytes [from, to) of one extent. */
export async function readExtent(
	image: Image,
	inode: Inode,
	extent: Extent,
	from: number,
	to: number,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	const { at } = extent;
	if (extent.kind === "hole" || !at) return new Uint8Array(to - from);
	const skip = from - extent.start;
	if (extent.kind === "compressed") {
		const decoded = await decodeExtent(image, inode, extent, at, signal);
		return decoded.subarray(skip, skip + to - from);
	}
	if (extent.cut !== undefined) {
		const rotated = await readRotated(image, inode, extent, at, extent.cut, signal);
		return rotated.subarray(skip, skip + to - from);
	}
	const start = at.start + skip;
	return readStored(image, inode, extent, { ...at, start, end: start + to - from }, signal);
}

/** Interlaced plain unit: file bytes start at `cut` and wrap around at the end of the block. */
async function readRotated(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	cut: number,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	const { blockSize } = image.facts;
	if (at.end - at.start !== blockSize) {
		throw corrupt({
			...fault("z-interlaced-length"),
			...(await lengthField(image, inode, extent, signal)),
			seen: `${at.end - at.start} bytes`,
			allowed: `${blockSize} bytes`,
		});
	}
	const block = await readStored(image, inode, extent, at, signal);
	const out = new Uint8Array(extent.end - extent.start);
	const head = block.subarray(cut, cut + out.length);
	out.set(head);
	out.set(block.subarray(0, out.length - head.length), head.length);
	return out;
}
