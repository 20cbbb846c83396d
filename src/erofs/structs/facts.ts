/**
 * What must be known about an image to interpret its structures: the context
 * of the tables in this folder. Derived from the superblock once; plain data.
 */
import { type Exact, MOST_EXACT } from "../../base/exact";
import { IMAGE_SPACE, METABOX_SPACE } from "../../base/space";
import type { Target } from "../../schema/field";
import { fieldKit } from "../../schema/field";
import { struct } from "../../schema/struct";

export interface Facts {
	readonly blkszbits: number;
	/** Bytes. */
	readonly blockSize: number;
	/** Bytes of the primary device as given to us (not as the superblock claims). */
	readonly imageSize: number;
	/** Blocks of the primary device as the superblock claims. */
	readonly blocks: number;
	readonly featureCompat: number;
	readonly featureIncompat: number;
	/** 48BIT set and `rootnid_8b` used: bytes 0x0e hold high block bits, not a nid. */
	readonly wideRoot: boolean;
	readonly rootNid: bigint;
	/** Byte offset of nid 0. */
	readonly metaStart: number;
	/** Byte offset shared xattr ids count from. */
	readonly xattrStart: number;
	/** Seconds compact inode times are relative to. */
	readonly epoch: Exact;
	readonly fixedNsec: number;
	readonly extraDevices: number;
	/** Bitmap of usable algorithms. */
	readonly algorithms: number;
}

/** Bytes of one nid slot. */
export const SLOT = 32;

const METABOX_BIT = 1n << 63n;

export const inMetabox = (nid: bigint): boolean => (nid & METABOX_BIT) !== 0n;

/** Slots beyond this one lie further than numbers count bytes, and than any device reaches. */
const LAST_SLOT = BigInt(Math.floor(MOST_EXACT / 2 / SLOT));

/**
 * Byte position of a nid inside its container (device, or metabox when bit 63 is set);
 * undefined where no device can reach.
 */
export function nidOffset(facts: Facts, nid: bigint): number | undefined {
	const boxed = inMetabox(nid);
	const slot = boxed ? nid ^ METABOX_BIT : nid;
	if (slot > LAST_SLOT) return undefined;
	return (boxed ? 0 : facts.metaStart) + Number(slot) * SLOT;
}

/** To the first 32 bytes of an inode. */
export function nidTarget(facts: Facts, nid: bigint, label = `inode ${nid}`): Target | undefined {
	const start = nidOffset(facts, nid);
	if (start === undefined) return undefined;
	const space = inMetabox(nid) ? METABOX_SPACE : IMAGE_SPACE;
	return { span: { space, start, end: start + SLOT }, nid, label };
}

/** Target for a block address on the primary device. */
export const blockTarget = (facts: Facts, block: number, label = `block ${block}`): Target => ({
	span: {
		space: IMAGE_SPACE,
		start: block * facts.blockSize,
		end: (block + 1) * facts.blockSize,
	},
	label,
});

export const { u8, u16, u32, u64, s64, bytes, rule, reserved } = fieldKit<Facts>();
export const erofsStruct = struct<Facts>();
