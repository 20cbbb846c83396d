/** What Android wraps images in, made byte by byte. */
import { brotliCompressSync, crc32 } from "node:zlib";
import { zipOf } from "./made-archives";
import { image, type Made, sha, text, u16, u32, u64 } from "./made-bytes";

export function sparse(): Made {
	const block = 1024;
	const blocks = image.length / block;
	const chunk = (type: number, count: number, body: Buffer) =>
		Buffer.concat([u16(type, 0), u32(count, 16 + body.length), Buffer.alloc(4), body]);
	const raw = (from: number, to: number) =>
		chunk(0xcac1, to - from, image.subarray(from * block, to * block));
	const fill = Buffer.from("0badcafe".repeat(3 * 256), "hex");
	const whole = Buffer.concat([image, fill, Buffer.alloc(2 * block)]);
	const chunks = [
		raw(0, 2),
		chunk(0xcac4, 0, u32(crc32(image.subarray(0, 2 * block)))),
		raw(2, blocks),
		chunk(0xcac2, 3, Buffer.from("0badcafe", "hex")),
		chunk(0xcac3, 2, Buffer.alloc(0)),
	];
	// Headers longer than their fields: readers step by the sizes that are given.
	const head = Buffer.concat([
		u32(0xed26ff3a),
		u16(1, 0, 32, 16),
		u32(block, blocks + 5, chunks.length, crc32(whole)),
		Buffer.alloc(4),
	]);
	return {
		name: "sparse, 1 KiB blocks, long headers",
		kind: "sparse",
		bytes: Buffer.concat([head, ...chunks]),
		parts: { sparse: whole },
	};
}

/** A super image with partitions in pieces; `minor` 2 has the long header. */
export function superImage(minor: number): Made {
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

export function avb(): Made {
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

/** Signed as images for booting are: with its hash instead of a tree, and a hash of the vbmeta. */
export function avbHash(): Made {
	const [salt, digest] = [Buffer.from("salt"), Buffer.alloc(32)];
	const stated = Buffer.alloc(132 + 4 + 4 + 32);
	stated.writeBigUInt64BE(2n, 0);
	stated.writeBigUInt64BE(BigInt(stated.length - 16), 8);
	stated.writeBigUInt64BE(BigInt(image.length), 16);
	stated.write("sha256", 24, "latin1");
	for (const [i, size] of [4, salt.length, digest.length].entries()) {
		stated.writeUInt32BE(size, 56 + 4 * i);
	}
	stated.write("boot", 132, "latin1");
	salt.copy(stated, 136);
	sha(Buffer.concat([salt, image])).copy(stated, 140);
	const head = Buffer.alloc(256);
	head.write("AVB0", "latin1");
	head.writeUInt32BE(1, 4);
	head.writeBigUInt64BE(64n, 12);
	head.writeBigUInt64BE(BigInt(stated.length), 20);
	head.writeUInt32BE(1, 28);
	head.writeBigUInt64BE(32n, 40);
	head.writeBigUInt64BE(BigInt(stated.length), 104);
	const hash = Buffer.concat([sha(Buffer.concat([head, stated])), Buffer.alloc(32)]);
	const vbmeta = Buffer.concat([head, hash, stated]);
	const footer = Buffer.alloc(64);
	footer.write("AVBf", "latin1");
	footer.writeBigUInt64BE(BigInt(image.length), 12);
	footer.writeBigUInt64BE(BigInt(image.length), 20);
	footer.writeBigUInt64BE(BigInt(vbmeta.length), 28);
	return {
		name: "AVB footer with a hash",
		kind: "avb",
		bytes: Buffer.concat([image, vbmeta, Buffer.alloc(1000), footer]),
		parts: { "avb/image": image, "avb/vbmeta": vbmeta },
	};
}

/** A block update in files: a list, and new data. */
interface Update {
	readonly name: string;
	readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
}

/** The image with its blocks in another order, and zeros between them. */
export function updates(): Update[] {
	const block = 4096;
	const blocks = image.length / block;
	const data = Buffer.concat([image.subarray(2 * block), image.subarray(0, 2 * block)]);
	const listOf = (command: string): string =>
		[
			...[4, blocks, 0, 0],
			`erase 2,${blocks},${blocks + 9}`,
			command,
			`zero 2,${blocks},${blocks + 3}`,
		].join("\n");
	const list = listOf(`new 4,2,${blocks},0,2`);
	const straight = listOf(`new 2,0,${blocks}`);
	const packed = brotliCompressSync(data);
	/** In files of this size, which ends inside a block. */
	const split = (name: string, bytes: Buffer, size: number, from: number) =>
		Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => ({
			...{ name: `system.${name}.${i + from}`, bytes: bytes.subarray(i * size, (i + 1) * size) },
		}));
	return [
		{ name: "new.dat", files: [{ name: "system.new.dat", bytes: data }] },
		{ name: "new.dat.br", files: [{ name: "system.new.dat.br", bytes: packed }] },
		{ name: "split new.dat", files: split("new.dat", data, 3 * block + 100, 1) },
		{ name: "split new.dat.br", files: split("new.dat.br", packed, 1000, 0) },
		{ name: "new.dat in order", files: [{ name: "system.new.dat", bytes: image }], list: straight },
	].map(({ name, files, list: own = list }) => ({
		name,
		files: [{ name: "system.transfer.list", bytes: Buffer.from(own) }, ...files],
	}));
}

/** In a zip, as updates come. */
export function transfers(): Made[] {
	const whole = Buffer.concat([image, Buffer.alloc(9 * 4096)]);
	return updates().map(({ name, files }) => ({
		name: `block update with ${name}`,
		kind: "zip",
		bytes: zipOf(files),
		parts: { "zip/system.transfer.list/transfer": whole },
	}));
}

/** A sparse file with some blocks of `whole`, of 4 KiB; the rest is left out. */
export function sparsePiece(from: number, to: number, whole = image): Buffer {
	const block = 4096;
	const blocks = Math.ceil(whole.length / block);
	const chunk = (type: number, count: number, body = Buffer.alloc(0)) =>
		Buffer.concat([u16(type, 0), u32(count, 12 + body.length), body]);
	return Buffer.concat([
		u32(0xed26ff3a),
		u16(1, 0, 28, 12),
		u32(block, blocks, 3, 0),
		chunk(0xcac3, from),
		chunk(0xcac1, to - from, whole.subarray(from * block, to * block)),
		chunk(0xcac3, blocks - to),
	]);
}

/** A super image whose first extent is on a second block device, and that device. */
export function superOnTwo(): { disk: Buffer; vendor: Buffer } {
	const { bytes: disk } = superImage(0);
	// In each copy: the device vendor_a, and the first extent on it.
	for (let at = 12288; at < 12288 + 4 * 8192; at += 8192) {
		const head = disk.subarray(at, at + 8192);
		const size = head.readUInt32LE(44);
		const devices = 128 + head.readUInt32LE(116);
		head.copy(head, devices + 64, devices, devices + 64);
		head.write("vendor_a\0", devices + 64 + 24, "latin1");
		head.writeUInt32LE(2, 120);
		head.writeUInt32LE(size + 64, 44);
		const extent = 128 + head.readUInt32LE(92);
		head.writeBigUInt64LE(1n, extent + 12);
		head.writeUInt32LE(1, extent + 20);
		sha(head.subarray(128, 128 + size + 64)).copy(head, 48);
		head.fill(0, 12, 44);
		sha(head.subarray(0, 128)).copy(head, 12);
	}
	return { disk, vendor: Buffer.concat([Buffer.alloc(512), image]) };
}
