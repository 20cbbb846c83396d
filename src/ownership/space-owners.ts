/**
 * One space as a partition: each byte from 0 to its end with its kind and its owners. Who lies
 * where is known coarsely; what is asked about is laid out, some blocks at a time.
 */
import { checkCancelled, Failure, isDamage } from "../base/errors";
import { contains, intersect, type Range, roundDown, roundUp, type SpaceId } from "../base/range";
import type { Resident } from "../base/resident";
import { PADDINGS } from "../erofs/layout/padding";
import { ClaimColumns, NOBODY } from "./claims";
import { Gaps } from "./gaps";
import { AFTER, DIRECTORY, HIDDEN, INODE, ORPHAN, PADDING, RANKS, UNKNOWN } from "./kinds";
import type { Layer } from "./layer";
import { forEach, type Pace } from "./steps";
import { type Piece, push, sweep } from "./sweep";

export interface SpaceShape {
	readonly id: SpaceId;
	/** Bytes it has. */
	readonly size: number;
	/** Bytes it should have, as the image says: what is behind is none of it. */
	readonly declared: number;
	/** Bytes; contents can end inside a block, and directories are laid out by blocks. */
	readonly blockSize: number;
	/** Kind of the bytes that nobody claims. */
	readonly free: number;
}

export interface PieceList {
	readonly pieces: readonly Piece[];
	/** Behind the last of them. */
	readonly end: number;
}

/** A thing of a layer. */
export interface Thing {
	readonly layer: Layer;
	readonly thing: number;
}

/** What some layers say of a range. */
interface Laid {
	readonly claims: ClaimColumns;
	/** Owners of contents that end inside a block, by the byte behind them. */
	readonly rests: ReadonlyMap<number, readonly number[]>;
}

/** Bytes laid out at a time. */
const WINDOW = 64 << 10;

/** What the bytes behind contents are, for those who left them and for orphans. */
const REST = { kind: PADDING, note: PADDINGS["contents-end"] };
const ORPHANS_REST = { kind: ORPHAN, note: "padding" };

export class SpaceOwners {
	readonly shape: SpaceShape;
	readonly bytes: Resident;
	readonly layers: readonly Layer[];
	#orphans: readonly Layer[] = [];
	#gaps: Gaps | undefined;

	constructor(shape: SpaceShape, bytes: Resident, layers: readonly Layer[]) {
		this.shape = shape;
		this.bytes = bytes;
		this.layers = layers;
	}

	/** Of inodes that nothing points at: they have what the others leave. */
	get orphans(): readonly Layer[] {
		return this.#orphans;
	}

	addOrphans(layers: readonly Layer[]): void {
		this.#orphans = layers;
		if (layers.length > 0) this.#gaps = undefined;
	}

	/** What all of them leave, but for zeros. */
	get gaps(): Gaps {
		this.#gaps ??= new Gaps(this);
		return this.#gaps;
	}

	/**
	 * What a byte of the space is, and how far around it that holds. Where contents are shared in
	 * parts, it may be cut more finely than told here.
	 * @throws Failure `io`, `cancelled`
	 */
	async at(offset: number, pace: Pace = {}): Promise<Piece> {
		const byte = { start: offset, end: offset + 1 };
		const { claims } = await this.#lay(this.layers, byte, pace);
		const [piece] = sweep(claims, byte, RANKS);
		if (piece && piece.kind !== UNKNOWN) return { ...piece, ...commonRange(claims, piece) };
		for await (const free of this.pieces(this.#gapAround(offset), pace)) {
			if (contains(free, offset)) return free;
		}
		throw new Failure({
			kind: "bug",
			message: `No piece holds byte ${offset} of ${this.shape.id}.`,
		});
	}

	/** At most `most` pieces from the beginning of `range` on, and where to go on. */
	async page(range: Range, most: number, pace: Pace = {}): Promise<PieceList> {
		const pieces: Piece[] = [];
		for await (const piece of this.pieces(range, pace)) {
			if (pieces.length === most) break;
			pieces.push(piece);
		}
		return { pieces, end: pieces.at(-1)?.end ?? range.start };
	}

	/** Bytes around one that nothing claims: as far as no thing lies, or in a damaged thing its block. */
	#gapAround(offset: number): Range {
		const { size, blockSize } = this.shape;
		let reach = 0;
		let next = size;
		for (const layer of this.layers) {
			reach = Math.max(reach, layer.order.reachBefore(offset));
			next = Math.min(next, startFrom(layer, offset));
		}
		if (reach <= offset) return { start: reach, end: next };
		const start = roundDown(offset, blockSize);
		return { start, end: Math.min(next, start + blockSize) };
	}

