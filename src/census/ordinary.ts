/**
 * What nearly all inodes are, straight from their bytes into the columns: files, directories and
 * links of a known form, of less than 4 GiB, that break no rule of their table. Everything else is
 * left to the cursor, which knows all inodes and takes its time.
 */
import type { Image } from "../erofs/image";
import { capacityOf } from "../erofs/possible";
import { hasIncompat } from "../erofs/structs/features";
import {
	CHUNK_FORMAT_END,
	FORMAT_BIT4,
	FORMAT_END,
	inodeCompact,
	inodeExtended,
	LAYOUT,
	NULL32,
	SECOND,
} from "../erofs/structs/inode";
import { halvesOf } from "./columns";
import { FORM, type Inodes } from "./inodes";

/** Type bits of st_mode. */
const TYPE = 0xf000;
const DIRECTORY = 0x4000;
const REGULAR = 0x8000;
const LINK = 0xa000;

/** Constants, as looking them up in a table would take longer than all else. */
const { i_xattr_icount: ICOUNT, i_mode: MODE, i_size: SIZE, startblk_lo: RAW } = inodeCompact.at;
const {
	i_ino: INO,
	i_nlink: NB,
	i_mtime: MTIME,
	i_uid: UID,
	i_gid: GID,
	i_reserved: RESERVED,
} = inodeCompact.at;
const {
	startblk_hi: X_RAW_HIGH,
	i_uid: X_UID,
	i_gid: X_GID,
	i_mtime: X_MTIME,
	i_mtime_nsec: X_NSEC,
	i_nlink: X_NLINK,
	i_reserved2: X_RESERVED,
} = inodeExtended.at;

/** More bytes than this, of contents or stored, want a closer look. */
export function mostOrdinary(image: Image): number {
	const capacity = capacityOf(image);
	return typeof capacity === "number" ? Math.min(capacity, NULL32) : NULL32;
}

export class OrdinaryInodes {
	readonly #inodes: Inodes;
	readonly #blockSize: number;
	/** Of the time that compact inodes count from. */
	readonly #epochLow: number;
	readonly #epochHigh: number;
	/** Only images with 48-bit addresses have bit 4. */
	readonly #formatEnd: number;
	readonly #most: number;

	constructor(image: Image, inodes: Inodes) {
		const { facts } = image;
		const { low, high } = halvesOf(BigInt(facts.epoch));
		this.#inodes = inodes;
		this.#blockSize = facts.blockSize;
		this.#formatEnd = hasIncompat(facts, "48BIT") ? FORMAT_END : FORMAT_BIT4;
		this.#epochLow = low;
		this.#epochHigh = high;
		this.#most = mostOrdinary(image);
	}

	/**
	 * Fills in a new row from the inode at `p`, all of whose bytes are in `view`.
	 * @returns false when it is none of these: then nothing is filled in
	 */
	take(row: number, view: DataView, p: number): boolean {
		const format = view.getUint16(p, true);
		const mode = view.getUint16(p + MODE, true);
		const size = view.getUint32(p + SIZE, true);
		const raw = view.getUint32(p + RAW, true);
		const type = mode & TYPE;
		const layout = (format >> 1) & 7;
		if (type !== REGULAR && type !== DIRECTORY && type !== LINK) return false;
		const icount = view.getUint16(p + ICOUNT, true);
		if (format >= this.#formatEnd || icount === 1) return false;
		const nlink1 = (format & FORMAT_BIT4) !== 0 && type !== DIRECTORY;
		let stored = size;
		if (layout === LAYOUT.COMPRESSED_FULL || layout === LAYOUT.COMPRESSED_COMPACT) {
			stored = raw * this.#blockSize;
		} else if (layout === LAYOUT.CHUNK_BASED) {
			// Above it is what nobody uses.
			if (raw >= CHUNK_FORMAT_END) return false;
			stored = 0;
		} else if (layout === LAYOUT.FLAT_PLAIN ? raw === NULL32 : layout !== LAYOUT.FLAT_INLINE) {
			return false;
		}
		if (size > this.#most || stored > this.#most) return false;
		const isWell =
			(format & 1) === 1
				? !nlink1 && this.#takeExtended(row, view, p)
				: this.#takeCompact(row, view, p, nlink1);
		if (!isWell) return false;
		const inodes = this.#inodes;
		inodes.mode[row] = mode;
		inodes.size.low[row] = size;
		if (inodes.listed) inodes.listed.stored.low[row] = stored;
		inodes.raw.low[row] = raw;
		inodes.serials.add(row, view.getUint32(p + INO, true));
		inodes.form[row] =
			layout | ((format & 1) === 1 ? FORM.EXTENDED : 0) | (icount > 0 ? FORM.XATTRS : 0);
		return true;
	}

	/** @param nlink1 one link, and in its place the bits above those of `raw` */
	#takeCompact(row: number, view: DataView, p: number, nlink1: boolean): boolean {
		const nb = view.getUint16(p + NB, true);
		if (nlink1 ? nb !== 0 : nb === 0) return false;
		if (view.getUint32(p + RESERVED, true) !== 0) return false;
		const inodes = this.#inodes;
		const seconds = this.#epochLow + view.getUint32(p + MTIME, true);
		const carry = seconds > NULL32 ? 1 : 0;
		inodes.nlink.set(row, nlink1 ? 1 : nb);
		const { listed } = inodes;
		listed?.mtime.set(row, seconds >>> 0, (this.#epochHigh + carry) >>> 0);
		listed?.setOwner(row, view.getUint16(p + UID, true), view.getUint16(p + GID, true));
		return true;
	}

	#takeExtended(row: number, view: DataView, p: number): boolean {
		const nlink = view.getUint32(p + X_NLINK, true);
		if (nlink === 0 || view.getUint32(p + SIZE + 4, true) !== 0) return false;
		if (view.getUint16(p + X_RAW_HIGH, true) !== 0) return false;
		if (view.getUint32(p + X_NSEC, true) >= SECOND) return false;
		for (let at = X_RESERVED; at < X_RESERVED + 16; at += 4) {
			if (view.getUint32(p + at, true) !== 0) return false;
		}
		const inodes = this.#inodes;
		inodes.nlink.set(row, nlink);
		const { listed } = inodes;
		const mtime = p + X_MTIME;
		listed?.mtime.set(row, view.getUint32(mtime, true), view.getUint32(mtime + 4, true));
		listed?.setOwner(row, view.getUint32(p + X_UID, true), view.getUint32(p + X_GID, true));
		return true;
	}
}
