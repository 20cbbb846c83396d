/**
 * FIT images of U-Boot: a device tree whose nodes below /images hold files, in the tree itself or
 * behind it.
 */

import type { Range } from "../base/range";
import { showName } from "../base/text";
import { countText } from "../base/words";
import { lostPieces, Pieces, UNPACK_IT } from "./pieces";
import { Reading } from "./reading";
import { type Algorithm, by, type Sum } from "./sums";
import { big as f, startsWith, table, textIn, untilZero } from "./tables";
import type { Packed, Part, StreamCodec, Wrapper } from "./wrapper";

const MAGIC = [0xd0, 0x0d, 0xfe, 0xed];
const HEADER = 40;
const MOST_TOKENS = 1 << 18;
const MOST_DEPTH = 64;

export const header = table("fdt_header", HEADER, "Says where the blocks of the tree are.", {
	magic: f.u32(0, { role: "magic", doc: "0xd00dfeed." }),
	totalsize: f.u32(4, { role: "size", doc: "Bytes of the tree." }),
	off_dt_struct: f.u32(8, { role: "pointer", doc: "Where nodes and properties are." }),
	off_dt_strings: f.u32(12, { role: "pointer", doc: "Where names of properties are." }),
	off_mem_rsvmap: f.u32(16, { role: "pointer", doc: "Where reserved memory is listed." }),
	version: f.u32(20, { role: "id", doc: "Version of the format." }),
	last_comp_version: f.u32(24, { role: "id", doc: "Oldest version that it can be read as." }),
	boot_cpuid_phys: f.u32(28, { role: "id", doc: "Processor that starts." }),
	size_dt_strings: f.u32(32, { role: "size", doc: "Bytes of the names." }),
	size_dt_struct: f.u32(36, { role: "size", doc: "Bytes of nodes and properties." }),
});

const NODE = { key: "node", role: "text", doc: "A node begins; its name." } as const;
const PROPERTY = { key: "property", role: "attr", doc: "A property: size, name, value." } as const;

const CODECS: Readonly<Record<string, StreamCodec>> = {
	gzip: "gzip",
	bzip2: "bzip2",
	lz4: "lz4",
	lzma: "lzma",
	zstd: "zstd",
};

/** What the properties of a node below /images say. */
interface Image {
	readonly name: string;
	data?: { readonly start: number; readonly end: number };
	offset?: number;
	position?: number;
	size?: number;
	type?: string;
	compression?: string;
	description?: string;
	readonly hashes: Hash[];
}

/** What a node hash… of a file says. */
interface Hash {
	algo?: string;
	value?: { readonly start: number; readonly end: number };
}

const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
	crc32: "CRC-32",
	md5: "MD5",
	sha1: "SHA-1",
	sha256: "SHA-256",
	sha384: "SHA-384",
	sha512: "SHA-512",
};

export const fit: Wrapper = {
	id: "fit",
	name: "a device tree or FIT image",
	reads: "the files of a FIT image, in the tree or behind it, also compressed",
	probe: (head) => startsWith(head, MAGIC),
	async open({ signal, ...home }) {
		const reading = new Reading(home, signal);
		const files = await reading.step(() => filesOf(reading));
		const parts = await reading.step(() => files.map((file) => partOf(reading, file)));
		return { readings: [reading], parts, sums: () => sumsOf(reading, files) };
	},
};

/** A file, and where it is. */
interface File extends Image, Range {}

function filesOf(reading: Reading): File[] {
	reading.bytes.about = { structure: header.name };
	const head = reading.read(header, 0);
	const images = imagesOf(reading, head.off_dt_struct, head.off_dt_strings);
	const behind = Math.ceil(head.totalsize / 4) * 4;
	return images.flatMap((image) => {
		const start =
			image.position ?? (image.offset === undefined ? undefined : behind + image.offset);
		if (image.data) return [{ ...image, ...image.data }];
		if (start === undefined || image.size === undefined) return [];
		return [{ ...image, start, end: start + image.size }];
	});
}

/** Of the files as they are stored. */
async function* sumsOf(reading: Reading, files: readonly File[]): AsyncGenerator<Sum> {
	for (const { name, hashes, start, end } of files) {
		for (const { algo = "", value } of hashes) {
			const algorithm = ALGORITHMS[algo];
			if (!algorithm || !value || end > reading.size) continue;
			const bytes = await reading.step(() => reading.bytes.slice(value.start, value.end));
			yield {
				...by(algorithm),
				...{ of: name, structure: PROPERTY.key, value: Uint8Array.from(bytes) },
				at: { space: reading.home.space, ...value },
				bytes: Pieces.slice(start, end),
			};
		}
	}
}

