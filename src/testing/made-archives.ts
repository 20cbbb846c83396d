/** Archives made byte by byte: zip, tar, cpio. */
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { image, type Made, other, padded, text, u16, u32, u64 } from "./made-bytes";

interface Entry {
	readonly name: string;
	readonly bytes: Buffer;
	readonly deflate?: boolean;
	readonly descriptor?: boolean;
	readonly zip64?: boolean;
}

export function zipOf(
	entries: readonly Entry[],
	{ before = "", comment = "", end64 = false } = {},
): Buffer {
	const pieces: Buffer[] = [Buffer.from(before, "latin1")];
	const directory: Buffer[] = [];
	let at = before.length;
	for (const { name, bytes, deflate, descriptor, zip64 } of entries) {
		const stored = deflate ? deflateRawSync(bytes) : bytes;
		const sizes = zip64 ? [0xffffffff, 0xffffffff] : [stored.length, bytes.length];
		const sum = crc32(bytes);
		const label = Buffer.from(name);
		const large = zip64
			? Buffer.concat([u16(1, 16), u64(bytes.length, stored.length)])
			: Buffer.alloc(0);
		const how = [45, (descriptor ? 8 : 0) | 0x800, deflate ? 8 : 0, 0, 0];
		const local = descriptor ? [0, 0, 0] : [sum, ...sizes];
		const offset = at - before.length;
		const written = [
			Buffer.from("PK\x03\x04"),
			u16(...how),
			u32(...local),
			u16(label.length, descriptor ? 0 : large.length),
			label,
			...(descriptor ? [] : [large]),
			stored,
			...(descriptor ? [Buffer.from("PK\x07\x08"), u32(sum, stored.length, bytes.length)] : []),
		];
		pieces.push(...written);
		at += written.reduce((sum, piece) => sum + piece.length, 0);
		directory.push(
			Buffer.from("PK\x01\x02"),
			u16(45, ...how),
			u32(sum, ...sizes),
			u16(label.length, large.length, 0, 0, 0),
			u32(0, offset),
			label,
			large,
		);
	}
	const start = at - before.length;
	const listed = Buffer.concat(directory);
	const n = entries.length;
	if (end64) {
		directory.push(
			Buffer.from("PK\x06\x06"),
			u64(44),
			u16(45, 45),
			u32(0, 0),
			u64(n, n, listed.length, start),
			Buffer.from("PK\x06\x07"),
			u32(0),
			u64(start + listed.length),
			u32(1),
		);
	}
	const short = end64 ? [0xffffffff, 0xffffffff] : [listed.length, start];
	return Buffer.concat([
		...pieces,
		...directory,
		Buffer.from("PK\x05\x06"),
		u16(0, 0, end64 ? 0xffff : n, end64 ? 0xffff : n),
		u32(...short),
		u16(comment.length),
		Buffer.from(comment, "latin1"),
	]);
}

const members: readonly Entry[] = [
	{ name: "a/stored.img", bytes: image },
	{ name: "b.img", bytes: other, deflate: true },
];
const memberParts = { "zip/a/stored.img": image, "zip/b.img": other };

export const zips = (): Made[] => [
	{ name: "zip", kind: "zip", bytes: zipOf(members), parts: memberParts },
	{
		name: "zip with descriptors",
		kind: "zip",
		bytes: zipOf(members.map((member) => ({ ...member, descriptor: true }))),
		parts: memberParts,
	},
	{
		name: "zip64",
		kind: "zip",
		bytes: zipOf(
			members.map((member) => ({ ...member, zip64: true })),
			{ end64: true },
		),
		parts: memberParts,
	},
	{
		name: "zip with an end record in its comment",
		kind: "zip",
		bytes: zipOf(members, { comment: "PK\x05\x06 is how an end record begins, and this is none." }),
		parts: memberParts,
	},
	...[0, 1000].map((off) => ({
		name: off ? "zip behind a program" : "zip that was made to be split",
		kind: "zip",
		bytes: zipOf(members, { before: off ? "#".repeat(off) : "PK\x07\x08" }),
		parts: memberParts,
	})),
	{
		name: "zip in zip",
		kind: "zip",
		bytes: zipOf([{ name: "inner.zip", bytes: zipOf(members), deflate: true }]),
		parts: { "zip/inner.zip/zip/a/stored.img": image },
	},
];

