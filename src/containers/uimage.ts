/** Legacy images of U-Boot: a header, and behind it one file, or several with their sizes in front. */
import { crc32 } from "../base/crc32";
import type { Finding } from "../base/finding";
import { exactBytes } from "../base/words";
import { lostPieces, Pieces, UNPACK_IT } from "./pieces";
import { Reading } from "./reading";
import { by, type Sum, word } from "./sums";
import { big as f, showText, startsWith, table, textIn } from "./tables";
import type { Packed, Part, StreamCodec, Wrapper } from "./wrapper";

const MAGIC = [0x27, 0x05, 0x19, 0x56];
const HEADER = 64;
/** Types of images that have the sizes of their files in front, however those are compressed. */
const WITH_SIZES = [4, 6];
const MOST_FILES = 64;

const COMPRESSIONS: Readonly<Record<number, string>> = {
	0: "none",
	1: "gzip",
	2: "bzip2",
	3: "LZMA",
	4: "LZO",
	5: "LZ4",
	6: "zstd",
};
const CODECS: Readonly<Record<number, StreamCodec>> = {
	1: "gzip",
	2: "bzip2",
	3: "lzma",
	5: "lz4",
	6: "zstd",
};

const TYPES: Readonly<Record<number, string>> = {
	1: "stand-alone program",
	2: "kernel",
	3: "ramdisk",
	4: "several files",
	5: "firmware",
	6: "script",
	7: "file system",
	8: "device tree",
};

export const header = table("image_header", HEADER, "What the image is, and how large.", {
	ih_magic: f.u32(0, { role: "magic", doc: "0x27051956." }),
	ih_hcrc: f.u32(4, { role: "checksum", doc: "CRC-32 of the header with zeros in place of it." }),
	ih_time: f.u32(8, { role: "time", doc: "When it was made, seconds since 1970." }),
	ih_size: f.u32(12, { role: "size", doc: "Bytes behind the header." }),
	ih_load: f.u32(16, { role: "pointer", doc: "Where in memory it goes." }),
	ih_ep: f.u32(20, { role: "pointer", doc: "Where it is started." }),
	ih_dcrc: f.u32(24, { role: "checksum", doc: "CRC-32 of what is behind the header." }),
	ih_os: f.u8(28, { role: "id", doc: "Operating system." }),
	ih_arch: f.u8(29, { role: "id", doc: "Processor." }),
	ih_type: f.u8(30, { role: "id", doc: "What it is.", names: TYPES }),
	ih_comp: f.u8(31, { role: "id", doc: "How it is compressed.", names: COMPRESSIONS }),
	ih_name: f.bytes(32, 32, { role: "text", doc: "Name.", show: showText }),
});

const SIZES = { key: "sizes", role: "size", doc: "Bytes of each file, up to a zero." } as const;

export const uimage: Wrapper = {
	id: "uimage",
	name: "a legacy image of U-Boot",
	reads: "single files, also compressed, and several in one",
	probe: (head) => startsWith(head, MAGIC),
	async open({ signal, ...home }) {
		const reading = new Reading(home, signal);
		const parts = await reading.step(() => partsOf(reading));
		return { readings: [reading], parts, sums: () => [dataSum(reading)] };
	},
};

function partsOf(reading: Reading): Part[] {
	reading.bytes.about = { structure: header.name };
	const head = reading.read(header, 0);
	const bytes = Uint8Array.from(reading.bytes.slice(0, HEADER));
	bytes.fill(0, header.at.ih_hcrc, header.at.ih_hcrc + 4);
	if (crc32(bytes) !== head.ih_hcrc) {
		reading.blame(header, "ih_hcrc", 0, {
			code: "uimage-header",
			severity: "warning",
			text: "The checksum of the header is wrong.",
		});
	}
	const end = HEADER + head.ih_size;
	const cut = cutOff(reading, end);
	const what = TYPES[head.ih_type] ?? `type ${head.ih_type}`;
	const name = textIn(head.ih_name);
	if (WITH_SIZES.includes(head.ih_type)) return filesOf(reading, end, cut);
	const method = COMPRESSIONS[head.ih_comp] ?? `method ${head.ih_comp}`;
	const detail = [name ? `${what} “${name}”` : what, ...(head.ih_comp === 0 ? [] : [method])].join(
		", ",
	);
	const part = (bytes: Pieces | Packed, size: number | undefined): Part[] => [
		{ name: "", size, bytes, detail },
	];
	const codec = CODECS[head.ih_comp];
	if (codec) return part({ codec, start: HEADER, end: Math.min(end, reading.size) }, undefined);
	if (head.ih_comp === 0) return part(sliced(reading, HEADER, end, cut), head.ih_size);
	const message = `It is compressed with ${method}, which is not read.`;
	return part(lostPieces(head.ih_size, { message, hint: UNPACK_IT }), undefined);
}

/** Of all that is behind the header. */
function dataSum(reading: Reading): Sum {
	const { ih_size, ih_dcrc } = reading.look(header, 0);
	const start = header.at.ih_dcrc;
	return {
		...by("CRC-32"),
		...{ of: "what is behind the header", structure: header.name },
		value: word(ih_dcrc),
		at: { space: reading.home.space, start, end: start + 4 },
		bytes: Pieces.slice(HEADER, Math.min(HEADER + ih_size, reading.size)),
	};
}

function filesOf(reading: Reading, end: number, cut: Finding | undefined): Part[] {
	const sizes: number[] = [];
	let at = HEADER;
	for (; sizes.length < MOST_FILES && reading.has(at, 4); at += 4) {
		const [a, b, c, d] = reading.bytes.slice(at, at + 4) as unknown as [
			number,
			number,
			number,
			number,
		];
		const size = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
		if (size === 0) break;
		sizes.push(size);
	}
	at = Math.min(at + 4, reading.size);
	reading.slice(SIZES, HEADER, at);
	return sizes.map((size, i) => {
		const start = at;
		at += Math.ceil(size / 4) * 4;
		if (start + size > end) {
			reading.report({
				code: "uimage-sizes",
				severity: "error",
				text: `File ${i + 1} does not fit in the ${exactBytes(end)} of the image.`,
				structure: header.name,
				at: { space: reading.home.space, start: HEADER + 4 * i, end: HEADER + 4 * i + 4 },
			});
		}
		return { name: `file-${i + 1}`, size, bytes: sliced(reading, start, start + size, cut) };
	});
}

/** Bytes [start, end), those behind the end of the file as lost. */
function sliced(reading: Reading, start: number, end: number, cut: Finding | undefined): Pieces {
	const there = Math.max(start, Math.min(end, reading.size));
	const pieces = Pieces.slice(start, there);
	const why = cut ?? { message: "It reaches beyond the end of the image." };
	pieces.add(end - there, { kind: "lost", why });
	return pieces;
}

/** The finding for a file that ends before the image does. */
const cutOff = (reading: Reading, end: number): Finding | undefined =>
	end <= reading.size
		? undefined
		: reading.blame(header, "ih_size", 0, {
				code: "beyond-end",
				text: "The image reaches beyond the end of the file, which is cut off.",
				seen: exactBytes(end),
				allowed: `at most ${exactBytes(reading.size)}`,
			});
