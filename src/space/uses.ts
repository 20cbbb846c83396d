/**
 * Who uses the stored contents, alone or together with others. Inodes have colours, and each byte
 * counts once for every colour that uses it. Nothing is read: all of it stands in columns.
 */
import type { SpaceId } from "../base/range";
import { atOnce } from "../base/steps";
import { resized, roomFor } from "../census/columns";
import { ContentsLayer } from "../ownership/contents";
import { numbersTo, sortByStart } from "../ownership/order";
import type { Ownership } from "../ownership/ownership";
import type { SpaceOwners } from "../ownership/space-owners";
import type { Weigh } from "./weigh";

/** Contents stored in one space, in columns. */
export class Uses {
	count = 0;
	start = new Float64Array(0);
	/** Exclusive. */
	end = new Float64Array(0);
	/** Row of the inode, or of the extent. */
	owner = new Uint32Array(0);

	/** Nothing when empty. */
	add(start: number, end: number, owner: number): void {
		if (end <= start) return;
		const i = this.count++;
		if (i === this.start.length) {
			this.start = resized(this.start, roomFor(i));
			this.end = resized(this.end, roomFor(i));
			this.owner = resized(this.owner, roomFor(i));
		}
		this.start[i] = start;
		this.end[i] = end;
		this.owner[i] = owner;
	}
}

/** Rows, things or ends of uses looked at in a step. */
const STEP = 1 << 14;

/** Of all inodes that are no orphans, by the space where they are stored. */
export function* usesOf(ownership: Ownership): Generator<void, ReadonlyMap<SpaceId, Uses>, void> {
	const { extents, inhabitants } = ownership;
	const uses = new Map<SpaceId, Uses>();
	for (const space of ownership.stored()) {
		uses.set(space.shape.id, usesElsewhere(space));
		yield;
	}
	yield* addExtents(uses, ownership, (row, space) => {
		const inode = extents.inode[row] as number;
		const start = extents.start[row] as number;
		return inhabitants.isBehind(inode, space, start, extents.end(row)) ? inode : undefined;
	});
	return uses;
}

/** The same, each extent for itself. */
export function usesByExtent(ownership: Ownership): ReadonlyMap<SpaceId, Uses> {
	const uses = new Map(Array.from(ownership.stored(), ({ shape }) => [shape.id, new Uses()]));
	atOnce(addExtents(uses, ownership, (row) => row));
	return uses;
}

/** @param ownerOf undefined for an extent that does not count */
function* addExtents(
	uses: ReadonlyMap<SpaceId, Uses>,
	ownership: Ownership,
	ownerOf: (row: number, space: SpaceId) => number | undefined,
): Generator<void, void, void> {
	const { extents } = ownership;
	const sizes = new Map(Array.from(ownership.stored(), ({ shape }) => [shape.id, shape.size]));
	for (let row = 0; row < extents.count; row++) {
		if (row % STEP === STEP - 1) yield;
		if (extents.length[row] === 0) continue;
		const space = extents.spaces[extents.space[row] as number] as SpaceId;
		const owner = ownerOf(row, space);
		if (owner === undefined) continue;
		const end = Math.min(extents.end(row), sizes.get(space) ?? 0);
		uses.get(space)?.add(extents.start[row] as number, end, owner);
	}
}

/** What lies elsewhere than behind its inode. */
function usesElsewhere({ layers, shape }: SpaceOwners): Uses {
	const uses = new Uses();
	for (const layer of layers) {
		if (!(layer instanceof ContentsLayer)) continue;
		for (let thing = 0; thing < layer.count; thing++) {
			const end = Math.min(layer.endOf(thing), shape.size);
			uses.add(layer.startOf(thing), end, layer.ownerOf(thing));
		}
	}
	return uses;
}

export interface Colours {
	readonly count: number;
	/** Below `count`; several where an inode belongs to several. */
	of(row: number): number | readonly number[];
}

/** As a list, whether one or several. */
export const listOf = (colours: number | readonly number[]): readonly number[] =>
	typeof colours === "number" ? [colours] : colours;

