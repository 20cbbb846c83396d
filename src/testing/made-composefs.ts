/** An image of composefs, made byte by byte: a directory whose files are objects of a store. */
import { image, other, padded, sha, text, u16, u32, u64 } from "./made-bytes";

const BLOCK = 4096;
/** Of the index of names that begin with `trusted.`. */
const TRUSTED = 4;

/** The digest of fs-verity: of a descriptor with the root of a tree over blocks. */
function verity(bytes: Buffer): Buffer {
	let level = padded(bytes, BLOCK);
	while (level.length > BLOCK) {
		const blocks = Array.from({ length: level.length / BLOCK }, (_, i) =>
			sha(level.subarray(i * BLOCK, (i + 1) * BLOCK)),
		);
		level = padded(Buffer.concat(blocks), BLOCK);
	}
	const root = sha(level);
	return sha(
		Buffer.concat([Buffer.of(1, 1, 12, 0), u32(0), u64(bytes.length), root, Buffer.alloc(208)]),
	);
}

/** Path of an object in its store. */
const objectOf = (digest: Buffer): string => digest.toString("hex").replace(/^(..)/, "$1/");

const attribute = (name: string, value: Buffer): Buffer =>
	padded(
		Buffer.concat([Buffer.of(name.length, TRUSTED), u16(value.length), Buffer.from(name), value]),
		4,
	);

/** A file whose bytes are elsewhere: chunks that are nowhere, and attributes that say where they are. */
function backed(bytes: Buffer, digest: Buffer): Buffer {
	const attributes = Buffer.concat([
		attribute("overlay.redirect", Buffer.from(`/${objectOf(digest)}`)),
		attribute("overlay.metacopy", Buffer.concat([Buffer.of(0, 36, 0, 1), digest])),
	]);
	const chunk = 20;
	return Buffer.concat([
		inode({ layout: 4, mode: 0o100644, size: bytes.length, raw: chunk, xattrs: attributes.length }),
		Buffer.alloc(12),
		attributes,
		Buffer.from("ffffffff", "hex"),
	]);
}

interface Inode {
	readonly layout: number;
	readonly mode: number;
	readonly size: number;
	readonly raw: number;
	/** Bytes of attributes. */
	readonly xattrs: number;
}

/** @param xattrs bytes of attributes behind their head, which is counted as one with the first */
const inode = ({ layout, mode, size, raw, xattrs }: Inode): Buffer =>
	Buffer.concat([
		u16(1 | (layout << 1), xattrs ? xattrs / 4 + 1 : 0, mode, 0),
		u64(size),
		u32(raw, 1, 0, 0),
		u64(0),
		u32(0, 1),
		Buffer.alloc(16),
	]);

const FILES: Readonly<Record<string, Buffer>> = { large: image, small: other.subarray(0, 5000) };

/** Files of a folder: the image, and the store. */
export function composefs(): { files: Record<string, Buffer>; truth: Record<string, Buffer> } {
	const names = [".", "..", ...Object.keys(FILES)];
	const inodes: Buffer[] = [];
	const nids = [0, 0];
	let at = 64;
	const store: Record<string, Buffer> = {};
	for (const bytes of Object.values(FILES)) {
		const digest = verity(bytes);
		store[`objects/${objectOf(digest)}`] = bytes;
		const one = padded(backed(bytes, digest), 32);
		nids.push(at / 32);
		inodes.push(one);
		at += one.length;
	}
	let nameAt = 12 * names.length;
	const entries = names.map((name, i) => {
		const entry = Buffer.concat([u64(nids[i] as number), u16(nameAt), Buffer.of(i < 2 ? 2 : 1, 0)]);
		nameAt += name.length;
		return entry;
	});
	const directory = Buffer.concat([...entries, Buffer.from(names.join(""))]);
	const root = inode({ layout: 0, mode: 0o40755, size: directory.length, raw: 2, xattrs: 0 });
	const head = Buffer.alloc(BLOCK);
	u32(0xd078629a, 1, 0, 1).copy(head);
	u32(0xe0f5e1e2, 0, 0).copy(head, 1024);
	head.writeUInt8(12, 1024 + 12);
	u64(names.length - 1).copy(head, 1024 + 16);
	u32(3, 1).copy(head, 1024 + 36);
	text("composefs", 16).copy(head, 1024 + 64);
	u32(4).copy(head, 1024 + 80);
	const made = Buffer.concat([
		head,
		padded(Buffer.concat([root, ...inodes]), BLOCK),
		padded(directory, BLOCK),
	]);
	return {
		files: { "image.cfs": made, ...store },
		truth: Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [`/${name}`, bytes])),
	};
}