interface TarEntry {
	readonly name: string;
	readonly bytes: Buffer;
	readonly type?: string;
	readonly size?: Buffer;
	readonly change?: (header: Buffer) => void;
}

export function tarOf(entries: readonly TarEntry[]): Buffer {
	const blocks = entries.flatMap(({ name, bytes, type = "0", size, change }) => {
		const header = text(name, 512);
		header.write("0000644\0".repeat(3), 100, "latin1");
		(size ?? text(`${bytes.length.toString(8).padStart(11, "0")}\0`, 12)).copy(header, 124);
		header.write("00000000000\0        ", 136, "latin1");
		header.write(type, 156, "latin1");
		header.write("ustar\x0000", 257, "latin1");
		change?.(header);
		const sum = header.reduce((total, byte) => total + byte, 0);
		header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
		return [header, padded(bytes, 512)];
	});
	return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function paxRecord(key: string, value: string): string {
	const body = ` ${key}=${value}\n`;
	const bytes = Buffer.byteLength(body);
	let length = bytes + 1;
	while (String(length).length + bytes !== length) length = String(length).length + bytes;
	return `${length}${body}`;
}

const long = `${"d".repeat(120)}/image.erofs`;
const first: readonly TarEntry[] = [
	{ name: "x.erofs", bytes: image },
	{
		name: "y.erofs",
		bytes: Buffer.alloc(0),
		type: "1",
		change: (header) => void header.write("x.erofs", 157, "latin1"),
	},
];

/** 4 KiB, a hole, 4 KiB and a hole behind. */
const holey = Buffer.concat([
	image.subarray(0, 4096),
	Buffer.alloc(8192),
	image.subarray(0, 4096),
	Buffer.alloc(512),
]);
const runs = [0, 4096, 12288, 4096];
const stored = Buffer.concat([image.subarray(0, 4096), image.subarray(0, 4096)]);

export const tars = (): Made[] => {
	const binary = Buffer.alloc(12);
	binary[0] = 0x80;
	binary.writeUInt32BE(image.length, 8);
	return [
		{
			name: "tar",
			kind: "tar",
			bytes: tarOf([
				{ name: "dir/", bytes: Buffer.alloc(0), type: "5" },
				{ name: "x.erofs", bytes: image, size: binary },
				{ name: "link", bytes: Buffer.alloc(0), type: "2", size: text("00000000777\0", 12) },
				{ name: "odd", bytes: Buffer.from("abc") },
				{
					name: "y.erofs",
					bytes: other,
					change: (header) => void header.write("deep/er", 345, "latin1"),
				},
			]),
			parts: { "tar/x.erofs": image, "tar/odd": Buffer.from("abc"), "tar/deep/er/y.erofs": other },
		},
		{
			name: "tar with long names",
			kind: "tar",
			bytes: tarOf([
				{ name: "pax_global_header", type: "g", bytes: Buffer.from(paxRecord("comment", "none")) },
				{ name: "././@LongLink", type: "L", bytes: Buffer.from(`${long}\0`) },
				{ name: "short", bytes: image },
				{
					name: "PaxHeaders/x",
					type: "x",
					bytes: Buffer.from(
						paxRecord("path", "wide/é.erofs") + paxRecord("size", String(other.length)),
					),
				},
				{ name: "short", bytes: other, size: text("00000000000\0", 12) },
				{ name: "short", bytes: Buffer.from("1") },
				{ name: "short", bytes: Buffer.from("2") },
			]),
			parts: {
				[`tar/${long}`]: image,
				"tar/wide/é.erofs": other,
				"tar/short": Buffer.from("1"),
				"tar/short#2": Buffer.from("2"),
			},
		},
		{
			name: "tar with a hard link, before another tar",
			kind: "tar",
			bytes: Buffer.concat([tarOf(first), tarOf([{ name: "z.erofs", bytes: other }])]),
			parts: {
				"tar/x.erofs": image,
				"tar/y.erofs": image,
				"tar/[behind]/tar/z.erofs": other,
			},
		},
		{
			name: "tar with sparse files",
			kind: "tar",
			bytes: tarOf([
				{
					name: "old",
					type: "S",
					bytes: stored,
					change: (header) => {
						const octal = (n: number) => `${n.toString(8).padStart(11, "0")}\0`;
						header.write("ustar  \0", 257, "latin1");
						header.write(runs.map(octal).join(""), 386, "latin1");
						header.write(octal(holey.length), 483, "latin1");
					},
				},
				{
					name: "PaxHeaders/x",
					type: "x",
					bytes: Buffer.from(
						[
							paxRecord("GNU.sparse.major", "1"),
							paxRecord("GNU.sparse.minor", "0"),
							paxRecord("GNU.sparse.name", "new"),
							paxRecord("GNU.sparse.realsize", String(holey.length)),
						].join(""),
					),
				},
				{
					name: "GNUSparseFile.0/new",
					bytes: Buffer.concat([text(`2\n${runs.join("\n")}\n`, 512), stored]),
				},
				{
					name: "PaxHeaders/x",
					type: "x",
					bytes: Buffer.from(
						paxRecord("GNU.sparse.size", String(holey.length)) +
							paxRecord("GNU.sparse.map", runs.join(",")),
					),
				},
				{ name: "mapped", bytes: stored },
				{ name: "last", bytes: image },
			]),
			parts: { "tar/old": holey, "tar/new": holey, "tar/mapped": holey, "tar/last": image },
		},
	];
};

/** Cut behind the first of them, they are whole. */
export const SEVERAL_ARCHIVES = [
	"cpio, two archives",
	"cpio, the second compressed",
	"tar with a hard link, before another tar",
];

export function cpios(): Made[] {
	const member = (
		name: string,
		bytes: Buffer,
		{ mode = 0o100644, ino = 1, nlink = 1, isSummed = false } = {},
	) => {
		const sum = isSummed ? bytes.reduce((sum, byte) => (sum + byte) >>> 0, 0) : 0;
		const numbers = [ino, mode, 0, 0, nlink, 0, bytes.length, 0, 0, 0, 0, name.length + 1, sum];
		const words = numbers.map((n) => n.toString(16).padStart(8, "0")).join("");
		return padded(
			Buffer.concat([padded(Buffer.from(`07070${isSummed ? 2 : 1}${words}${name}\0`), 4), bytes]),
			4,
		);
	};
	const nothing = Buffer.alloc(0);
	const end = member("TRAILER!!!", nothing, { mode: 0 });
	const first = [member("dir", nothing, { mode: 0o040755 }), member("dir/image", image), end];
	const second = [member("second", Buffer.from("abc")), end];
	const linked = { ino: 7, nlink: 2 };
	const links = [
		member("one", nothing, linked),
		member("none", nothing),
		member("two", image, linked),
		end,
	];
	const parts = { "cpio/dir/image": image };
	return [
		{ name: "cpio", kind: "cpio", bytes: Buffer.concat(first), parts },
		{
			name: "cpio, two archives",
			kind: "cpio",
			bytes: Buffer.concat([...first, Buffer.alloc(100), ...second]),
			parts: { ...parts, "cpio/second": Buffer.from("abc") },
		},
		{
			name: "cpio, the second compressed",
			kind: "cpio",
			bytes: Buffer.concat([...first, Buffer.alloc(99), gzipSync(Buffer.concat(second))]),
			parts: { ...parts, "cpio/[behind]/gzip/cpio/second": Buffer.from("abc") },
		},
		{
			name: "cpio with checksums",
			kind: "cpio",
			bytes: Buffer.concat([
				member("image", image, { isSummed: true }),
				member("TRAILER!!!", nothing, { mode: 0, isSummed: true }),
			]),
			parts: { "cpio/image": image },
		},
		{
			name: "cpio with a hard link",
			kind: "cpio",
			bytes: Buffer.concat(links),
			parts: { "cpio/one": image, "cpio/none": nothing, "cpio/two": image },
		},
	];
}
