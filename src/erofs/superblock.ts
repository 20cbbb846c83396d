/** Reading the superblock, what it means, and what is wrong with it as a whole. */
import { corrupt, Failure } from "../base/errors";
import { exact, product, sum } from "../base/exact";
import type { Finding } from "../base/finding";
import { type SpaceId, span } from "../base/range";
import { RECOGNISE_SIZE } from "../base/signatures";
import type { ByteSource } from "../base/source";
import { IMAGE_SPACE, METABOX_SPACE, PACKED_SPACE } from "../base/space";
import { exactBytes } from "../base/words";
import { decode, viewOf } from "../schema/struct";
import { fault } from "./faults";
import { HEAD_SIZE, notErofs } from "./identify";
import type { Facts } from "./structs/facts";
import { COMPAT, INCOMPAT } from "./structs/features";
import {
	SB_EXTSLOT,
	SB_MAGIC,
	SB_OFFSET,
	type Superblock,
	superblock,
	superblockExtension,
} from "./structs/superblock";

export const SB_SIZE = 128;

/** Bytes of the superblock with its extension slots. */
export const superblockSize = (sb: Superblock): number => SB_SIZE + sb.sb_extslots * SB_EXTSLOT;

/** Structure, field and bytes of a superblock field, for findings. */
export const sbField = (field: keyof typeof superblock.at) => {
	const start = SB_OFFSET + superblock.at[field];
	return {
		structure: superblock.name,
		field,
		at: span(IMAGE_SPACE, start, start + superblock.fields[field].size),
	};
};

/** The same of the first extension slot. */
export const metaboxField = {
	structure: superblockExtension.name,
	field: "metabox_nid",
	at: span(IMAGE_SPACE, SB_OFFSET + SB_SIZE, SB_OFFSET + SB_SIZE + 8),
} as const;

/**
 * The first read of every image: 4 KiB that nearly always hold all fixed structures.
 * @throws Failure when there is no superblock in them.
 */
export async function readHead(source: ByteSource, signal?: AbortSignal): Promise<Uint8Array> {
	const head = await readAnyHead(source, signal);
	if (viewOf(head).getUint32(SB_OFFSET, true) !== SB_MAGIC) {
		throw notErofs(
			await source.read(0, Math.min(RECOGNISE_SIZE, source.size), signal),
			source.size,
		);
	}
	return head;
}

/** The same, whatever the magic number is. @throws Failure when the file ends before its superblock would. */
export async function readAnyHead(source: ByteSource, signal?: AbortSignal): Promise<Uint8Array> {
	const head = await source.read(0, Math.min(HEAD_SIZE, source.size), signal);
	if (head.length < SB_OFFSET + SB_SIZE) throw notErofs(head, source.size);
	return head;
}

/** The superblock with its extension slots, in a head. */
export function superblockIn(head: Uint8Array): Uint8Array {
	const slots = head[SB_OFFSET + superblock.at.sb_extslots] as number;
	return head.slice(SB_OFFSET, SB_OFFSET + SB_SIZE + slots * SB_EXTSLOT);
}

/** Whether blocks of 2^`bits` bytes can be read at all; kernels read up to the size of a page. */
export const isBlockSize = (bits: number): boolean => bits >= 9 && bits <= 16;

/** Larger ones that a writer may have chosen all the same: to 16 MiB. Others are nonsense. */
export const isLargeBlockSize = (bits: number): boolean => bits > 16 && bits <= 24;

/** The magic number is right, yet nothing can be found with this block size. */
export function senselessBlockSize(found: Finding): Failure {
	const { info } = corrupt(found);
	return new Failure({
		...info,
		message: `The file has the magic number of EROFS, but its block size, at byte ${found.at.start}, is ${found.seen}; possible is ${found.allowed}.`,
		hint: "The image is damaged, or these four bytes are in a file of another kind by chance: download or copy it again.",
	});
}

