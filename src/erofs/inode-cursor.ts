/**
 * The fixed part of an inode, read again and again into one object: a walk over a tree meets
 * millions of them. The rules of the tables are not run; the cursor only knows whether all of
 * them hold, so that who wants to explain a violation can tell when there is one.
 */
import { type Exact, fromHalves } from "../base/exact";
import { contextCache } from "./contexts";
import { FT } from "./structs/dirent";
import type { Facts } from "./structs/facts";
import {
	FORMAT_BIT4,
	type InodeContext,
	inodeCompact,
	inodeExtended,
	LAYOUT,
	startBlock,
} from "./structs/inode";

/** Bytes of the two forms. */
export const COMPACT = inodeCompact.size;
export const EXTENDED = inodeExtended.size;

/** FT value by the type bits of st_mode, shifted down by 12. */
const TYPE_OF_MODE: readonly number[] = [
	0,
	FT.FIFO,
	FT.CHR,
	0,
	FT.DIR,
	0,
	FT.BLK,
	0,
	FT.REG,
	0,
	FT.LNK,
	0,
	FT.SOCK,
];

export const typeOfMode = (mode: number): number => TYPE_OF_MODE[mode >> 12] ?? FT.UNKNOWN;

/** Bytes of the xattr ibody by its size code (format section 9.1). */
const xattrBytes = (icount: number): number => (icount === 0 ? 0 : 12 + 4 * (icount - 1));

const NULL32 = 0xffffffff;
const LAST_LAYOUT = 4;
const FORMAT_END = 0x20;
const CHUNK_FORMAT_END = 0x80;
const SECOND = 1e9;

const c = inodeCompact.at;
const x = inodeExtended.at;

export class InodeCursor {
	readonly #facts: Facts;
	readonly #contexts: InodeContext[] = [];
	readonly #epochLow: number;
	readonly #epochHigh: number;

	/** What i_format and i_mode say, with the facts of the image. */
	context: InodeContext;
	/** Whether every rule of the inode's table holds. */
	fine = false;
	extended = false;
	bit4 = false;
	layout = 0;
	mode = 0;
	/** FT value derived from the mode; FT.UNKNOWN when the mode is invalid. */
	type = 0;
	nlink = 0;
	uid = 0;
	gid = 0;
	/** i_size, in halves: sums and columns need no bigint. */
	sizeLow = 0;
	sizeHigh = 0;
	/** Seconds since 1970; the upper half is signed. */
	mtimeLow = 0;
	mtimeHigh = 0;
	mtimeNsec = 0;
	ino = 0;
	/** i_u, and the 16 bits above where there are any. */
	raw = 0;
	rawHigh = 0;
	/** Bytes of the xattr ibody. */
	xattrSize = 0;

	constructor(facts: Facts) {
		this.#facts = facts;
		const epoch = BigInt.asUintN(64, BigInt(facts.epoch));
		this.#epochLow = Number(epoch & 0xffffffffn);
		this.#epochHigh = Number(BigInt.asIntN(32, epoch >> 32n));
		this.context = this.#contextOf(0, FT.UNKNOWN);
	}

	/** Bytes of the inode, 32 or 64, by the first byte of it. */
	static sizeAt(view: DataView, p: number): number {
		return view.getUint8(p) & 1 ? EXTENDED : COMPACT;
	}

	/** Reads the inode at `p`, all of whose bytes are in `view`. */
	fill(view: DataView, p: number): void {
		const format = view.getUint16(p, true);
		const icount = view.getUint16(p + c.i_xattr_icount, true);
		this.mode = view.getUint16(p + c.i_mode, true);
		this.type = typeOfMode(this.mode);
		this.extended = (format & 1) === 1;
		this.bit4 = (format & FORMAT_BIT4) !== 0;
		this.layout = (format >> 1) & 7;
		this.context = this.#contextOf(format, this.type);
		this.xattrSize = xattrBytes(icount);
		this.raw = view.getUint32(p + c.startblk_lo, true);
		this.ino = view.getUint32(p + c.i_ino, true);
		const formFine = this.extended ? this.#fillExtended(view, p) : this.#fillCompact(view, p);
		this.fine =
			formFine &&
			format < FORMAT_END &&
			this.layout <= LAST_LAYOUT &&
			icount !== 1 &&
			this.type !== FT.UNKNOWN &&
			(this.layout !== LAYOUT.CHUNK_BASED ||
				!this.context.hasData ||
				(this.raw & 0xffff) < CHUNK_FORMAT_END);
	}

