/**
 * The structures that overlap a range of a space, and whose all its other bytes are: once owners
 * are known, no byte goes without a word.
 */
import { isDamage } from "../base/errors";
import { overlaps, type Range, span } from "../base/range";
import { withBytes } from "../base/resident";
import { countText } from "../base/words";
import { NOBODY } from "../ownership/claims";
import type { Inhabitants } from "../ownership/inhabitants";
import { INODE, isContents } from "../ownership/kinds";
import type { Layer } from "../ownership/layer";
import { type MapLine, MapLines } from "../ownership/lines";
import type { Ownership } from "../ownership/ownership";
import { type SpaceOwners, type Thing, thingsIn } from "../ownership/space-owners";
import type { Piece } from "../ownership/sweep";
import type { Annotation } from "../schema/annotate";
import { Annotator } from "../schema/annotator";
import type { Target } from "../schema/field";

/** Things and pieces annotated at most in one call. */
const MOST_THINGS = 1024;
const MOST_PIECES = 4096;

/** Not in order. @throws Failure `io`, `cancelled` */
export async function ownedStructures(
	{ inhabitants }: Ownership,
	space: SpaceOwners,
	range: Range,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const nodes: Annotation[] = [];
	const told = new Set<Layer>();
	let seen = 0;
	for (const one of thingsIn([...space.layers, ...space.orphans], range)) {
		if (++seen > MOST_THINGS) break;
		const { layer, thing } = one;
		if (isContents(layer.kindOf(thing)) || told.has(layer)) continue;
		const parts = await partsOf(space, one, range, signal);
		// What belongs to no inode is told together.
		if (layer.ownerOf(thing) === NOBODY) told.add(layer);
		if (layer.kindOf(thing) !== INODE) nodes.push(...parts);
		else if (parts.length > 0) nodes.push(groupOf(inhabitants, thing, parts));
	}
	return nodes;
}

/** Damage ends them: what is told before it stands. */
async function partsOf(
	{ bytes }: SpaceOwners,
	{ layer, thing }: Thing,
	range: Range,
	signal: AbortSignal,
): Promise<readonly Annotation[]> {
	let nodes: readonly Annotation[] = [];
	try {
		await withBytes(() => {
			const annotator = new Annotator(bytes, { range });
			nodes = annotator.nodes;
			layer.lay(thing, annotator);
		}, signal);
	} catch (error) {
		if (!isDamage(error)) throw error;
	}
	return nodes;
}

/** An inode with what is stored behind it, under one node named by its path. */
function groupOf(
	inhabitants: Inhabitants,
	row: number,
	children: readonly Annotation[],
): Annotation {
	const target = targetOf(inhabitants, row);
	return {
		key: "inode",
		label: target.label,
		start: Math.min(...children.map(({ start }) => start)),
		end: Math.max(...children.map(({ end }) => end)),
		role: "struct",
		doc: inhabitants.isOrphan(row)
			? "An inode that nothing points at, as builds in several steps leave behind."
			: "An inode and what is stored behind it.",
		target,
		children,
	};
}

function targetOf(inhabitants: Inhabitants, row: number): Target & { readonly label: string } {
	const start = inhabitants.start(row);
	const nid = inhabitants.nid(row);
	const label = new MapLines(inhabitants).pathOf(row) ?? `inode ${nid}`;
	return { span: span(inhabitants.space(row), start, start + 32), nid, label };
}

/** Nodes for all bytes of the range that none of `known` holds. */
export async function otherNodes(
	{ inhabitants }: Ownership,
	space: SpaceOwners,
	range: Range,
	known: readonly Annotation[],
	signal: AbortSignal,
): Promise<Annotation[]> {
	const nodes: Annotation[] = [];
	const { pieces } = await space.page(range, MOST_PIECES, { signal });
	for (const piece of pieces) {
		if (known.some((node) => overlaps(node, piece))) continue;
		const isCut = piece.start === range.start || piece.end === range.end;
		nodes.push(nodeOf(inhabitants, space, isCut ? await uncut(space, piece, signal) : piece));
	}
	return nodes;
}

/** The same piece, as far as it goes beyond the range that was asked about. */
async function uncut(space: SpaceOwners, piece: Piece, signal: AbortSignal): Promise<Piece> {
	const first = await space.at(piece.start, { signal });
	const last = await space.at(piece.end - 1, { signal });
	return {
		...piece,
		start: Math.min(piece.start, first.start),
		end: Math.max(piece.end, last.end),
	};
}

function nodeOf(inhabitants: Inhabitants, { shape }: SpaceOwners, piece: Piece): Annotation {
	const line = new MapLines(inhabitants).lineOf(shape.id, piece);
	const { start, end, kind, detail } = line;
	const [row] = piece.owners;
	const target = row === undefined ? {} : { target: targetOf(inhabitants, row) };
	const label = row === undefined ? {} : { label: namesOf(line, piece.owners.length) };
	if (isContents(piece.kind) || kind === "orphan") {
		const value = detail?.kind ? `would be ${detail.kind}` : kind;
		const doc = "Stored contents.";
		return { key: "contents", start, end, role: "data", value, doc, ...label, ...target };
	}
	const doc = detail?.why ? { doc: detail.why } : {};
	return { key: kind, start, end, role: "reserved", ...doc, ...label, ...target };
}

function namesOf({ path, nid, nids = [] }: MapLine, count: number): string {
	if (count === 1) return path ?? `inode ${nid}`;
	return `inodes ${nids.slice(0, 3).join(", ")}${count > 3 ? ` and ${countText(count - 3)} more` : ""}`;
}
