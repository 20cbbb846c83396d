/**
 * Pictures: told by their first bytes, with width and height from the header, so that room is kept
 * before one is decoded and a picture of a hundred thousand pixels a side is refused instead.
 */
import { isDamage } from "../base/errors";
import type { Reading } from "../containers/reading";
import { startsWith } from "../containers/tables";
import type { Kind, PictureSize } from "./kind";

/** The first bytes of a picture, as many as there are. */
interface Header {
	readonly bytes: Uint8Array;
	readonly view: DataView;
}

interface Format {
	readonly name: string;
	readonly mime: string;
	probe(bytes: Uint8Array): boolean;
	/** @throws RangeError where the header is cut */
	size(header: Header): PictureSize | undefined;
}

/** Bytes of a header: an AVIF has boxes in front of its size, a JPEG a thumbnail and profiles. */
const MOST_HEADER = 1 << 20;

const png: Format = {
	name: "PNG",
	mime: "image/png",
	probe: (b) => startsWith(b, "\x89PNG\r\n\x1a\n"),
	size: ({ view }) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
};

/** Start-of-frame markers; C4, C8 and CC in their range are tables. */
const isFrame = (marker: number): boolean =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const jpeg: Format = {
	name: "JPEG",
	mime: "image/jpeg",
	probe: (b) => startsWith(b, "\xff\xd8\xff"),
	size({ view }) {
		for (let at = 2; view.getUint8(at) === 0xff; ) {
			const marker = view.getUint8(at + 1);
			if (marker === 0xff) at++;
			else if (isFrame(marker)) {
				return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
			} else at += 2 + view.getUint16(at + 2);
		}
		return undefined;
	},
};

const gif: Format = {
	name: "GIF",
	mime: "image/gif",
	probe: (b) => startsWith(b, "GIF87a") || startsWith(b, "GIF89a"),
	size: ({ view }) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
};

const webp: Format = {
	name: "WebP",
	mime: "image/webp",
	probe: (b) => startsWith(b, "RIFF") && startsWith(b, "WEBP", 8),
	size({ view, bytes }) {
		const u24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
		if (startsWith(bytes, "VP8X", 12)) return { width: u24(24) + 1, height: u24(27) + 1 };
		if (startsWith(bytes, "VP8L", 12)) {
			const bits = view.getUint32(21, true);
			return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
		}
		return {
			width: view.getUint16(26, true) & 0x3fff,
			height: view.getUint16(28, true) & 0x3fff,
		};
	},
};

const avif: Format = {
	name: "AVIF",
	mime: "image/avif",
	probe: (b) => startsWith(b, "ftypavif", 4) || startsWith(b, "ftypavis", 4),
	/** The largest "image spatial extents" box: the picture rather than its thumbnail. */
	size({ view, bytes }) {
		let best: PictureSize | undefined;
		for (let at = bytes.indexOf(0x69); at >= 0; at = bytes.indexOf(0x69, at + 1)) {
			if (at + 16 > bytes.length) break;
			if (!startsWith(bytes, "ispe", at)) continue;
			const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
			if (!best || size.width * size.height > best.width * best.height) best = size;
		}
		return best;
	},
};

/** Sizes of the header that follows the 14 bytes of a BMP file header. */
const BMP_HEADERS = [12, 40, 52, 56, 64, 108, 124];

const bmp: Format = {
	name: "BMP",
	mime: "image/bmp",
	probe: (b) =>
		startsWith(b, "BM") && BMP_HEADERS.includes(b[14] ?? 0) && startsWith(b, "\0\0\0", 15),
	size: ({ view }) =>
		view.getUint32(14, true) === 12
			? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
			: { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) },
};

const inside = (value: number | undefined, least: number, most: number): boolean =>
	value !== undefined && value >= least && value <= most;

/** Bits of a pixel; 0 where the picture itself says. */
const BITS = [0, 1, 4, 8, 16, 24, 32];

const ico: Format = {
	name: "icon",
	mime: "image/x-icon",
	// Type 1, then a count of pictures; of the first a zero, planes, and bits of a pixel.
	probe: (b) =>
		startsWith(b, "\0\0\x01\0") &&
		inside(b[4], 1, 64) &&
		[5, 9, 11, 13].every((at) => b[at] === 0) &&
		inside(b[10], 0, 1) &&
		BITS.includes(b[12] ?? 0),
	/** The largest; a side of 256 is stored as 0. */
	size({ view }) {
		const side = (at: number) => view.getUint8(at) || 256;
		let best = { width: 0, height: 0 };
		for (let i = 0; i < view.getUint8(4); i++) {
			const size = { width: side(6 + i * 16), height: side(7 + i * 16) };
			if (size.width > best.width) best = size;
		}
		return best;
	},
};

const FORMATS: readonly Format[] = [png, jpeg, gif, webp, avif, bmp, ico];

/** Pixels; undefined when the header does not say, or is cut. */
function sizeIn(format: Format, bytes: Uint8Array): PictureSize | undefined {
	try {
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const size = format.size({ bytes, view });
		return size && size.width > 0 && size.height > 0 ? size : undefined;
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/** More of the header, where there is more and it can be read. */
async function longer(reading: Reading, bytes: Uint8Array): Promise<Uint8Array> {
	const end = Math.min(MOST_HEADER, reading.size);
	if (end <= bytes.length) return bytes;
	try {
		return await reading.step(() => reading.bytes.slice(0, end));
	} catch (error) {
		if (!isDamage(error)) throw error;
		return bytes;
	}
}

const kindOf = (format: Format): Kind => ({
	probe: ({ bytes }) => format.probe(bytes),
	async look(reading, { bytes }) {
		const { name, mime } = format;
		const size = sizeIn(format, bytes) ?? sizeIn(format, await longer(reading, bytes));
		return { kind: "picture", name, mime, size };
	},
});

export const pictures: readonly Kind[] = FORMATS.map(kindOf);
