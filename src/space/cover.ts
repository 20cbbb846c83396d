/**
 * A whole space by kind: each byte is told once, as the map tells it. Things that lie alone are
 * summed up as they are; only where things overlap, or damage leaves holes in them, is it laid out
 * byte by byte.
 */
import { isDamage } from "../base/errors";
import { ignoreFindings } from "../base/finding";
import { type Range, roundUp } from "../base/range";
import { Missing, withBytes } from "../base/resident";
import { atPace } from "../base/steps";
import { layInode } from "../erofs/layout/inode";
import { PADDINGS } from "../erofs/layout/padding";
import type { BodySums } from "../ownership/body-sums";
import { ClaimColumns } from "../ownership/claims";
import { byStart } from "../ownership/coarse";
import { addDirectory, blocksOf } from "../ownership/directory-parts";
import type { Inhabitants } from "../ownership/inhabitants";
import { KindSums } from "../ownership/kind-sums";
import { AFTER, DIRECTORY, INODE, isContents, PADDING } from "../ownership/kinds";
import type { Layer } from "../ownership/layer";
import type { Ownership } from "../ownership/ownership";
import { Reach } from "../ownership/reach";
import type { SpaceOwners, Thing } from "../ownership/space-owners";
import type { Pace } from "../ownership/steps";

export interface ByKind {
	/** Together they are the size of the space. */
	readonly sums: KindSums;
	/** Whether things lie on the same bytes, rightly or not. */
	readonly overlaps: boolean;
}

/** @param onBytes told how far it is @throws Failure `io`, `cancelled` */
export async function bytesByKind(
	space: SpaceOwners,
	{ inhabitants, bodies }: Pick<Ownership, "inhabitants" | "bodies">,
	pace: Pace,
	onBytes: (done: number) => void,
): Promise<ByKind> {
	const cover = new Cover(space, inhabitants, bodies);
	await atPace(cover.take(), pace, onBytes);
	const { sums, overlaps } = cover;
	for (const row of cover.laidAnew) {
		const body = await withBytes(() => reachOf(inhabitants, row), pace.signal);
		body.addTo(sums, -1);
	}
	for (const range of cover.unclear) {
		for await (const { start, end, kind, note } of space.pieces(range, pace))
			sums.add(kind, end - start, note);
	}
	return { sums, overlaps };
}

/** @throws Missing */
function reachOf(inhabitants: Inhabitants, row: number): Reach {
	const body = inhabitants.body(row);
	const reach = new Reach(body.inode.at.start, ignoreFindings);
	layInode(body, reach);
	return reach;
}

class Cover {
	readonly sums = new KindSums();
	/** Ranges that have to be laid out, ascending. */
	readonly unclear: Range[] = [];
	/** Rows of the inodes in them that are in the sums already. */
	readonly laidAnew: number[] = [];
	overlaps = false;
	readonly #space: SpaceOwners;
	readonly #inhabitants: Inhabitants;
	readonly #bodies: BodySums;
	readonly #claims = new ClaimColumns();
	/** Things that overlap one another: the first, others, and the range they have together. */
	#layer: Layer | undefined;
	#thing = 0;
	#others: Thing[] = [];
	#start = 0;
	#end = 0;
	/** Whether contents end at `#end`: then the rest of their block is theirs too. */
	#isRest = false;

	constructor(space: SpaceOwners, inhabitants: Inhabitants, bodies: BodySums) {
		this.#space = space;
		this.#inhabitants = inhabitants;
		this.#bodies = bodies;
		const known = bodies.of(space.shape.id);
		if (known) this.sums.addAll(known);
	}

