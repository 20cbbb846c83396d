/**
 * Attributes that several inodes share: each lies where its id says, and belongs to all inodes
 * that name it. The owners of all of them are one array.
 */
import { type Range, roundUp } from "../base/range";
import type { Resident } from "../base/resident";
import { resized, roomFor } from "../census/columns";
import type { Inode } from "../erofs/inode";
import { kind } from "../erofs/layout/kinds";
import { entrySize, layShared, type XattrOwner } from "../erofs/layout/xattrs";
import type { Facts } from "../erofs/structs/facts";
import { xattrEntry, xattrIbodyHeader } from "../erofs/structs/xattr";
import type { Visitor } from "../schema/visit";
import { type ClaimColumns, NOBODY } from "./claims";
import { PADDING } from "./kinds";
import type { Layer } from "./layer";
import { numbersTo, Order, sortByStart } from "./order";
import { forEach, type StepOptions } from "./steps";

const SHARED = kind("shared-xattr");
/** Bytes of an id, and those it counts. */
const UNIT = 4;
const ALIGNMENT = "Aligns the next attribute to 4 bytes.";

/** Which inodes name which ids, in the order in which they are met. */
export class SharedNames {
	count = 0;
	id = new Uint32Array(0);
	row = new Uint32Array(0);

	/**
	 * Adds those of an inode, read with offsets and not through a listener: this runs for all.
	 * @throws Missing, and then nothing is added
	 */
	addOf(inode: Inode, row: number, bytes: Resident): void {
		const from = inode.at.end + xattrIbodyHeader.size;
		if (from > inode.bodyEnd || inode.bodyEnd > bytes.size) return;
		const stored = bytes.u8(inode.at.end + xattrIbodyHeader.at.h_shared_count);
		const count = Math.min(stored, Math.floor((inode.bodyEnd - from) / UNIT));
		const p = bytes.seek(from, count * UNIT);
		for (let i = 0; i < count; i++) this.#add(bytes.view.getUint32(p + i * UNIT, true), row);
	}

	#add(id: number, row: number): void {
		const i = this.count++;
		if (i === this.id.length) {
			this.id = resized(this.id, roomFor(i));
			this.row = resized(this.row, roomFor(i));
		}
		this.id[i] = id;
		this.row[i] = row;
	}
}

export interface SharedColumns {
	/** Byte each attribute begins at, ascending. */
	readonly start: Float64Array;
	/** Owners of attribute i are rows[first[i] .. first[i + 1]). */
	readonly first: Uint32Array;
	readonly rows: Uint32Array;
}

export function byAttribute({ id, row, count }: SharedNames, { xattrStart }: Facts): SharedColumns {
	const order = numbersTo(count);
	sortByStart(order, { startOf: (i) => id[i] as number });
	const start: number[] = [];
	const first: number[] = [];
	let last = -1;
	for (const [k, i] of order.entries()) {
		if (id[i] === last) continue;
		last = id[i] as number;
		start.push(xattrStart + last * UNIT);
		first.push(k);
	}
	return {
		start: Float64Array.from(start),
		first: Uint32Array.from([...first, count]),
		rows: order.map((i) => row[i] as number),
	};
}

/**
 * Bytes of each attribute without what aligns the next; 0 when it cannot be read.
 * @throws Failure `io`, `cancelled`
 */
export async function lengthsOf(
	{ start }: SharedColumns,
	bytes: Resident,
	options?: StepOptions,
): Promise<Uint32Array> {
	const lengths = new Uint32Array(start.length);
	await forEach(
		start.length,
		(i) => {
			bytes.about = { structure: xattrEntry.name };
			lengths[i] = entrySize(bytes, start[i] as number);
			return undefined;
		},
		options,
	);
	return lengths;
}

export class SharedLayer implements Layer {
	readonly order: Order;
	readonly hasRests = false;
	readonly #columns: SharedColumns;
	readonly #length: Uint32Array;
	readonly #of: XattrOwner;

	constructor(columns: SharedColumns, lengths: Uint32Array, of: XattrOwner) {
		this.#columns = columns;
		this.#of = of;
		this.#length = lengths;
		this.order = new Order(this, numbersTo(lengths.length));
	}

	startOf(thing: number): number {
		return this.#columns.start[thing] as number;
	}

	/** With what aligns the next. */
	endOf(thing: number): number {
		return roundUp(this.#end(thing), UNIT);
	}

	#end(thing: number): number {
		return this.startOf(thing) + (this.#length[thing] as number);
	}

	kindOf(): number {
		return SHARED;
	}

	ownerOf(thing: number): number {
		const { rows, first } = this.#columns;
		return rows[first[thing] as number] as number;
	}

	lay(thing: number, v: Visitor): void {
		layShared(this.#of, v, this.startOf(thing));
	}

	claim(thing: number, _range: Range, claims: ClaimColumns): void {
		const { first, rows } = this.#columns;
		const start = this.startOf(thing);
		const end = this.#end(thing);
		const stop = first[thing + 1] as number;
		for (let i = first[thing] as number; i < stop; i++) {
			claims.add(start, end, SHARED, rows[i] as number);
		}
		claims.add(end, this.endOf(thing), PADDING, NOBODY, ALIGNMENT);
	}

	claimUnread(): void {}

	get bytes(): number {
		const { start, first, rows } = this.#columns;
		const columns = [start, first, rows, this.#length];
		return columns.reduce((sum, { byteLength }) => sum + byteLength, this.order.bytes);
	}
}