/** The volume was opened with blocks of another size than the superblock says. */
export const otherBlockSize = (stored: number, assumed: number): Finding => ({
	...fault("sb-blkszbits-assumed"),
	text: `The block size of the superblock was set aside: all is read with blocks of ${exactBytes(2 ** assumed)}.`,
	...sbField("blkszbits"),
	seen: `2^${stored} = ${exactBytes(2 ** stored)}`,
	allowed: `2^${assumed} = ${exactBytes(2 ** assumed)}`,
});

/**
 * The block size with which the blocks of the superblock are exactly the file: what the size of
 * the file says when that of the superblock cannot be. Undefined when there is none.
 */
export function blockSizeBitsBySize(sb: Superblock, imageSize: number): number | undefined {
	const bits = Math.log2(imageSize / sb.blocks_lo);
	return isBlockSize(bits) && Number.isInteger(bits) ? bits : undefined;
}

/** What the superblock means (format sections 2.3, 2.4 and 4); the device table is yet to be read. */
export function factsOf(sb: Superblock, imageSize: number): Facts {
	const featureIncompat = sb.feature_incompat;
	const wideRoot = (featureIncompat & INCOMPAT["48BIT"]) !== 0 && sb.rootnid_8b !== 0n;
	const blockSize = 2 ** sb.blkszbits;
	const declared = (featureIncompat & INCOMPAT.COMPR_CFGS) !== 0;
	const impliedLz4 = sb.lz4_max_distance !== 0 || (featureIncompat & INCOMPAT.LZ4_0PADDING) !== 0;
	return {
		blkszbits: sb.blkszbits,
		blockSize,
		imageSize,
		devices: [],
		blocks: sb.blocks_lo + (wideRoot ? sb.blocks_hi * 2 ** 32 : 0),
		featureCompat: sb.feature_compat,
		featureIncompat,
		wideRoot,
		rootNid: wideRoot ? sb.rootnid_8b : BigInt(sb.rootnid_2b),
		metaStart: sb.meta_blkaddr * blockSize,
		xattrStart: sb.xattr_blkaddr * blockSize,
		xattrSpace:
			(sb.feature_compat & COMPAT.SHARED_EA_IN_METABOX) !== 0 ? METABOX_SPACE : IMAGE_SPACE,
		prefixSpace: prefixSpaceOf(sb),
		epoch: exact(sb.epoch),
		fixedNsec: sb.fixed_nsec,
		extraDevices: (featureIncompat & INCOMPAT.DEVICE_TABLE) !== 0 ? sb.extra_devices : 0,
		algorithms: declared ? sb.available_compr_algs : impliedLz4 ? 1 : 0,
		undeclaredLz4: !declared && !impliedLz4,
	};
}

/** Where the table of long xattr name prefixes lies (format section 9.5). */
function prefixSpaceOf(sb: Superblock): SpaceId {
	const has = (bit: number) => (sb.feature_incompat & bit) !== 0;
	if ((sb.feature_compat & COMPAT.PLAIN_XATTR_PFX) !== 0) return IMAGE_SPACE;
	if (has(INCOMPAT.METABOX)) return METABOX_SPACE;
	return has(INCOMPAT.FRAGMENTS) && sb.packed_nid !== 0n ? PACKED_SPACE : IMAGE_SPACE;
}

/** For an image with compressed contents and {@link Facts.undeclaredLz4}. */
export const undeclaredLz4: Finding = {
	...fault("sb-lz4-undeclared"),
	...sbField("lz4_max_distance"),
	seen: "0",
	allowed: "a distance above 0, or the feature LZ4_0PADDING",
};

/**
 * Where the volume that starts at byte `offset` of a file ends there, as its superblock says, for
 * files whose own size nobody tells.
 * @param head the first bytes of the file; undefined when no superblock is in them
 */
export function volumeEnd(head: Uint8Array, offset: number): number | undefined {
	const start = offset + SB_OFFSET;
	if (start + SB_SIZE > head.length) return undefined;
	const sb = decode(superblock, head, start);
	if (sb.magic !== SB_MAGIC || !isBlockSize(sb.blkszbits)) return undefined;
	const { blocks, blockSize } = factsOf(sb, head.length);
	const end = sum(offset, product(blocks, blockSize));
	return typeof end === "number" ? end : undefined;
}