function partOf(reading: Reading, file: File): Part {
	const { name, type, compression = "none", description, start, end } = file;
	const detail = [type, compression === "none" ? undefined : compression, description]
		.filter(Boolean)
		.join(", ");
	const there = Math.max(start, Math.min(end, reading.size));
	const codec = CODECS[compression];
	let bytes: Pieces | Packed;
	if (codec) bytes = { codec, start, end: there };
	else if (compression !== "none") {
		const message = `${name} is compressed with ${compression}, which is not read.`;
		bytes = lostPieces(end - start, { message, hint: UNPACK_IT });
	} else {
		bytes = Pieces.slice(start, there);
		if (there < end) {
			const why = reading.blame(header, "totalsize", 0, {
				code: "beyond-end",
				text: `The file ${name} reaches beyond the end of the image, which is cut off.`,
				seen: `bytes ${countText(start)} to ${countText(end)}`,
				allowed: `within ${countText(reading.size)} bytes`,
			});
			bytes.add(end - there, { kind: "lost", why });
		}
	}
	return {
		name,
		size: compression === "none" ? end - start : undefined,
		bytes,
		...(detail ? { detail } : {}),
	};
}

/** Walks the tree: tokens of four bytes, big-endian. */
function imagesOf(reading: Reading, from: number, strings: number): Image[] {
	const path: string[] = [];
	const images: Image[] = [];
	let at = from;
	const stop = (text: string): Image[] => {
		reading.report({
			code: "fit-tree",
			severity: "error",
			text: `${text} What follows in the tree is not read.`,
			structure: header.name,
			at: { space: reading.home.space, start: at, end: at + 4 },
		});
		return images;
	};
	const u32 = (where: number): number => {
		const [a, b, c, d] = reading.bytes.slice(where, where + 4) as unknown as number[];
		return (
			(((a as number) << 24) | ((b as number) << 16) | ((c as number) << 8) | (d as number)) >>> 0
		);
	};
	for (let n = 0; n < MOST_TOKENS; n++) {
		if (!reading.has(at, 4)) return stop("The tree has no end: it is cut off.");
		const token = u32(at);
		if (token === 9) return images;
		if (token === 4) at += 4;
		else if (token === 2) {
			path.pop();
			at += 4;
		} else if (token === 1) {
			const most = Math.min(reading.size, at + 4 + 256);
			const name = untilZero(reading.bytes.slice(at + 4, most));
			if (name.length === most - at - 4) return stop("A node has no name.");
			path.push(showName(name));
			if (path.length > MOST_DEPTH) return stop("The tree is too deep.");
			const next = at + 4 + Math.ceil((name.length + 1) / 4) * 4;
			reading.slice(NODE, at, Math.min(next, reading.size));
			if (path.length === 3 && path[1] === "images") {
				images.push({ name: path[2] as string, hashes: [] });
			}
			if (isHash(path)) images.at(-1)?.hashes.push({});
			at = next;
		} else if (token === 3) {
			if (!reading.has(at, 12)) return stop("A property is cut off.");
			const size = u32(at + 4);
			const value = at + 12;
			if (!reading.has(value, size)) return stop("A property reaches beyond the end of the file.");
			const nameAt = strings + u32(at + 8);
			if (!reading.has(nameAt, 1)) return stop("The name of a property lies beyond the end.");
			const key = textIn(reading.bytes.slice(nameAt, Math.min(reading.size, nameAt + 64)));
			reading.slice(PROPERTY, at, value + (key === "data" ? 0 : size));
			const image = path.length === 3 && path[1] === "images" ? images.at(-1) : undefined;
			if (image) take(reading, image, key, value, size, u32);
			const hash = isHash(path) ? images.at(-1)?.hashes.at(-1) : undefined;
			if (hash && key === "value") hash.value = { start: value, end: value + size };
			if (hash && key === "algo") hash.algo = textIn(reading.bytes.slice(value, value + size));
			at = value + Math.ceil(size / 4) * 4;
		} else return stop("There is a token that is none.");
	}
	return stop("The tree has too many nodes.");
}

const isHash = (path: readonly string[]): boolean =>
	path.length === 4 && path[1] === "images" && /^hash\b/.test(path[3] as string);

function take(
	reading: Reading,
	image: Image,
	key: string,
	value: number,
	size: number,
	u32: (at: number) => number,
): void {
	if (key === "data") image.data = { start: value, end: value + size };
	else if (size === 4 && key === "data-offset") image.offset = u32(value);
	else if (size === 4 && key === "data-position") image.position = u32(value);
	else if (size === 4 && key === "data-size") image.size = u32(value);
	else if (key === "type" || key === "compression" || key === "description") {
		image[key] = textIn(reading.bytes.slice(value, value + Math.min(size, 256)));
	}
}
