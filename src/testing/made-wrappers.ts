/** Wrappers made byte by byte for tests, by other means than those that read them, with what is in them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { brotliCompressSync, crc32, deflateRawSync, gzipSync } from "node:zlib";
import { fixture } from "./fixtures";
import { disks } from "./made-disks";

/** A small image, of a whole number of blocks of 4 KiB. */
export const image = readFileSync(fixture("tiny-plain").file);
const other = readFileSync(fixture("tinyz-lz4").file);

export interface Made {
	readonly name: string;
	/** Of the wrapper. */
	readonly kind: string;
	readonly bytes: Buffer;
	/** Parts by the chain that leads to them. */
	readonly parts: Readonly<Record<string, Buffer>>;
}

const u16 = (...n: number[]): Buffer => Buffer.from(Uint16Array.from(n).buffer);
const u32 = (...n: number[]): Buffer => Buffer.from(Uint32Array.from(n).buffer);
const u64 = (...n: number[]): Buffer => Buffer.from(BigUint64Array.from(n.map(BigInt)).buffer);
const text = (words: string, size: number): Buffer => {
	const out = Buffer.alloc(size);
	out.write(words, "latin1");
	return out;
};
const padded = (bytes: Buffer, unit: number): Buffer =>
	Buffer.concat([bytes, Buffer.alloc((unit - (bytes.length % unit)) % unit)]);
const sha = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

function sparse(): Made {
	const block = 1024;
	const blocks = image.length / block;
	const chunk = (type: number, count: number, body: Buffer) =>
		Buffer.concat([u16(type, 0), u32(count, 16 + body.length), Buffer.alloc(4), body]);
	const raw = (from: number, to: number) =>
		chunk(0xcac1, to - from, image.subarray(from * block, to * block));
	const fill = Buffer.from("0badcafe".repeat(3 * 256), "hex");
	const chunks = [
		raw(0, 2),
		chunk(0xcac4, 0, Buffer.alloc(4)),
		raw(2, blocks),
		chunk(0xcac2, 3, Buffer.from("0badcafe", "hex")),
		chunk(0xcac3, 2, Buffer.alloc(0)),
	];
	// Headers longer than their fields: readers step by the sizes that are given.
	const head = Buffer.concat([
		u32(0xed26ff3a),
		u16(1, 0, 32, 16),
		u32(block, blocks + 5, chunks.length, 0),
		Buffer.alloc(4),
	]);
	const whole = Buffer.concat([image, fill, Buffer.alloc(2 * block)]);
	return {
		name: "sparse, 1 KiB blocks, long headers",
		kind: "sparse",
		bytes: Buffer.concat([head, ...chunks]),
		parts: { sparse: whole },
	};
}

interface Entry {
	readonly name: string;
	readonly bytes: Buffer;
	readonly deflate?: boolean;
	readonly descriptor?: boolean;
	readonly zip64?: boolean;
}

