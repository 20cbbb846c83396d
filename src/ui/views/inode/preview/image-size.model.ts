/**
 * Width and height of a raster image from its header, so that room is kept
 * before it is decoded and a picture of a hundred thousand pixels a side is
 * refused instead of decoded.
 */
import { hasAt, type ImageFormat } from "./sniff.model";

export interface ImageSize {
	readonly width: number;
	readonly height: number;
}

const view = (b: Uint8Array): DataView => new DataView(b.buffer, b.byteOffset, b.byteLength);

function webpSize(v: DataView, b: Uint8Array): ImageSize | undefined {
	const u24 = (at: number) => v.getUint16(at, true) + (v.getUint8(at + 2) << 16);
	if (hasAt(b, 12, "VP8X")) return { width: u24(24) + 1, height: u24(27) + 1 };
	if (hasAt(b, 12, "VP8L")) {
		const bits = v.getUint32(21, true);
		return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
	}
	return { width: v.getUint16(26, true) & 0x3fff, height: v.getUint16(28, true) & 0x3fff };
}

/** Start-of-frame markers; C4, C8 and CC in their range are tables. */
const isFrame = (marker: number): boolean =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(v: DataView): ImageSize | undefined {
	for (let at = 2; v.getUint8(at) === 0xff; ) {
		const marker = v.getUint8(at + 1);
		if (marker === 0xff) at++;
		else if (isFrame(marker)) return { width: v.getUint16(at + 7), height: v.getUint16(at + 5) };
		else at += 2 + v.getUint16(at + 2);
	}
	return undefined;
}

/** The largest "image spatial extents" box: the picture rather than its thumbnail. */
function avifSize(v: DataView, b: Uint8Array): ImageSize | undefined {
	let best: ImageSize | undefined;
	for (let at = b.indexOf(0x69); at >= 0 && at + 16 <= b.length; at = b.indexOf(0x69, at + 1)) {
		if (!hasAt(b, at, "ispe")) continue;
		const size = { width: v.getUint32(at + 8), height: v.getUint32(at + 12) };
		if (!best || size.width * size.height > best.width * best.height) best = size;
	}
	return best;
}

/** The largest picture of an icon file; a side of 256 is stored as 0. */
function icoSize(v: DataView): ImageSize {
	const side = (at: number) => v.getUint8(at) || 256;
	let best = { width: 0, height: 0 };
	for (let i = 0; i < v.getUint8(4); i++) {
		const size = { width: side(6 + i * 16), height: side(7 + i * 16) };
		if (size.width > best.width) best = size;
	}
	return best;
}

const READERS: Readonly<
	Record<ImageFormat, (v: DataView, b: Uint8Array) => ImageSize | undefined>
> = {
	png: (v) => ({ width: v.getUint32(16), height: v.getUint32(20) }),
	gif: (v) => ({ width: v.getUint16(6, true), height: v.getUint16(8, true) }),
	bmp: (v) =>
		v.getUint32(14, true) === 12
			? { width: v.getUint16(18, true), height: v.getUint16(20, true) }
			: { width: v.getInt32(18, true), height: Math.abs(v.getInt32(22, true)) },
	webp: webpSize,
	jpeg: jpegSize,
	avif: avifSize,
	ico: icoSize,
};

/** Pixels, or undefined when the head does not say. */
export function imageSize(format: ImageFormat, head: Uint8Array): ImageSize | undefined {
	try {
		const size = READERS[format](view(head), head);
		return size && size.width > 0 && size.height > 0 ? size : undefined;
	} catch (error) {
		if (error instanceof RangeError) return undefined; // the header is cut
		throw error;
	}
}
