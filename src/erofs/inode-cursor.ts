/**
 * The fixed part of an inode, one object for one after the other: a tree has millions of them. The
 * rules of the tables are not run; the cursor only knows whether all of them hold, so that who
 * wants to explain a violation can tell when there is one.
 */
import { type Exact, fromHalves } from "../base/exact";
import { contextCache } from "./contexts";
import { FT, hasContents } from "./structs/dirent";
import type { Facts } from "./structs/facts";
import { hasIncompat } from "./structs/features";
import {
	CHUNK_FORMAT_END,
	FORMAT_BIT4,
	FORMAT_END,
	type InodeContext,
	inodeCompact,
	inodeExtended,
	LAYOUT,
	NULL32,
	SECOND,
	startBlock,
	xattrBytes,
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

const LAST_LAYOUT = 4;

const c = inodeCompact.at;
const x = inodeExtended.at;

export class InodeCursor {
	readonly #facts: Facts;
	readonly #contexts: InodeContext[] = [];
	readonly #epochLow: number;
	readonly #epochHigh: number;

	#view: DataView = new DataView(new ArrayBuffer(EXTENDED));
	#p = 0;
	#format = 0;
	/** What i_format and i_mode say, with the facts of the image. */
	context: InodeContext;
	extended = false;
	layout = 0;
	mode = 0;
	/** FT value derived from the mode; FT.UNKNOWN when the mode is invalid. */
	type = 0;

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

	/** Turns to the inode at `p`, all of whose bytes are in `view` and stay as they are. */
	turn(view: DataView, p: number): void {
		const format = view.getUint16(p, true);
		this.#view = view;
		this.#p = p;
		this.#format = format;
		this.mode = view.getUint16(p + c.i_mode, true);
		this.type = typeOfMode(this.mode);
		this.extended = (format & 1) === 1;
		this.layout = (format >> 1) & 7;
		this.context = this.#contextOf(format, this.type);
	}

	/** Whether every rule of the inode's table holds. */
	get fine(): boolean {
		return (
			this.#format < FORMAT_END &&
			(!this.bit4 || this.#isBit4Fine) &&
			this.layout <= LAST_LAYOUT &&
			this.#icount !== 1 &&
			this.type !== FT.UNKNOWN &&
			this.nlink > 0 &&
			(this.extended ? this.#isExtendedFine : this.#u32(c.i_reserved) === 0) &&
			(this.layout !== LAYOUT.CHUNK_BASED ||
				!this.context.hasData ||
				this.#u32(c.startblk_lo) < CHUNK_FORMAT_END)
		);
	}

	get #isBit4Fine(): boolean {
		return hasIncompat(this.context, "48BIT") && (!this.extended || this.context.isDirectory);
	}

	get #isExtendedFine(): boolean {
		return (
			this.sizeHigh < 2 ** 31 &&
			this.mtimeNsec < SECOND &&
			this.#u32(x.i_reserved2) === 0 &&
			this.#u32(x.i_reserved2 + 4) === 0 &&
			this.#u32(x.i_reserved2 + 8) === 0 &&
			this.#u32(x.i_reserved2 + 12) === 0
		);
	}

	#u16(at: number): number {
		return this.#view.getUint16(this.#p + at, true);
	}

	#u32(at: number): number {
		return this.#view.getUint32(this.#p + at, true);
	}

	get #icount(): number {
		return this.#u16(c.i_xattr_icount);
	}

	get bit4(): boolean {
		return (this.#format & FORMAT_BIT4) !== 0;
	}

	get nlink(): number {
		if (this.extended) return this.#u32(x.i_nlink);
		return this.context.nlink1 ? 1 : this.#u16(c.i_nlink);
	}

	get uid(): number {
		return this.extended ? this.#u32(x.i_uid) : this.#u16(c.i_uid);
	}

	get gid(): number {
		return this.extended ? this.#u32(x.i_gid) : this.#u16(c.i_gid);
	}

	get ino(): number {
		return this.#u32(c.i_ino);
	}

	/** i_size, in halves: sums and columns need no bigint. */
	get sizeLow(): number {
		return this.#u32(c.i_size);
	}

	get sizeHigh(): number {
		return this.extended ? this.#u32(x.i_size + 4) : 0;
	}

	/** Seconds since 1970. */
	get mtimeLow(): number {
		return this.extended ? this.#u32(x.i_mtime) : this.#sinceEpoch >>> 0;
	}

	/** The upper half is signed. */
	get mtimeHigh(): number {
		if (this.extended) return this.#u32(x.i_mtime + 4) | 0;
		return (this.#epochHigh + (this.#sinceEpoch > NULL32 ? 1 : 0)) | 0;
	}

	/** Of a compact inode, without the upper half of the epoch. */
	get #sinceEpoch(): number {
		return this.#epochLow + this.#u32(c.i_mtime);
	}

	get mtimeNsec(): number {
		return this.extended ? this.#u32(x.i_mtime_nsec) : this.#facts.fixedNsec;
	}

	/** i_u, and the 16 bits above where there are any. */
	get raw(): number {
		return this.#u32(c.startblk_lo);
	}

	get rawHigh(): number {
		return this.extended || this.context.nlink1 ? this.#u16(x.startblk_hi) : 0;
	}

	/** Bytes of the xattr ibody. */
	get xattrSize(): number {
		return xattrBytes(this.#icount);
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
		hasData: hasContents(type),
		nlink1: type !== FT.DIR && bit4 && !extended,
	}),
);