	/**
	 * Pieces of all bytes of `range`, in order, cut at its ends.
	 * @throws Failure `io`, `cancelled`
	 */
	async *pieces(range: Range, pace: Pace = {}): AsyncGenerator<Piece, void, void> {
		const { size, blockSize } = this.shape;
		const end = Math.min(range.end, size);
		const waiting: Piece[] = [];
		for (let from = roundDown(range.start, blockSize); from < end; ) {
			checkCancelled(pace.signal);
			const to = Math.min(this.#windowEnd(from), roundUp(end, blockSize), size);
			for (const piece of await this.#window({ start: from, end: to }, pace)) {
				const part = intersect(piece, range);
				if (part) push(waiting, { ...piece, ...part });
			}
			// The last one may go on in the next window.
			yield* waiting.splice(0, waiting.length - 1);
			from = to;
		}
		yield* waiting;
	}

	/**
	 * Where the window from `from` on ends: with a block, and as far as it takes where nothing
	 * begins or ends, since contents can be long.
	 */
	#windowEnd(from: number): number {
		const { blockSize } = this.shape;
		const least = from + Math.max(WINDOW, blockSize);
		let next = Number.POSITIVE_INFINITY;
		for (const layer of [...this.layers, ...this.orphans]) {
			next = Math.min(next, startFrom(layer, from));
			if (next < least) return least;
			for (const thing of layer.order.overlapping(from, from + 1)) {
				if (layer.kindOf(thing) === INODE) return least;
				if (layer.kindOf(thing) === DIRECTORY && from < laidEnd(layer, thing)) return least;
				next = Math.min(next, layer.endOf(thing));
				if (next < least) return least;
			}
		}
		return Math.max(least, roundDown(next, blockSize));
	}

	/** Pieces of a range that begins with a block and ends with one, or with the space. */
	async #window(range: Range, pace: Pace = {}): Promise<Piece[]> {
		const living = await this.#lay(this.layers, range, pace);
		const orphans = await this.#lay(this.orphans, range, pace);
		const nobodys = (gap: Range) => unclaimed(gap, this.shape);
		return filled(this.#swept(living, range, REST), range, (gap) =>
			filled(this.#swept(orphans, gap, ORPHANS_REST), gap, nobodys),
		);
	}

	async #lay(layers: readonly Layer[], range: Range, pace: Pace = {}): Promise<Laid> {
		const things = [...thingsIn(layers, range)];
		const claims = new ClaimColumns();
		const own = new ClaimColumns();
		const step = (i: number) => {
			const { layer, thing } = things[i] as Thing;
			own.clear();
			try {
				layer.claim(thing, range, own);
			} catch (error) {
				// The findings are those of the checks; here what is damaged is nobody's.
				if (!isDamage(error)) throw error;
			}
			claims.addAll(own);
			if (layer.kindOf(thing) === INODE) addHidden(claims, own, { layer, thing }, range);
			return undefined;
		};
		await forEach(things.length, step, {
			...pace,
			prepare: (from, to) => this.#need(things.slice(from, to), range),
			damaged(_, i) {
				const { layer, thing } = things[i] as Thing;
				layer.claimUnread(thing, claims);
			},
		});
		return { claims, rests: this.#restsOf(things, range) };
	}