function zipOf(
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

const zips = (): Made[] => [
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

function tarOf(entries: readonly TarEntry[]): Buffer {
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
/** 4 KiB, a hole, 4 KiB and a hole behind. */
const holey = Buffer.concat([
	image.subarray(0, 4096),
	Buffer.alloc(8192),
	image.subarray(0, 4096),
	Buffer.alloc(512),
]);
const runs = [0, 4096, 12288, 4096];
const stored = Buffer.concat([image.subarray(0, 4096), image.subarray(0, 4096)]);

const tars = (): Made[] => {
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

/** Type and unique GUID do not matter here, but must not be zero. */
function gptOf(sector: number, backupOnly = false): Buffer {
	const first = 8;
	const sectors = Math.ceil(image.length / sector);
	const total = first + sectors + 4;
	const disk = Buffer.alloc(total * sector);
	disk.write("55aa", 510, "hex");
	const entries = Buffer.alloc(4 * 128);
	entries.write("af3dc60f838472478e793d69d8477de4", 128, "hex");
	entries.fill(7, 144, 160);
	u64(first, first + sectors - 1).copy(entries, 160);
	entries.write("röot", 184, "utf16le");
	image.copy(disk, first * sector);
	const header = (at: number, table: number) => {
		entries.copy(disk, table * sector);
		const head = Buffer.concat([
			Buffer.from("EFI PART"),
			u32(0x10000, 92, 0, 0),
			u64(at, at === 1 ? total - 1 : 1, first, total - 4),
			Buffer.alloc(16, 9),
			u64(table),
			u32(4, 128, crc32(entries)),
		]);
		u32(crc32(head)).copy(head, 16);
		head.copy(disk, at * sector);
	};
	header(1, 2);
	header(total - 1, total - 3);
	if (backupOnly) disk.fill(0xff, sector + 72, sector + 92);
	return disk;
}

const gpts = (): Made[] => [
	...[512, 4096, 2048].map((sector) => ({
		name: `GPT with sectors of ${sector} bytes`,
		kind: "gpt",
		bytes: gptOf(sector),
		parts: { "gpt/röot": padded(image, sector) },
	})),
	{
		name: "GPT by its backup",
		kind: "gpt",
		bytes: gptOf(512, true),
		parts: { "gpt/röot": image },
	},
];

function mbr(): Made {
	const sectors = image.length / 512;
	const disk = Buffer.alloc((8 + 3 * (sectors + 2)) * 512);
	const entry = (at: number, n: number, type: number, first: number, count: number) => {
		const where = at * 512 + 446 + 16 * n;
		disk[where + 4] = type;
		u32(first, count).copy(disk, where + 8);
		disk.write("55aa", at * 512 + 510, "hex");
	};
	const extended = 8 + sectors;
	const second = extended + sectors + 2;
	entry(0, 0, 0x83, 8, sectors);
	entry(0, 1, 0x0f, extended, 2 * (sectors + 2));
	entry(extended, 0, 0x83, 2, sectors);
	entry(extended, 1, 0x05, sectors + 2, sectors + 2);
	entry(second, 0, 0x83, 1, sectors);
	for (const at of [8, extended + 2, second + 1]) image.copy(disk, at * 512);
	return {
		name: "MBR with logical partitions",
		kind: "mbr",
		bytes: disk,
		parts: { "mbr/partition-1": image, "mbr/partition-5": image, "mbr/partition-6": image },
	};
}

/** A super image with partitions in pieces; `minor` 2 has the long header. */
function superImage(minor: number): Made {
	const most = 8192;
	const slots = 2;
	const start = 12288 + 2 * slots * most;
	const disk = Buffer.alloc(start + image.length + 4096);
	const half = 4096;
	// The second half lies before the first.
	image.subarray(half).copy(disk, start);
	image.subarray(0, half).copy(disk, start + image.length - half);
	const geometry = Buffer.concat([u32(0x616c4467, 52), Buffer.alloc(32), u32(most, slots, 4096)]);
	sha(geometry).copy(geometry, 8);
	geometry.copy(disk, 4096);
	geometry.copy(disk, 8192);
	const size = minor < 2 ? 128 : 256;
	const partitions = Buffer.concat([
		Buffer.concat([text("system", 36), u32(2, 0, 2, 0)]),
		Buffer.concat([text("odm", 36), u32(0, 2, 1, 0)]),
		Buffer.concat([text("vendor_b", 36), u32(0, 0, 0, 0)]),
	]);
	const extent = (sectors: number, type: number, at: number, source = 0) =>
		Buffer.concat([u64(sectors), u32(type), u64(at), u32(source)]);
	const extents = Buffer.concat([
		extent(half / 512, 0, (start + image.length - half) / 512),
		extent((image.length - half) / 512, 0, start / 512),
		extent(4, 1, 0),
	]);
	const groups = Buffer.concat([text("default", 36), u32(0), u64(0)]);
	const devices = Buffer.concat([
		u64(start / 512),
		u32(4096, 0),
		u64(disk.length),
		text("super", 36),
		u32(0),
	]);
	const tables = Buffer.concat([partitions, extents, groups, devices]);
	const extentsAt = partitions.length;
	const groupsAt = extentsAt + extents.length;
	const devicesAt = groupsAt + groups.length;
	const head = Buffer.alloc(size);
	Buffer.concat([
		u32(0x414c5030),
		u16(10, minor),
		u32(size),
		Buffer.alloc(32),
		u32(tables.length),
		sha(tables),
	]).copy(head);
	u32(0, 3, 52, extentsAt, 3, 24, groupsAt, 1, 48, devicesAt, 1, 64).copy(head, 80);
	sha(head).copy(head, 12);
	for (let i = 0; i < 2 * slots; i++) Buffer.concat([head, tables]).copy(disk, 12288 + i * most);
	return {
		name: `super, version 10.${minor}`,
		kind: "super",
		bytes: disk,
		parts: { "super/system_a": image, "super/odm": Buffer.alloc(2048) },
	};
}

function avb(): Made {
	const vbmeta = Buffer.alloc(512);
	vbmeta.write("AVB0", "latin1");
	vbmeta.writeUInt32BE(1, 4);
	vbmeta.writeBigUInt64BE(256n, 20);
	vbmeta.writeBigUInt64BE(0n, 96);
	vbmeta.writeBigUInt64BE(216n, 104);
	const tree = vbmeta.subarray(256);
	tree.writeBigUInt64BE(1n, 0);
	tree.writeBigUInt64BE(200n, 8);
	tree.writeBigUInt64BE(BigInt(image.length), 20);
	tree.writeBigUInt64BE(BigInt(image.length), 28);
	tree.writeBigUInt64BE(4096n, 36);
	tree.writeUInt32BE(20, 112);
	const footer = Buffer.alloc(64);
	footer.write("AVBf", "latin1");
	footer.writeBigUInt64BE(BigInt(image.length), 12);
	footer.writeBigUInt64BE(BigInt(image.length + 4096), 20);
	footer.writeBigUInt64BE(BigInt(vbmeta.length), 28);
	const hashes = Buffer.alloc(4096, 5);
	return {
		name: "AVB footer",
		kind: "avb",
		bytes: Buffer.concat([image, hashes, vbmeta, Buffer.alloc(3000), footer]),
		parts: { "avb/image": image, "avb/hashtree": hashes, "avb/vbmeta": vbmeta },
	};
}

const be32 = (...n: number[]): Buffer => {
	const out = Buffer.alloc(4 * n.length);
	for (const [i, one] of n.entries()) out.writeUInt32BE(one >>> 0, 4 * i);
	return out;
};

/** Cut behind the first of them, it is whole. */
export const TWO_ARCHIVES = "cpio, two archives";

function cpios(): Made[] {
	const member = (name: string, bytes: Buffer, mode = 0o100644): Buffer => {
		const numbers = [1, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length + 1, 0];
		const words = numbers.map((n) => n.toString(16).padStart(8, "0")).join("");
		return padded(Buffer.concat([padded(Buffer.from(`070701${words}${name}\0`), 4), bytes]), 4);
	};
	const end = member("TRAILER!!!", Buffer.alloc(0), 0);
	const first = [member("dir", Buffer.alloc(0), 0o040755), member("dir/image", image), end];
	const second = [Buffer.alloc(100), member("second", Buffer.from("abc")), end];
	return [
		{ name: "cpio", kind: "cpio", bytes: Buffer.concat(first), parts: { "cpio/dir/image": image } },
		{
			name: TWO_ARCHIVES,
			kind: "cpio",
			bytes: Buffer.concat([...first, ...second]),
			parts: { "cpio/dir/image": image, "cpio/second": Buffer.from("abc") },
		},
	];
}

const uimages = (): Made[] => {
	const made = (type: number, compression: number, body: Buffer): Buffer => {
		const head = Buffer.concat([
			be32(0x27051956, 0, 0, body.length, 0, 0, crc32(body)),
			Buffer.from([5, 2, type, compression]),
			text("name", 32),
		]);
		be32(crc32(head)).copy(head, 4);
		return Buffer.concat([head, body]);
	};
	const script = padded(Buffer.from("echo"), 4);
	return [
		{ name: "uImage", kind: "uimage", bytes: made(7, 0, image), parts: { uimage: image } },
		{
			name: "uImage of several files",
			kind: "uimage",
			bytes: made(4, 0, Buffer.concat([be32(4, image.length, 0), script, image])),
			parts: { "uimage/file-1": script, "uimage/file-2": image },
		},
		{
			name: "compressed uImage",
			kind: "uimage",
			bytes: made(7, 1, gzipSync(image)),
			parts: { uimage: image },
		},
	];
};

function fitImage(): Made {
	const names = "data\0data-offset\0data-size\0type\0";
	const property = (key: string, value: Buffer): Buffer =>
		padded(Buffer.concat([be32(3, value.length, names.indexOf(`${key}\0`)), value]), 4);
	const node = (name: string, ...inside: Buffer[]): Buffer =>
		Buffer.concat([be32(1), padded(Buffer.from(`${name}\0`), 4), ...inside, be32(2)]);
	const tree = Buffer.concat([
		node(
			"",
			node(
				"images",
				node("inner", property("type", Buffer.from("filesystem\0")), property("data", image)),
				node("outer", property("data-offset", be32(8)), property("data-size", be32(other.length))),
			),
		),
		be32(9),
	]);
	const structAt = 56;
	const stringsAt = structAt + tree.length;
	const total = stringsAt + names.length;
	const head = be32(
		0xd00dfeed,
		total,
		structAt,
		stringsAt,
		40,
		17,
		16,
		0,
		names.length,
		tree.length,
	);
	return {
		name: "FIT",
		kind: "fit",
		bytes: Buffer.concat([
			padded(Buffer.concat([head, Buffer.alloc(16), tree, Buffer.from(names)]), 4),
			Buffer.alloc(8),
			other,
		]),
		parts: { "fit/inner": image, "fit/outer": other },
	};
}

/** A disc that is a disk too, with a file in two extents, names of Rock Ridge, and an image to start from. */
function hybridIso(): Made {
	const sector = 2048;
	const half = 10 * sector;
	const at = { root: 20, boot: 21, sub: 22, start: 24, second: 30, first: 45 };
	const disc = Buffer.alloc(64 * sector);
	const both = (n: number): Buffer => Buffer.concat([u32(n), be32(n)]);
	const record = (name: string, block: number, size: number, flags = 0, use = ""): Buffer => {
		const label = Buffer.from(name, "latin1");
		const pad = label.length % 2 ? 0 : 1;
		const body = Buffer.concat([
			Buffer.from([0, 0]),
			both(block),
			both(size),
			Buffer.alloc(7),
			Buffer.from([flags, 0, 0, 1, 0, 0, 1, label.length]),
			label,
			Buffer.alloc(pad),
			Buffer.from(use, "latin1"),
		]);
		const whole = padded(body, 2);
		whole[0] = whole.length;
		return whole;
	};
	const named = (name: string): string => `NM${String.fromCharCode(5 + name.length)}\x01\0${name}`;
	const root = Buffer.concat([
		record("\0", at.root, sector, 2, "SP\x07\x01\xbe\xef\0"),
		record("\x01", at.root, sector, 2),
		record("SUB", at.sub, sector, 2, named("sub.d")),
	]);
	const sub = Buffer.concat([
		record("\0", at.sub, sector, 2),
		record("\x01", at.root, sector, 2),
		record("IMAGE.IMG;1", at.first, half, 0x80, named("rootfs.erofs")),
		record("IMAGE.IMG;1", at.second, image.length - half, 0, named("rootfs.erofs")),
	]);
	root.copy(disc, at.root * sector);
	sub.copy(disc, at.sub * sector);
	image.subarray(0, half).copy(disc, at.first * sector);
	image.subarray(half).copy(disc, at.second * sector);
	const primary = Buffer.alloc(sector);
	primary.write("\x01CD001\x01", "latin1");
	u16(sector).copy(primary, 128);
	root.subarray(0, 34).copy(primary, 156);
	primary.copy(disc, 16 * sector);
	disc.write("\0CD001\x01EL TORITO SPECIFICATION", 17 * sector, "latin1");
	u32(at.boot).copy(disc, 17 * sector + 71);
	disc.write("\xffCD001\x01", 18 * sector, "latin1");
	disc.write("\x01\xef", at.boot * sector, "latin1");
	Buffer.concat([Buffer.from([0x88, 0, 0, 0, 0, 0]), u16(4), u32(at.start)]).copy(
		disc,
		at.boot * sector + 32,
	);
	disc.fill(0xab, at.start * sector, (at.start + 1) * sector);
	disc[446 + 4] = 0x17;
	u32(64, 100).copy(disc, 446 + 8);
	disc.write("55aa", 510, "hex");
	return {
		name: "hybrid ISO",
		kind: "iso",
		bytes: disc,
		parts: { "iso/sub.d/rootfs.erofs": image, "iso/[boot-1]": Buffer.alloc(sector, 0xab) },
	};
}

/** The image with its blocks in another order, and zeros between them, in a zip as updates have it. */
function transfers(): Made[] {
	const block = 4096;
	const blocks = image.length / block;
	const data = Buffer.concat([image.subarray(2 * block), image.subarray(0, 2 * block)]);
	const list = [
		...[4, blocks, 0, 0],
		`erase 2,${blocks},${blocks + 9}`,
		`new 4,2,${blocks},0,2`,
		`zero 2,${blocks},${blocks + 3}`,
	].join("\n");
	const whole = Buffer.concat([image, Buffer.alloc(9 * block)]);
	return [
		{ ending: "new.dat", bytes: data },
		{ ending: "new.dat.br", bytes: brotliCompressSync(data) },
	].map(({ ending, bytes }) => ({
		name: `block update with ${ending}`,
		kind: "zip",
		bytes: zipOf([
			{ name: "system.transfer.list", bytes: Buffer.from(list) },
			{ name: `system.${ending}`, bytes },
		]),
		parts: { "zip/system.transfer.list/transfer": whole },
	}));
}

/** Frames of one stored block each, with a table of their sizes behind them. */
function seekableZstd(): Made {
	const step = 5000;
	const starts = Array.from({ length: Math.ceil(image.length / step) }, (_, i) => i * step);
	const frames = starts.map((start) => {
		const bytes = image.subarray(start, start + step);
		const block = u32((bytes.length << 3) | 1).subarray(0, 3);
		return Buffer.concat([u32(0xfd2fb528), Buffer.of(0xa0), u32(bytes.length), block, bytes]);
	});
	const lines = frames.map((frame, i) =>
		u32(frame.length, Math.min(step, image.length - (starts[i] as number)), 0),
	);
	const body = [...lines, u32(frames.length), Buffer.of(0x80), u32(0x8f92eab1)];
	const size = body.reduce((sum, { length }) => sum + length, 0);
	return {
		name: "zstd with a seek table",
		kind: "zstd",
		bytes: Buffer.concat([...frames, u32(0x184d2a5e, size), ...body]),
		parts: { zstd: image },
	};
}

export const made: readonly Made[] = [
	sparse(),
	...zips(),
	...tars(),
	...gpts(),
	mbr(),
	superImage(0),
	superImage(2),
	avb(),
	...cpios(),
	...uimages(),
	fitImage(),
	hybridIso(),
	...disks,
	...transfers(),
	seekableZstd(),
];

export { tarOf, zipOf };
