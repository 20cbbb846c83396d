/** What boot loaders read, and discs to start from, made byte by byte. */
import { createHash } from "node:crypto";
import { crc32, gzipSync } from "node:zlib";
import { be32, image, type Made, other, padded, sha, text, u16, u32 } from "./made-bytes";

export const uimages = (): Made[] => {
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

export function fitImage(): Made {
	const names = "data\0data-offset\0data-size\0type\0algo\0value\0";
	const property = (key: string, value: Buffer): Buffer =>
		padded(Buffer.concat([be32(3, value.length, names.indexOf(`${key}\0`)), value]), 4);
	const node = (name: string, ...inside: Buffer[]): Buffer =>
		Buffer.concat([be32(1), padded(Buffer.from(`${name}\0`), 4), ...inside, be32(2)]);
	const hash = (algo: string, value: Buffer): Buffer =>
		node(`hash-${algo}`, property("value", value), property("algo", Buffer.from(`${algo}\0`)));
	const tree = Buffer.concat([
		node(
			"",
			node(
				"images",
				node(
					"inner",
					...[property("type", Buffer.from("filesystem\0")), property("data", image)],
					...[hash("crc32", be32(crc32(image))), hash("sha256", sha(image))],
				),
				node(
					"outer",
					...[property("data-offset", be32(8)), property("data-size", be32(other.length))],
					hash("sha1", createHash("sha1").update(other).digest()),
				),
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

/**
 * A disc that is a disk too: a file in two extents, names of Rock Ridge, a directory that lies elsewhere,
 * an image to start from, and a partition behind the volume.
 */
export function hybridIso(): Made {
	const sector = 2048;
	const half = 10 * sector;
	const at = { root: 20, boot: 21, sub: 22, moved: 23, start: 24, second: 30, first: 45, disk: 64 };
	const disc = Buffer.concat([Buffer.alloc(at.disk * sector), other]);
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
		record("DEEP", at.moved, sector, 2, `${named("deep")}RE\x04\x01`),
	]);
	const deep = Buffer.concat([
		record("\0", at.moved, sector, 2),
		record("\x01", at.root, sector, 2),
		record("A", at.start, sector, 0, named("a")),
	]);
	const child = Buffer.concat([Buffer.from("CL\x0c\x01"), both(at.moved)]).toString("latin1");
	const sub = Buffer.concat([
		record("\0", at.sub, sector, 2),
		record("\x01", at.root, sector, 2),
		record("IMAGE.IMG;1", at.first, half, 0x80, named("rootfs.erofs")),
		record("IMAGE.IMG;1", at.second, image.length - half, 0, named("rootfs.erofs")),
		record("DEEP", 0, 0, 0, `${named("deep")}${child}`),
	]);
	root.copy(disc, at.root * sector);
	sub.copy(disc, at.sub * sector);
	deep.copy(disc, at.moved * sector);
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
	u32(0, 4 * at.disk).copy(disc, 446 + 8);
	disc[462 + 4] = 0x83;
	u32(4 * at.disk, other.length / 512).copy(disc, 462 + 8);
	disc.write("55aa", 510, "hex");
	return {
		name: "hybrid ISO",
		kind: "iso",
		bytes: disc,
		parts: {
			"iso/sub.d/rootfs.erofs": image,
			"iso/sub.d/deep/a": Buffer.alloc(sector, 0xab),
			"iso/[boot-1]": Buffer.alloc(sector, 0xab),
			"iso/[partition-2]": other,
		},
	};
}