	/** The bytes of structures in a range are fetched together. @throws Missing */
	#need(things: readonly Thing[], range: Range): void {
		if (this.bytes.isImmediate) return;
		const { size } = this.shape;
		const ranges = things.flatMap(({ layer, thing }) => {
			if (layer.kindOf(thing) !== INODE && layer.kindOf(thing) !== DIRECTORY) return [];
			const end = Math.min(laidEnd(layer, thing), range.end, size);
			const start = Math.max(layer.startOf(thing), range.start);
			return start < end ? [{ start, end }] : [];
		});
		this.bytes.need(ranges);
	}

	#restsOf(things: readonly Thing[], range: Range): Map<number, number[]> {
		const rests = new Map<number, number[]>();
		for (const { layer, thing } of things) {
			if (!layer.hasRests) continue;
			const end = layer.endOf(thing);
			if (end % this.shape.blockSize === 0 || !contains(range, end)) continue;
			const owners = rests.get(end);
			if (owners) owners.push(layer.ownerOf(thing));
			else rests.set(end, [layer.ownerOf(thing)]);
		}
		return rests;
	}

	/** Pieces of claimed bytes, and of the rests behind them. */
	#swept({ claims, rests }: Laid, range: Range, rest: Pick<Piece, "kind" | "note">): Piece[] {
		const restIn = (gap: Range): Piece[] => {
			const owners = rests.get(gap.start);
			if (!owners) return [];
			const end = Math.min(gap.end, roundUp(gap.start, this.shape.blockSize));
			return [{ start: gap.start, end, ...rest, owners: [...new Set(owners)] }];
		};
		return filled(sweep(claims, range, RANKS), range, restIn);
	}
}

/** What lies together with an inode, and no part of it tells whose it is: damage stopped that. */
function addHidden(to: ClaimColumns, own: ClaimColumns, { layer, thing }: Thing, range: Range) {
	const whole = { start: layer.startOf(thing), end: layer.endOf(thing) };
	const seen = intersect(whole, range);
	if (!seen || own.claimedIn(seen) >= seen.end - seen.start) return;
	to.add(seen.start, seen.end, UNKNOWN, NOBODY, HIDDEN);
}

/** What all claims that make a piece hold. */
function commonRange({ start, end, kind, count }: ClaimColumns, piece: Piece): Range {
	let from = 0;
	let to = Number.POSITIVE_INFINITY;
	for (let i = 0; i < count; i++) {
		const first = start[i] as number;
		const last = end[i] as number;
		// A body has other bytes of the same kind, elsewhere.
		if (kind[i] !== piece.kind || first > piece.start || last < piece.end) continue;
		from = Math.max(from, first);
		to = Math.min(to, last);
	}
	return { start: from, end: to };
}

const laidEnd = (layer: Layer, thing: number): number =>
	layer.laidEnd?.(thing) ?? layer.endOf(thing);

/** Where the first thing begins that begins at `at` or behind it. */
function startFrom(layer: Layer, at: number): number {
	const thing = layer.order.things[layer.order.firstFrom(at)];
	return thing === undefined ? Number.POSITIVE_INFINITY : layer.startOf(thing);
}

/** Things that overlap a range, layer by layer. */
export function* thingsIn(layers: readonly Layer[], range: Range): Generator<Thing, void, void> {
	for (const layer of layers) {
		for (const thing of layer.order.overlapping(range.start, range.end)) yield { layer, thing };
	}
}

/** The pieces, and between them in `range` what `fill` makes of each gap. */
function filled(pieces: readonly Piece[], range: Range, fill: (gap: Range) => Piece[]): Piece[] {
	const all: Piece[] = [];
	let at = range.start;
	for (const piece of pieces) {
		if (at < piece.start) for (const made of fill({ start: at, end: piece.start })) push(all, made);
		push(all, piece);
		at = piece.end;
	}
	if (at < range.end) for (const made of fill({ start: at, end: range.end })) push(all, made);
	return all;
}

function unclaimed({ start, end }: Range, { declared, free }: SpaceShape): Piece[] {
	const pieces: Piece[] = [];
	const cut = Math.min(Math.max(start, declared), end);
	if (start < cut) pieces.push({ start, end: cut, kind: free, owners: [] });
	if (cut < end) pieces.push({ start: cut, end, kind: AFTER, owners: [] });
	return pieces;
}
