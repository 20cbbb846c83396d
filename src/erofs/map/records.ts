/**
 * The table of encoded extents (format section 15): records of 4, 8, 16 or 32 bytes with
 * byte-exact addresses. Those below 16 bytes have a fixed file span each; the larger ones say
 * where they start.
 */
import { corrupt } from "../../base/errors";
import {
	clamped,
	type Exact,
	exact,
	fromHalves,
	lowHalf,
	product,
	runsOf,
	sum,
} from "../../base/exact";
import type { Culprit } from "../../base/finding";
import { roundUp } from "../../base/range";
import { beyond, type Resident } from "../../base/resident";
import { fieldAt } from "../../schema/struct";
import { inodeField } from "../inode";
import { EXTENT_PLEN, extent32, extentBase } from "../structs/encoded-extent";
import { mapHeader } from "../structs/zmap";
import type { Header, MapInode } from "./header";

export interface RecordTable {
	/** First record (for 4-byte records: behind the 8-byte base address). */
	readonly start: number;
	readonly size: number;
	readonly count: number;
	/** Behind the last record; more than there can be bytes in damaged images. */
	readonly end: Exact;
	/** Fixed file bytes per record; undefined when records carry their start. */
	readonly fixed?: number;
}

export function recordTable(inode: Pick<MapInode, "i_size">, header: Header): RecordTable {
	const size = header.recordSize ?? 0;
	const base = roundUp(header.at.end, size);
	const fixed = size < 16 ? 2 ** header.lclusterBits : undefined;
	const start = size === 4 ? base + extentBase.size : base;
	const count = fixed === undefined ? (header.recordCount ?? 0) : runsOf(inode.i_size, fixed);
	return {
		start,
		size,
		count: clamped(count),
		end: sum(start, product(count, size)),
		...(fixed === undefined ? {} : { fixed }),
	};
}

/** One of the table's records; the same object each time, with other values. */
export class ExtentRecord {
	/** Length, flags and algorithm as stored. */
	plen = 0;
	/** Byte address. */
	pstart: Exact = 0;
	/** First file byte. */
	lstart: Exact = 0;
	/** The record itself, in the inode's home. */
	start = 0;
	end = 0;
}

/** Of the record a file with a fragment ends with: its words are the halves of the packed offset. */
export const fragmentStart = ({ plen, pstart }: ExtentRecord, size: number): Exact =>
	fromHalves(size === 4 ? 0 : lowHalf(pstart), plen);

/** Offsets of the words of a record: the smaller ones have the first of them. */
const WORD = extent32.at;

/** The address of a record's unit. */
interface Address {
	readonly index: number;
	readonly pstart: Exact;
}

/** Of a record of `size` bytes at `p`. */
const word = (view: DataView, p: number, size: number, at: number): number =>
	at < size ? view.getUint32(p + at, true) : 0;

/** Every so many records the running address is kept, so that none is far from one. */
const STRIDE = 1024;

/** The field that says how many records there are. */
const countField = (inode: MapInode, { at, recordCount }: Header): Culprit =>
	recordCount === undefined
		? inodeField(inode, "i_size")
		: fieldAt(mapHeader, "h_extents_lo", inode.home.space, at.start);

export class Records {
	readonly table: RecordTable;
	readonly #bytes: Resident;
	readonly #record = new ExtentRecord();
	/** Addresses of the records 0, STRIDE, 2 * STRIDE …, as far as they were needed. */
	readonly #addresses: Exact[] = [];
	/** The address asked for last, since the next one is asked for next. */
	#latest: Address = { index: 0, pstart: 0 };

	/** @throws Failure `corrupt` when the table does not fit its container. */
	constructor(inode: MapInode, header: Header, bytes: Resident) {
		this.table = recordTable(inode, header);
		this.#bytes = bytes;
		const { start, end } = this.table;
		if (end > bytes.size) {
			const from = countField(inode, header);
			const about = { structure: "z_erofs_extent", nid: inode.nid, from };
			throw corrupt(beyond(inode.home, start, end, about));
		}
	}

	/** Record `i`, 0 <= i < count. @throws Missing */
	load(i: number): ExtentRecord {
		const { start, size, fixed } = this.table;
		const record = this.#record;
		const at = start + i * size;
		const pstart = size === 4 ? this.#runningAddress(i) : undefined;
		const p = this.#bytes.seek(at, size);
		const { view } = this.#bytes;
		record.start = at;
		record.end = at + size;
		record.plen = view.getUint32(p + WORD.plen, true);
		record.pstart =
			pstart ??
			fromHalves(word(view, p, size, WORD.pstart_hi), word(view, p, size, WORD.pstart_lo));
		record.lstart =
			fixed === undefined
				? fromHalves(word(view, p, size, WORD.lstart_hi), word(view, p, size, WORD.lstart_lo))
				: product(i, fixed);
		return record;
	}

	/**
	 * Records of 4 bytes say only their length: each unit lies behind the one before. What is
	 * remembered follows from the bytes alone, so it is the same for every caller.
	 */
	#runningAddress(i: number): Exact {
		const from = this.#nearest(i);
		const { start } = this.table;
		const bytes = this.#bytes;
		bytes.need([{ start: start + from.index * 4, end: start + (i + 1) * 4 }]);
		let { index, pstart } = from;
		for (; index < i; index++) {
			this.#keep(index, pstart);
			pstart = sum(pstart, bytes.u32(start + index * 4) & EXTENT_PLEN);
		}
		this.#keep(i, pstart);
		this.#latest = { index, pstart };
		return pstart;
	}

	/** A known address at or before record `i`. */
	#nearest(i: number): Address {
		const addresses = this.#addresses;
		if (addresses.length === 0) {
			const { start } = this.table;
			return { index: 0, pstart: exact(this.#bytes.u64(start - extentBase.size)) };
		}
		const slot = Math.min(Math.floor(i / STRIDE), addresses.length - 1);
		const latest = this.#latest;
		if (latest.index <= i && latest.index >= slot * STRIDE) return latest;
		return { index: slot * STRIDE, pstart: addresses[slot] as Exact };
	}

	#keep(index: number, pstart: Exact): void {
		if (index === this.#addresses.length * STRIDE) this.#addresses.push(pstart);
	}
}