	#add(kind: number, bytes: number): void {
		this.sums.add(kind, bytes, undefined);
	}

	*take(): Generator<number, void, void> {
		const { size } = this.#space.shape;
		yield* byStart(this.#space.layers, (layer, thing, start) => {
			const end = Math.min(layer.endOf(thing), size);
			if (start >= end) return;
			if (start >= this.#end) this.#goTo(start);
			if (this.#layer) this.#others.push({ layer, thing });
			else {
				this.#layer = layer;
				this.#thing = thing;
			}
			if (end >= this.#end) this.#isRest = layer.hasRests || (this.#isRest && end === this.#end);
			this.#end = Math.max(this.#end, end);
		});
		this.#goTo(size);
	}

	/** The group is complete; the next one begins at `start`. */
	#goTo(start: number): void {
		const layer = this.#layer;
		if (layer && !this.#isClear(layer, this.#thing)) {
			this.#leave(this.#start, this.#end);
			this.#layAnew([{ layer, thing: this.#thing }, ...this.#others]);
		}
		if (this.#end < start) this.#gap(this.#end, start);
		this.#layer = undefined;
		if (this.#others.length > 0) this.#others = [];
		this.#start = start;
		this.#end = start;
		this.#isRest = false;
	}

	#layAnew(things: readonly Thing[]): void {
		for (const { layer, thing } of things)
			if (layer.kindOf(thing) === INODE && this.#bodies.has(thing)) this.laidAnew.push(thing);
	}

	#leave(start: number, end: number): void {
		const last = this.unclear.at(-1);
		if (last?.end === start) this.unclear[this.unclear.length - 1] = { start: last.start, end };
		else this.unclear.push({ start, end });
	}

	#gap(start: number, end: number): void {
		const { declared, blockSize, free } = this.#space.shape;
		const rest = this.#isRest ? Math.min(end, roundUp(start, blockSize)) : start;
		this.sums.add(PADDING, rest - start, PADDINGS["contents-end"]);
		if (rest === end) return;
		if (this.#hasOrphans(rest, end)) this.#leave(rest, end);
		else {
			const cut = Math.min(Math.max(rest, declared), end);
			this.#add(free, cut - rest);
			this.#add(AFTER, end - cut);
		}
	}

	#hasOrphans(start: number, end: number): boolean {
		return this.#space.orphans.some(({ order }) => !order.overlapping(start, end).next().done);
	}

	/** Sums up the things of a group. @returns false when that cannot be done without looking closer */
	#isClear(layer: Layer, thing: number): boolean {
		const kind = layer.kindOf(thing);
		if (this.#others.length > 0) {
			this.overlaps = true;
			if (!this.#others.every((other) => other.layer.kindOf(other.thing) === kind)) return false;
			if (kind === INODE || kind === DIRECTORY || !isContents(kind)) return false;
		} else if (kind === INODE) return this.#bodies.has(thing) || this.#isTold(layer, thing);
		else if (kind === DIRECTORY) return this.#isCounted(layer, thing) || this.#isTold(layer, thing);
		else if (!isContents(kind)) return this.#isTold(layer, thing);
		this.#add(kind, this.#end - this.#start);
		return true;
	}

	/** Whether the census has counted what is in the blocks of a directory. */
	#isCounted(layer: Layer, thing: number): boolean {
		const row = layer.ownerOf(thing);
		const size = this.#end - this.#start;
		const isWhole = this.#inhabitants.isInTree(row) && layer.endOf(thing) === this.#end;
		const blocks = isWhole ? blocksOf(this.#inhabitants, row, size) : undefined;
		if (blocks) addDirectory(this.sums, blocks);
		return blocks !== undefined;
	}

	/** Whether the parts of a thing follow one another from its first byte to its last. */
	#isTold(layer: Layer, thing: number): boolean {
		const range = { start: this.#start, end: this.#end };
		const claims = this.#claims;
		claims.clear();
		try {
			layer.claim(thing, range, claims);
		} catch (error) {
			if (error instanceof Missing || isDamage(error)) return false;
			throw error;
		}
		const { start, end, kind, note, count } = claims;
		let at = range.start;
		for (let i = 0; i < count && start[i] === at; i++) at = end[i] as number;
		if (at !== range.end || end[count - 1] !== at) return false;
		for (let i = 0; i < count; i++) {
			this.sums.add(kind[i] as number, (end[i] as number) - (start[i] as number), note[i]);
		}
		return true;
	}
}
