/**
 * Attributes that several inodes share: each lies where its id says, and belongs to all inodes
 * that name it. The owners of all of them are one array.
 */
import { type Range, roundUp } from "../base/range";
import type { Resident } from "../base/resident";
import { resized, roomFor } from "../census/columns";
import type { Inode } from "../erofs/inode";
import { kind } from "../erofs/layout/kinds";
import { PADDINGS } from "../erofs/layout/padding";
import { entrySize, layShared, sharedIds, type XattrOwner } from "../erofs/layout/xattrs";
import type { Extent } from "../erofs/map/extent";
import type { Facts } from "../erofs/structs/facts";
import { xattrEntry } from "../erofs/structs/xattr";
import type { Visitor } from "../schema/visit";
import { type ClaimColumns, NOBODY } from "./claims";
import { PADDING } from "./kinds";
import type { Layer } from "./layer";
import { numbersTo, Order, sortByStart } from "./order";

const SHARED = kind("shared-xattr");
/** Bytes of an id, and those it counts. */
const UNIT = 4;

/** Which inodes name which ids, in the order in which they are met. */
export class SharedNames {
	count = 0;
	id = new Uint32Array(0);
	row = new Uint32Array(0);

	/**
	 * Adds those of an inode; of more than fit behind it none can be told.
	 * @throws Missing, and then nothing is added
	 */
	addOf(inode: Inode, row: number, bytes: Resident): void {
		for (const id of sharedIds({ inode, bytes })) this.add(id, row);
	}

	add(id: number, row: number): void {
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
	/** Owners of attribute i are rows[first[i] .. first[i + 1]), ascending. */
	readonly first: Uint32Array;
	readonly rows: Uint32Array;
}

export function byAttribute({ id, row, count }: SharedNames, { xattrStart }: Facts): SharedColumns {
	const order = numbersTo(count);
	// Those of one attribute in the order of the tree: whose it is first does not depend on who was met first.
	sortByStart(order, { startOf: (i) => row[i] as number });
	sortByStart(order, { startOf: (i) => id[i] as number });
	const start: number[] = [];
	const first: number[] = [];
	const rows = new Uint32Array(count);
	let named = 0;
	let last = -1;
	for (const i of order) {
		const isNew = id[i] !== last;
		// An inode that names it twice has it once.
		if (!isNew && rows[named - 1] === row[i]) continue;
		if (isNew) {
			last = id[i] as number;
			start.push(xattrStart + last * UNIT);
			first.push(named);
		}
		rows[named++] = row[i] as number;
	}
	first.push(named);
	return {
		start: Float64Array.from(start),
		first: Uint32Array.from(first),
		rows: rows.slice(0, named),
	};
}

/** Bytes of an attribute without what aligns the next. @throws Missing, Failure `corrupt` */
export function lengthAt(bytes: Resident, start: number): number {
	bytes.about = { structure: xattrEntry.name };
	return entrySize(bytes, start);
}

export class SharedLayer implements Layer {
	readonly order: Order;
	readonly hasRests = false;
	readonly #columns: SharedColumns;
	readonly #length: Uint32Array;
	readonly #of: XattrOwner;

	/** @param lengths of the attributes, 0 for those that cannot be read */
	constructor(columns: SharedColumns, lengths: Uint32Array, of: XattrOwner) {
		this.#columns = columns;
		this.#of = of;
		this.#length = lengths;
		this.order = Order.sorted(this, numbersTo(lengths.length));
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

	/** The first of them in the tree. */
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
		const owners = rows.subarray(first[thing] as number, first[thing + 1] as number);
		if (start < end) claims.addGroup(start, end, SHARED, owners);
		claims.add(end, this.endOf(thing), PADDING, NOBODY, PADDINGS["next-attribute"]);
	}

	claimUnread(): void {}

	extentsIn(): readonly Extent[] {
		return [];
	}

	get bytes(): number {
		const { start, first, rows } = this.#columns;
		const columns = [start, first, rows, this.#length];
		return columns.reduce((sum, { byteLength }) => sum + byteLength, this.order.bytes);
	}
}