export interface Spread {
	/** Bytes by colour: those that no other uses, and those that others use too. */
	readonly alone: Float64Array;
	readonly shared: Float64Array;
	/**
	 * Bytes of which each counts once in all: what several use is divided among them, in equal parts.
	 * So these add up, to what is stored.
	 */
	readonly portion: Float64Array;
}

/**
 * @param weighOf what the bytes of a space cost
 * @param most uses of a byte that one colour may have alone, by space
 */
export function* spread(
	uses: ReadonlyMap<SpaceId, Uses>,
	colours: Colours,
	weighOf: (space: SpaceId) => Weigh,
	most: (space: SpaceId) => number = () => Number.POSITIVE_INFINITY,
): Generator<void, Spread, void> {
	const sums = new Sums(colours.count);
	for (const [space, some] of uses) yield* sums.add(some, colours, weighOf(space), most(space));
	return sums;
}

/** A sweep over places: which colours are there, without a list of them. */
class Sums implements Spread {
	readonly alone: Float64Array;
	readonly shared: Float64Array;
	readonly portion: Float64Array;
	/** Parts of bytes that each of several colours has had so far, and had when a colour came. */
	#parts = 0;
	readonly #partsBefore: Float64Array;
	/** Uses that reach over the place, by colour, and since where. */
	readonly #active: Uint32Array;
	readonly #since: Float64Array;
	/** Of the colours that are there: how many, and the sum of their numbers: of one, the one. */
	#colours = 0;
	#sum = 0;

	constructor(colours: number) {
		this.alone = new Float64Array(colours);
		this.shared = new Float64Array(colours);
		this.portion = new Float64Array(colours);
		this.#partsBefore = new Float64Array(colours);
		this.#active = new Uint32Array(colours);
		this.#since = new Float64Array(colours);
	}

	*add(uses: Uses, colours: Colours, weigh: Weigh, most: number): Generator<void, void, void> {
		const { start, end, owner, count } = uses;
		const byStart = numbersTo(count);
		const byEnd = numbersTo(count);
		sortByStart(byStart, { startOf: (use) => start[use] as number });
		sortByStart(byEnd, { startOf: (use) => end[use] as number });
		let before = 0;
		for (let begun = 0, ended = 0; ended < count; ) {
			if ((begun + ended) % STEP === STEP - 1) yield;
			const first = byStart[begun];
			const last = byEnd[ended] as number;
			const isStart = first !== undefined && (start[first] as number) < (end[last] as number);
			const use = isStart ? first : last;
			const at = weigh((isStart ? start : end)[use] as number);
			if (this.#colours === 1) {
				this.#addTo(this.portion, this.#sum, at - before);
				if (begun - ended <= most) {
					this.#addTo(this.alone, this.#sum, at - before);
					// Whoever leaves counts all that it has used.
					this.#addTo(this.shared, this.#sum, before - at);
				}
			} else if (this.#colours > 1) this.#parts += (at - before) / this.#colours;
			before = at;
			const mine = colours.of(owner[use] as number);
			const change = (colour: number) =>
				isStart ? this.#enter(colour, at) : this.#leave(colour, at);
			if (typeof mine === "number") change(mine);
			else mine.forEach(change);
			if (isStart) begun++;
			else ended++;
		}
	}

	#enter(colour: number, at: number): void {
		const active = this.#active[colour] as number;
		this.#active[colour] = active + 1;
		if (active > 0) return;
		this.#since[colour] = at;
		this.#partsBefore[colour] = this.#parts;
		this.#colours++;
		this.#sum += colour;
	}

	#leave(colour: number, at: number): void {
		const active = (this.#active[colour] as number) - 1;
		this.#active[colour] = active;
		if (active > 0) return;
		this.#addTo(this.shared, colour, at - (this.#since[colour] as number));
		this.#addTo(this.portion, colour, this.#parts - (this.#partsBefore[colour] as number));
		this.#colours--;
		this.#sum -= colour;
	}

	#addTo(column: Float64Array, colour: number, bytes: number): void {
		column[colour] = (column[colour] as number) + bytes;
	}
}
