/** Things that lie on the same bytes and must not: which those are, and whose fault it is. */
import type { Finding } from "../base/finding";
import type { Range } from "../base/range";
import { showName } from "../base/text";
import { countText } from "../base/words";
import { fault } from "../erofs/faults";
import { kind } from "../erofs/layout/kinds";
import { NOBODY } from "./claims";
import { byStart } from "./coarse";
import type { Inhabitants } from "./inhabitants";
import { COARSE_KINDS, PADDING } from "./kinds";
import type { Layer } from "./layer";
import type { SpaceOwners, Thing } from "./space-owners";

/** Two things on the same bytes, which no sound image has. */
export interface Clash {
	readonly range: Range;
	/** The one that begins first. */
	readonly first: Thing;
	readonly second: Thing;
}

/** What several may have together. */
const SHARED = new Set((["chunk-data", "pcluster", "fragment"] as const).map(kind));

/** Contents in one piece: several files have them together from the first byte on, or not at all. */
const PLAIN = kind("plain-data");

/** The long prefixes lie among the contents of files that happen to hold the same bytes. */
const PREFIXES = kind("prefix-table");
const FRAGMENT = kind("fragment");

/** Inodes of their own, whose contents are deduplicated against those of files. */
const HIDDEN = new Set((["packed-data", "metabox-data"] as const).map(kind));

/** Of no structure, and free for whoever wants it. */
const FREE = new Set([PADDING, kind("boot")]);

/** @param together whether both begin at the same byte, as a stored piece does for all who have it */
function mayShare(a: number, b: number, together: boolean): boolean {
	if (FREE.has(a) || FREE.has(b)) return true;
	if (a === b) return SHARED.has(a) || (a === PLAIN && together);
	if (HIDDEN.has(a) || HIDDEN.has(b)) {
		return together && [a, b].every((one) => HIDDEN.has(one) || SHARED.has(one) || one === PLAIN);
	}
	return (a === PREFIXES && b === FRAGMENT) || (a === FRAGMENT && b === PREFIXES);
}

/**
 * All things by start; those of a layer that begin together by whose they are, whoever was planned
 * first: what is told of them must not depend on it.
 * @param take returns false when no more are wanted
 */
function forEachInOrder(
	layers: readonly Layer[],
	take: (layer: Layer, thing: number, start: number) => boolean,
): void {
	const layerOf = ({ layer }: Thing) => layers.indexOf(layer);
	/** One, and others that begin where it does: an object for each of a million would be too much. */
	let one: { layer: Layer; thing: number } | undefined;
	let others: Thing[] = [];
	let at = Number.NaN;
	let isWanted = true;
	const tell = () => {
		if (!one || !isWanted) return;
		if (others.length === 0) {
			isWanted = take(one.layer, one.thing, at);
			return;
		}
		const together = [{ ...one }, ...others];
		together.sort((a, b) => layerOf(a) - layerOf(b) || ownerOf(a) - ownerOf(b));
		isWanted = together.every(({ layer, thing }) => take(layer, thing, at));
		others = [];
	};
	const steps = byStart(layers, (layer, thing, start) => {
		if (start === at) {
			others.push({ layer, thing });
			return;
		}
		tell();
		at = start;
		if (!one) one = { layer, thing };
		one.layer = layer;
		one.thing = thing;
	});
	while (isWanted && !steps.next().done);
	tell();
}

const ownerOf = ({ layer, thing }: Thing): number => layer.ownerOf(thing);

/**
 * Things that overlap one in front of them, at most `most`: each is told once for every kind
 * that it must not share bytes with.
 */
