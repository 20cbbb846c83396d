/** Images that no tool would make, from a few inodes and blocks. */
import type { ByteSource } from "../base/source";
import { dirent, FT } from "../erofs/structs/dirent";
import { inodeExtended } from "../erofs/structs/inode";
import { SB_MAGIC, SB_OFFSET, superblock } from "../erofs/structs/superblock";

/** Bytes of a block; slot 0 of the inodes is at the second one. */
export const BLOCK = 4096;

export interface CraftedInode {
	/** Even, as each takes two slots. */
	readonly nid: number;
	readonly size: number;
	/** First block of the contents, or what else i_u is. */
	readonly raw: number;
	/** A directory, when absent. */
	readonly mode?: number;
	/** LAYOUT value; plain when absent. */
	readonly layout?: number;
	/** 2 when absent. */
	readonly nlink?: number;
}

/**
 * @param root nid of the root
 * @param size bytes; what is not given is zero, and takes no memory
 * @param data blocks, or runs of them, by number
 */
export function crafted(
	root: number,
	inodes: readonly CraftedInode[],
	data: ReadonlyMap<number, Uint8Array>,
	size: number,
): ByteSource {
	const last = Math.max(...inodes.map(({ nid }) => nid));
	const meta = new Uint8Array(BLOCK + (last + 2) * 32);
	const view = new DataView(meta.buffer);
	const sb = superblock.at;
	view.setUint32(SB_OFFSET + sb.magic, SB_MAGIC, true);
	view.setUint8(SB_OFFSET + sb.blkszbits, 12);
	view.setUint16(SB_OFFSET + sb.rootnid_2b, root, true);
	view.setUint32(SB_OFFSET + sb.blocks_lo, Math.min(2 ** 32 - 1, size / BLOCK), true);
	view.setUint32(SB_OFFSET + sb.meta_blkaddr, 1, true);
	view.setBigUint64(SB_OFFSET + sb.inos, BigInt(inodes.length), true);
	for (const { nid, size, raw, mode = 0o40755, layout = 0, nlink = 2 } of inodes) {
		const at = BLOCK + nid * 32;
		const field = inodeExtended.at;
		view.setUint16(at + field.i_format, 1 | (layout << 1), true);
		view.setUint16(at + field.i_mode, mode, true);
		view.setBigUint64(at + field.i_size, BigInt(size), true);
		view.setUint32(at + field.startblk_lo, raw, true);
		view.setUint32(at + field.i_nlink, nlink, true);
	}
	const pieces = [{ at: 0, bytes: meta }];
	for (const [block, bytes] of data) pieces.push({ at: block * BLOCK, bytes: bytes.slice() });
	return {
		id: "crafted",
		label: "crafted.img",
		size,
		read: async (start, end) => {
			const out = new Uint8Array(end - start);
			for (const { at, bytes } of pieces) {
				const from = Math.max(start, at);
				const to = Math.min(end, at + bytes.length);
				if (from < to) out.set(bytes.subarray(from - at, to - at), from - start);
			}
			return out;
		},
	};
}

/** Names in ascending order, all of the same length. */
const nameOf = (n: number): string => n.toString(36).padStart(5, "0");

/** Blocks with `count` entries besides `.` and `..`, which comes first; and the bytes of these. */
export function directoryOf(
	count: number,
	self: number,
	parent: number,
	nidOf: (n: number) => bigint,
	type: number = FT.DIR,
): Uint8Array {
	const names = [".", "..", ...Array.from({ length: count }, (_, n) => nameOf(n))];
	const nid = (i: number) => (i === 0 ? BigInt(self) : i === 1 ? BigInt(parent) : nidOf(i - 2));
	const each = Math.floor(BLOCK / (12 + 5));
	const blocks = Math.ceil(names.length / each);
	const out = new Uint8Array(blocks * BLOCK);
	const view = new DataView(out.buffer);
	for (let block = 0; block < blocks; block++) {
		const from = block * each;
		const some = names.slice(from, from + each);
		let to = some.length * 12;
		for (const [i, name] of some.entries()) {
			const at = block * BLOCK + i * 12;
			view.setBigUint64(at + dirent.at.nid, nid(from + i), true);
			view.setUint16(at + dirent.at.nameoff, to, true);
			view.setUint8(at + dirent.at.file_type, from + i < 2 ? FT.DIR : type);
			for (let c = 0; c < name.length; c++) out[block * BLOCK + to++] = name.charCodeAt(c);
		}
	}
	return out;
}

/** An image with a root of files that have these names, and all the same inode. */
export function crowded(names: readonly string[], contents: Uint8Array): ByteSource {
	const all = [".", "..", ...names].map((name) => Buffer.from(name)).sort(Buffer.compare);
	const root = new Uint8Array(BLOCK);
	const view = new DataView(root.buffer);
	let to = all.length * dirent.size;
	for (const [i, name] of all.entries()) {
		const at = i * dirent.size;
		view.setBigUint64(at + dirent.at.nid, name.toString().startsWith(".") ? 2n : 4n, true);
		view.setUint16(at + dirent.at.nameoff, to, true);
		root.set(name, to);
		to += name.length;
	}
	const inodes = [
		{ nid: 2, size: to, raw: 2 },
		{ nid: 4, size: contents.length, raw: 3, mode: 0o100644 },
	];
	return crafted(
		2,
		inodes,
		new Map([
			[2, root],
			[3, contents],
		]),
		4 * BLOCK,
	);
}
