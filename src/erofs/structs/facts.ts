/**
 * What must be known about an image to interpret its structures: the context
 * of the tables in this folder. Derived from the superblock once; plain data.
 */
import { type Exact, MOST_EXACT } from "../../base/exact";
import { type SpaceId, span } from "../../base/range";
import { IMAGE_SPACE, METABOX_SPACE } from "../../base/space";
import type { Target } from "../../schema/field";
import { fieldKit, notZero } from "../../schema/field";
import { struct } from "../../schema/struct";
import { type Addressing, spanOf, unifiedPlace } from "./address";

export interface Facts extends Addressing {
	readonly blkszbits: number;
	/** Bytes. */
	readonly blockSize: number;
	/** Blocks of the primary device as the superblock claims. */
	readonly blocks: number;
	readonly featureCompat: number;
	readonly featureIncompat: number;
	/** 48BIT set and `rootnid_8b` used: bytes 0x0e hold high block bits, not a nid. */
	readonly wideRoot: boolean;
	readonly rootNid: bigint;
	/** Byte offset of nid 0. */
	readonly metaStart: number;
	/** Where shared xattr ids count from. */
	readonly xattrStart: number;
	readonly xattrSpace: SpaceId;
	/** Where the table of long xattr name prefixes lies. */
	readonly prefixSpace: SpaceId;
	/** Seconds compact inode times are relative to. */
	readonly epoch: Exact;
	readonly fixedNsec: number;
	readonly extraDevices: number;
	/** Bitmap of the algorithms that the superblock declares. */
	readonly algorithms: number;
	/**
	 * None are declared, not even as images before Linux 5.13 did, by lz4_max_distance or
	 * LZ4_0PADDING: then compressed contents are LZ4, for readers up to Linux 6.18.
	 */
	readonly undeclaredLz4: boolean;
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

/** To a block of metadata, which always lies on the primary device. */
export const blockTarget = (facts: Facts, block: number, label: string): Target => ({
	span: span(IMAGE_SPACE, block * facts.blockSize, (block + 1) * facts.blockSize),
	label,
});

/** To stored contents: `length` bytes at byte `address` of the unified space, where numbers reach. */
export function dataTarget(
	facts: Facts,
	address: Exact,
	length: number,
	label: string,
): Target | undefined {
	if (typeof address !== "number" || !Number.isSafeInteger(address + length)) return undefined;
	return { span: spanOf(unifiedPlace(facts, address, length), length), label };
}

export const { u8, u16, u32, u64, s64, bytes, rule, reserved } = fieldKit<Facts>();
/** The rule of reserved bytes, for one. */
export const reservedByte = rule<number>(
	notZero.code,
	notZero.severity,
	(v) => v === 0,
	notZero.text,
	"0",
);
export const erofsStruct = struct<Facts>();