export function clashesOf(space: Pick<SpaceOwners, "layers" | "shape">, most: number): Clash[] {
	const clashes: Clash[] = [];
	/** By kind, the thing so far that reaches furthest. */
	const furthest: { layer: Layer; thing: number; end: number }[] = [];
	forEachInOrder(space.layers, (layer, thing, start) => {
		const end = Math.min(layer.endOf(thing), space.shape.size);
		const kind = layer.kindOf(thing);
		if (start >= end) return true;
		furthest.forEach((first, other) => {
			const together = first.layer.startOf(first.thing) === start;
			if (first.end <= start || mayShare(kind, other, together)) return;
			const owner = layer.ownerOf(thing);
			const isOwn = kind === other && first.layer.ownerOf(first.thing) === owner;
			if (isOwn && HIDDEN.has(kind)) return;
			const range = { start, end: Math.min(end, first.end) };
			const { layer: itsLayer, thing: itsThing } = first;
			clashes.push({
				range,
				first: { layer: itsLayer, thing: itsThing },
				second: { layer, thing },
			});
		});
		const known = furthest[kind];
		if (!known) furthest[kind] = { layer, thing, end };
		else if (end > known.end) {
			known.layer = layer;
			known.thing = thing;
			known.end = end;
		}
		return clashes.length < most;
	});
	return clashes;
}

/** Clashes of one space that are looked for. */
const MOST_CLASHES = 2000;

/** One thing, and all that it lies on or that lies on it. */
interface Trouble {
	readonly thing: Thing;
	readonly others: Thing[];
	readonly range: { start: number; end: number };
}

/**
 * What lies on many things is wrong itself, rather than they: each clash is put down to the one
 * of its two that has more of them.
 */
function troublesOf(clashes: readonly Clash[]): Trouble[] {
	const counts = new Map<string, number>();
	const keyOf = ({ layer, thing }: Thing) =>
		`${layer.kindOf(thing)} ${layer.ownerOf(thing)} ${layer.startOf(thing)}`;
	const count = (thing: Thing) => counts.get(keyOf(thing)) ?? 0;
	for (const { first, second } of clashes) {
		for (const thing of [first, second]) counts.set(keyOf(thing), count(thing) + 1);
	}
	const troubles = new Map<string, Trouble>();
	for (const { first, second, range } of clashes) {
		const [thing, other] = count(first) > count(second) ? [first, second] : [second, first];
		const known = troubles.get(keyOf(thing)) ?? { thing, others: [], range: { ...range } };
		troubles.set(keyOf(thing), known);
		known.others.push(other);
		known.range.start = Math.min(known.range.start, range.start);
		known.range.end = Math.max(known.range.end, range.end);
	}
	return [...troubles.values()];
}

/** A writer that finds contents of one file within those of another is thinkable. */
const PLAIN_ON_PLAIN = {
	severity: "warning",
	text: "Contents of files overlap, and begin at different bytes: a size or an address is wrong.",
} as const;

const isPlain = ({ layer, thing }: Thing): boolean => layer.kindOf(thing) === PLAIN;

function pathOf(inhabitants: Inhabitants, owner: number): Pick<Finding, "path"> {
	const path = inhabitants.pathOf(owner);
	return path ? { path: showName(path) } : {};
}

/** What is told of all clashes of a space. */
export function clashFindings(space: SpaceOwners, inhabitants: Inhabitants): Finding[] {
	const name = ({ layer, thing }: Thing): string => {
		const owner = layer.ownerOf(thing);
		const what = COARSE_KINDS[layer.kindOf(thing)] as string;
		return owner === NOBODY ? what : `${what} of inode ${inhabitants.nid(owner)}`;
	};
	if (space.gaps.areThingsApart) return [];
	return troublesOf(clashesOf(space, MOST_CLASHES)).map(({ thing, others, range }) => {
		const owner = thing.layer.ownerOf(thing.thing);
		const [first, ...more] = others;
		const rest = more.length === 0 ? "" : `, and ${countText(more.length)} more`;
		return {
			...fault("bytes-owned-twice"),
			...(isPlain(thing) && others.every(isPlain) ? PLAIN_ON_PLAIN : {}),
			at: { space: space.shape.id, ...range },
			structure: COARSE_KINDS[thing.layer.kindOf(thing.thing)] as string,
			seen: `${name(thing)} on ${name(first as Thing)}${rest}`,
			allowed: "bytes of one structure",
			...(owner === NOBODY ? {} : { nid: inhabitants.nid(owner), ...pathOf(inhabitants, owner) }),
		};
	});
}
