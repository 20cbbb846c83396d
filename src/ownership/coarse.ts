/**
 * A whole space at a glance: folds over all its things that read nothing and lay nothing out. An
 * inode with all behind it counts as one thing, as does a directory.
 */
import { type Range, roundUp } from "../base/range";
import { atOnce } from "../base/steps";
import { AFTER, COARSE_KINDS, ORPHAN, PADDING } from "./kinds";
import type { Layer } from "./layer";
import type { SpaceOwners } from "./space-owners";

/**
 * Told of one run after the other, from 0 to the end of the space.
 * @param zerosEnd of one that no thing has: up to here its bytes are known to be zero
 */
type TakeRun = (start: number, end: number, kind: number, zerosEnd: number) => void;

/**
 * Of things that overlap the one that begins first has the bytes.
 * @returns whether none do
 */
export function forEachRun(space: SpaceOwners, take: TakeRun): boolean {
	const { size, declared, blockSize, free: nobodys } = space.shape;
	const orphans = new Set(space.orphans);
	let at = 0;
	/** Whether contents end at `at`: then the rest of their block is theirs too. */
	let isRest = false;
	let areApart = true;
	/** Behind `at`, up to here, all bytes are known to be zero. */
	let zerosEnd = 0;
	const fill = (to: number) => {
		const rest = isRest ? Math.min(to, roundUp(at, blockSize)) : at;
		if (at < rest) take(at, rest, PADDING, zerosEnd);
		const free = Math.max(rest, Math.min(to, declared));
		if (rest < free) take(rest, free, nobodys, zerosEnd);
		if (free < to) take(free, to, AFTER, zerosEnd);
	};
	forEachByStart([...space.layers, ...space.orphans], (layer, thing, from) => {
		const start = Math.min(from, size);
		const end = Math.min(layer.endOf(thing), size);
		if (start > at) {
			fill(start);
			at = start;
			isRest = false;
		} else if (start < at && end > start) areApart = false;
		if (end > at) take(at, end, orphans.has(layer) ? ORPHAN : layer.kindOf(thing), 0);
		if (end >= at) {
			isRest = layer.hasRests || (isRest && end === at);
			zerosEnd = end + (layer.zerosBehind?.(thing) ?? 0);
		}
		at = Math.max(at, end);
	});
	fill(size);
	return areApart;
}

type TakeThing = (layer: Layer, thing: number, start: number) => void;

/** All things of some layers, by start. */
export const forEachByStart = (layers: readonly Layer[], take: TakeThing): void =>
	atOnce(byStart(layers, take));

/** Things taken in a step. */
const STEP = 1 << 13;

/** The same in steps, each of which tells where it has come to. */
export function* byStart(layers: readonly Layer[], take: TakeThing): Generator<number, void, void> {
	let left = STEP;
	const next = layers.map(() => 0);
	const starts = layers.map((layer) => startAt(layer, 0));
	for (;;) {
		let first = 0;
		/** Where another layer has its turn: the one in front of those that begin together. */
		let turn = Number.POSITIVE_INFINITY;
		for (let i = 1; i < starts.length; i++) {
			const start = starts[i] as number;
			if (start >= (starts[first] as number)) turn = Math.min(turn, start);
			else {
				turn = starts[first] as number;
				first = i;
			}
		}
		const layer = layers[first];
		let start = starts[first] as number;
		if (!layer || start === Number.POSITIVE_INFINITY) return;
		let position = next[first] as number;
		do {
			take(layer, layer.order.things[position++] as number, start);
			if (--left === 0) {
				yield start;
				left = STEP;
			}
			start = startAt(layer, position);
		} while (start < turn);
		next[first] = position;
		starts[first] = start;
	}
}

function startAt(layer: Layer, position: number): number {
	const thing = layer.order.things[position];
	return thing === undefined ? Number.POSITIVE_INFINITY : layer.startOf(thing);
}

/** For each of `cells` equal parts of a range, the kind that most of its bytes are of: of COARSE_KINDS. */
export function stripOf(space: SpaceOwners, range: Range, cells: number): Uint8Array<ArrayBuffer> {
	const strip = new Uint8Array(cells);
	const bytes = new Float64Array(COARSE_KINDS.length);
	let cell = 0;
	const endOf = (i: number) => range.start + ((range.end - range.start) * (i + 1)) / cells;
	forEachRun(space, (start, end, kind) => {
		const last = Math.min(end, range.end);
		for (let at = Math.max(start, range.start); at < last && cell < cells; ) {
			const to = Math.min(last, endOf(cell));
			if (to > at) bytes[kind] = (bytes[kind] as number) + to - at;
			at = Math.max(at, to);
			if (at < endOf(cell)) continue;
			strip[cell++] = mostIn(bytes);
			bytes.fill(0);
		}
	});
	if (cell < cells) strip[cell] = mostIn(bytes);
	return strip;
}

function mostIn(bytes: Float64Array): number {
	let most = 0;
	for (let kind = 1; kind < bytes.length; kind++) {
		if ((bytes[kind] as number) > (bytes[most] as number)) most = kind;
	}
	return most;
}
