/** One inode: the 32 or 64 bytes that say what it is and where its body and contents are. */
import { roundUp, type Space, Unsound } from "./space";
import type { Volume } from "./volume";

export type Layout = "flat-plain" | "full" | "flat-inline" | "compact" | "chunks";
const LAYOUTS: readonly Layout[] = ["flat-plain", "full", "flat-inline", "compact", "chunks"];

/** The file type bits of `mode`. */
export const type = {
	FIFO: 0o010000,
	CHARACTER_DEVICE: 0o020000,
	DIRECTORY: 0o040000,
	BLOCK_DEVICE: 0o060000,
	REGULAR: 0o100000,
	SYMLINK: 0o120000,
	SOCKET: 0o140000,
} as const;

export interface Inode {
	readonly nid: bigint;
	/** The space with the inode and its body: `image` or `metabox`. */
	readonly home: Space;
	readonly at: number;
	readonly isExtended: boolean;
	readonly layout: Layout;
	/** One of {@link type}. */
	readonly type: number;
	readonly size: bigint;
	readonly serial: number;
	/** First byte behind the fixed part. */
	readonly xattrsAt: number;
	/** First byte behind the extended attributes. */
	readonly end: number;
	/** Low 32 bits of the union that depends on the layout. */
	readonly union: number;
	/** First byte of flat data in the unified space; undefined: all zeros, not stored. */
	readonly dataAt: number | undefined;
	/** The bytes that must be zero are. */
	readonly reservedIsZero: boolean;
}

const METABOX_BIT = 1n << 63n;
export const SLOT = 32;

export function homeOf({ image, metabox, metaAt }: Volume, nid: bigint) {
	if (!(nid & METABOX_BIT)) return { home: image, at: metaAt + Number(nid) * SLOT };
	if (!metabox) throw new Unsound(`nid ${nid} needs a metabox`);
	return { home: metabox, at: Number(nid ^ METABOX_BIT) * SLOT };
}

/** The nid of an inode at this byte of the image or the metabox. */
export const nidAt = ({ metaAt }: Volume, home: Space, at: number): bigint =>
	home.name === "metabox" ? METABOX_BIT | BigInt(at / SLOT) : BigInt((at - metaAt) / SLOT);

/** Whether the slot at this byte begins as an inode does: with a known format and file type. */
export const looksLikeInode = (home: Space, at: number): boolean =>
	home.u16(at) < 0x20 &&
	layoutAt(home, at) !== undefined &&
	Object.values<number>(type).includes(typeAt(home, at));

const layoutAt = (home: Space, at: number) => LAYOUTS[(home.u16(at) >> 1) & 7];
const typeAt = (home: Space, at: number) => home.u16(at + 4) & 0o170000;

/** @throws Unsound when there is no inode with this nid */
export function readInode(volume: Volume, nid: bigint): Inode {
	const { home, at } = homeOf(volume, nid);
	const layout = layoutAt(home, at);
	if (!layout || !looksLikeInode(home, at)) throw new Unsound(`there is no inode ${nid}`);
	const format = home.u16(at);
	const isExtended = (format & 1) !== 0;
	const fileType = typeAt(home, at);

	const size = isExtended ? home.u64(at + 8) : BigInt(home.u32(at + 8));
	const union = home.u32(at + 0x10);
	const xattrsAt = at + (isExtended ? 64 : 32);
	const xattrCode = home.u16(at + 2);
	const hasHighAddress = isExtended || (fileType !== type.DIRECTORY && (format & 0x10) !== 0);
	const inode: Inode = {
		nid,
		home,
		at,
		isExtended,
		layout,
		type: fileType,
		size,
		serial: home.u32(at + 0x14),
		xattrsAt,
		end: xattrsAt + (xattrCode ? 12 + 4 * (xattrCode - 1) : 0),
		union,
		dataAt: flatAddress(union, hasHighAddress ? home.u16(at + 6) : undefined, volume.blockSize),
		reservedIsZero: isExtended
			? home.u64(at + 0x30) === 0n && home.u64(at + 0x38) === 0n
			: home.u32(at + 0x1c) === 0,
	};
	home.slice(at, inode.end);
	return inode;
}

/** All ones is the null address, in as many bits as there are. */
function flatAddress(low: number, high: number | undefined, blockSize: number) {
	if (low === 0xffffffff && (high ?? 0xffff) === 0xffff) return undefined;
	return ((high ?? 0) * 2 ** 32 + low) * blockSize;
}

export const isDirectory = (inode: Inode): boolean => inode.type === type.DIRECTORY;

export const isCompressed = ({ layout }: Inode): boolean =>
	layout === "full" || layout === "compact";

/** Devices, fifos and sockets have no contents, whatever their other fields say. */
export const hasContents = (inode: Inode): boolean =>
	inode.type === type.REGULAR || inode.type === type.DIRECTORY || inode.type === type.SYMLINK;

/** Where the map behind the body of a compressed inode begins. */
export const mapHeaderAt = (inode: Inode): number => roundUp(inode.end, 8);
