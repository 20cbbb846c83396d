/**
 * Annotation trees flattened for drawing and for "what is this byte?": disjoint intervals in
 * ascending order, each with the way from the outermost structure to the field that claims it.
 *
 * Trees can overlap (an image may be damaged, and what is stored with an inode is also the
 * contents of its file): a structure wins over mere contents, and the smaller of two claims
 * over the larger, because it says more.
 */
import { intersect, overlaps, type Range } from "../../../../base/range";
import type { Annotation } from "../../../../schema/annotate";

export interface Leaf extends Range {
	/** From the outermost structure inwards, at least one. */
	readonly path: readonly Annotation[];
	/** The innermost. When it has children, these bytes belong to none of them. */
	readonly node: Annotation;
	/** Differs between neighbours of one structure, so that they can be told apart. */
	readonly odd: boolean;
}

interface Piece extends Range {
	readonly index: number;
}

interface Claim extends Piece {
	/** The lower one wins. */
	readonly rank: number;
}

/** Bytes the whole node has; contents come after everything else. */
const rankOf = (node: Annotation): number =>
	node.end - node.start + (node.role === "data" && !node.children ? Number.MAX_SAFE_INTEGER : 0);

/** For each part of `range`, the index of the node that says most about it. Ascending, disjoint. */
function cover(nodes: readonly Annotation[], range: Range): Piece[] {
	const claims = nodes
		.flatMap((node, index): Claim[] => {
			const part = intersect(node, range);
			return part ? [{ ...part, index, rank: rankOf(node) }] : [];
		})
		.sort((a, b) => a.start - b.start);
	const edges = claims.flatMap(({ start, end }) => [start, end]).sort((a, b) => a - b);
	const out: Piece[] = [];
	let active: Claim[] = [];
	let next = 0;
	for (let e = 0; e + 1 < edges.length; e++) {
		const start = edges[e] as number;
		const end = edges[e + 1] as number;
		if (start === end) continue;
		for (let claim = claims[next]; claim && claim.start <= start; claim = claims[next]) {
			active.push(claim);
			next++;
		}
		active = active.filter((claim) => claim.end > start);
		const [first] = active;
		if (!first) continue;
		const { index } = active.reduce(
			(best, claim) => (claim.rank < best.rank ? claim : best),
			first,
		);
		const last = out.at(-1);
		if (last?.index === index && last.end === start) out[out.length - 1] = { ...last, end };
		else out.push({ index, start, end });
	}
	return out;
}

function descend(
	nodes: readonly Annotation[],
	range: Range,
	path: readonly Annotation[],
	odd: boolean,
	out: Leaf[],
): void {
	const parent = path.at(-1);
	let at = range.start;
	const gap = (end: number) => {
		if (parent && end > at) out.push({ start: at, end, path, node: parent, odd: false });
	};
	for (const { index, start, end } of cover(nodes, range)) {
		const node = nodes[index] as Annotation;
		gap(start);
		const inner = [...path, node];
		// Which outermost nodes are known changes with the range: only children count.
		const flips = parent ? odd !== (index % 2 === 1) : false;
		if (node.children?.length) descend(node.children, { start, end }, inner, flips, out);
		else out.push({ start, end, path: inner, node, odd: flips });
		at = end;
	}
	gap(range.end);
}

/** The parts of `range` that anything is known about. */
export function flatten(nodes: readonly Annotation[], range: Range): Leaf[] {
	const out: Leaf[] = [];
	const near = nodes.filter((node) => overlaps(node, range));
	descend(near, range, [], false, out);
	return out;
}

/** Index of the first leaf that ends after `offset`. */
export function firstAfter(leaves: readonly Leaf[], offset: number): number {
	let low = 0;
	let high = leaves.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((leaves[middle] as Leaf).end <= offset) low = middle + 1;
		else high = middle;
	}
	return low;
}

export function leafAt(leaves: readonly Leaf[], offset: number): Leaf | undefined {
	const leaf = leaves[firstAfter(leaves, offset)];
	return leaf && leaf.start <= offset ? leaf : undefined;
}
