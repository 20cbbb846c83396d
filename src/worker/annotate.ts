/**
 * The structures that overlap a range of a space, and whose all its other bytes are: no byte goes
 * without a word, be it that nobody has read yet whose it is.
 */
import { isDamage } from "../base/errors";
import { overlaps, type Range, type SpaceId } from "../base/range";
import { withBytes } from "../base/resident";
import { because } from "../base/source";
import { parseSpace } from "../base/space";
import { NOBODY } from "../ownership/claims";
import type { Inhabitants } from "../ownership/inhabitants";
import { INODE, isContents } from "../ownership/kinds";
import type { Layer } from "../ownership/layer";
import type { Ownership } from "../ownership/ownership";
import { type SpaceOwners, type Thing, thingsIn } from "../ownership/space-owners";
import type { Annotation } from "../schema/annotate";
import { Annotator } from "../schema/annotator";
import { ownerTarget, pieceNodes } from "./piece-nodes";
import type { Session } from "./session";

/** Things annotated at most in one call. */
const MOST_THINGS = 1024;

/** What is to be annotated. */
interface Wanted {
	readonly space: SpaceId;
	readonly range: Range;
	/** The selected inode: all that it owns is told, met before or not. */
	readonly focus: bigint | undefined;
}

/** Ascending. @throws Failure `io`, `cancelled` */
export async function annotateRange(
	session: Session,
	{ space: id, range, focus }: Wanted,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const { owners } = session;
	const named = parseSpace(id);
	if (named?.kind === "file") owners.look(named.nid);
	if (focus !== undefined) owners.look(focus);
	if (!owners.areFound) await fetchBytes(session, id, range, signal);
	const ownership = await owners.sofar(signal);
	const space = await ownership.space(id, { signal });
	if (!space) return [];
	const nodes = await structures(ownership, space, range, signal);
	nodes.push(...(await pieceNodes(ownership, space, range, nodes, signal)));
	return nodes.filter((node) => overlaps(node, range)).sort((a, b) => a.start - b.start);
}

/** The bytes are on their way to the page anyway: once they are here, more is known of them. */
async function fetchBytes(
	{ file, owners }: Session,
	id: SpaceId,
	{ start, end }: Range,
	signal: AbortSignal,
): Promise<void> {
	const here = file(id);
	if (!here) return;
	const { source, offset } = here;
	const from = Math.min(start + offset, source.size);
	const to = Math.min(end + offset, source.size);
	if (source.readNow || from >= to || source.peek?.(from, to)) return;
	await because(source, "structures on screen").read(from, to, signal);
	owners.moreIsHere();
}

/** What structures say of themselves; not in order. */
async function structures(
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
		const owner = layer.ownerOf(thing);
		if (layer.kindOf(thing) === INODE) {
			if (parts.length > 0) nodes.push(groupOf(inhabitants, thing, parts));
		} else if (owner === NOBODY) {
			// What belongs to no inode is told together.
			told.add(layer);
			nodes.push(...parts);
		} else {
			const target = ownerTarget(inhabitants, owner);
			for (const part of parts) nodes.push({ label: target.label, target, ...part });
		}
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
	const target = ownerTarget(inhabitants, row);
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