	#fillCompact(view: DataView, p: number): boolean {
		const { nlink1 } = this.context;
		const nb = view.getUint16(p + c.i_nlink, true);
		this.nlink = nlink1 ? 1 : nb;
		this.rawHigh = nlink1 ? nb : 0;
		this.uid = view.getUint16(p + c.i_uid, true);
		this.gid = view.getUint16(p + c.i_gid, true);
		this.sizeLow = view.getUint32(p + c.i_size, true);
		this.sizeHigh = 0;
		const seconds = this.#epochLow + view.getUint32(p + c.i_mtime, true);
		this.mtimeLow = seconds >>> 0;
		this.mtimeHigh = (this.#epochHigh + (seconds > NULL32 ? 1 : 0)) | 0;
		this.mtimeNsec = this.#facts.fixedNsec;
		return this.nlink > 0 && view.getUint32(p + c.i_reserved, true) === 0;
	}

	#fillExtended(view: DataView, p: number): boolean {
		this.nlink = view.getUint32(p + x.i_nlink, true);
		this.rawHigh = view.getUint16(p + x.startblk_hi, true);
		this.uid = view.getUint32(p + x.i_uid, true);
		this.gid = view.getUint32(p + x.i_gid, true);
		this.sizeLow = view.getUint32(p + x.i_size, true);
		this.sizeHigh = view.getUint32(p + x.i_size + 4, true);
		this.mtimeLow = view.getUint32(p + x.i_mtime, true);
		this.mtimeHigh = view.getInt32(p + x.i_mtime + 4, true);
		this.mtimeNsec = view.getUint32(p + x.i_mtime_nsec, true);
		const reserved = p + x.i_reserved2;
		return (
			this.nlink > 0 &&
			this.sizeHigh < 2 ** 31 &&
			this.mtimeNsec < SECOND &&
			view.getUint32(reserved, true) === 0 &&
			view.getUint32(reserved + 4, true) === 0 &&
			view.getUint32(reserved + 8, true) === 0 &&
			view.getUint32(reserved + 12, true) === 0
		);
	}

	get byteLength(): number {
		return this.extended ? EXTENDED : COMPACT;
	}

	get i_size(): Exact {
		return fromHalves(this.sizeHigh, this.sizeLow);
	}

	get mtime(): Exact {
		return fromHalves(this.mtimeHigh, this.mtimeLow);
	}

	/** First block of flat contents; undefined for the null address. */
	get startBlock(): number | undefined {
		return startBlock(this.raw, this.rawHigh, this.extended || this.context.nlink1);
	}

	/** Blocks the compressed contents claim. */
	get compressedBlocks(): number {
		return this.rawHigh * 2 ** 32 + this.raw;
	}

	/** There are few, and each is looked up for every inode. */
	#contextOf(format: number, type: number): InodeContext {
		const key = ((format & 0x1f) << 3) | type;
		const known = this.#contexts[key];
		if (known) return known;
		const context = contextOf(this.#facts, {
			layout: (format >> 1) & 7,
			type,
			bit4: (format & FORMAT_BIT4) !== 0,
			extended: (format & 1) === 1,
		});
		this.#contexts[key] = context;
		return context;
	}
}

interface Shape {
	readonly layout: number;
	readonly type: number;
	readonly bit4: boolean;
	readonly extended: boolean;
}

const contextOf = contextCache<Shape, InodeContext>(
	({ layout, type, bit4, extended }) =>
		(layout << 5) | (type << 2) | (bit4 ? 2 : 0) | (extended ? 1 : 0),
	(facts, { layout, type, bit4, extended }) => ({
		...facts,
		layout,
		isDirectory: type === FT.DIR,
		isDevice: type === FT.CHR || type === FT.BLK,
		hasData: type === FT.DIR || type === FT.REG || type === FT.LNK,
		nlink1: type !== FT.DIR && bit4 && !extended,
	}),
);
