/** One byte explained: whose it is, and the structures around it from the outside in. */
import { isDamage } from "../base/errors";
import { contains } from "../base/range";
import { withBytes } from "../base/resident";
import type { Extent } from "../erofs/map/extent";
import { extents, loadMap } from "../erofs/map/open";
import { type Step, Stepper } from "../schema/stepper";
import type { Inhabitants } from "./inhabitants";
import { isContents, ORPHAN } from "./kinds";
import { type SpaceOwners, type Thing, thingsIn } from "./space-owners";
import type { Piece } from "./sweep";

export interface Explanation {
	readonly piece: Piece;
	readonly steps: readonly Step[];
	/** The extent of the first owner that is stored here, when the byte is one of contents. */
	readonly extent?: Extent;
}

/** Extents of a file looked through for the one that holds a byte. */
const MOST_EXTENTS = 1_000_000;

/** Things that share the byte looked at; all of them are of one kind, so that the first would do. */
const MOST_THINGS = 16;

/** @throws Failure `io`, `cancelled` */
export async function explain(
	inhabitants: Inhabitants,
	space: SpaceOwners,
	offset: number,
	signal?: AbortSignal,
): Promise<Explanation> {
	const piece = await space.at(offset, { signal });
	const byte = { start: offset, end: offset + 1 };
	let seen = 0;
	for (const thing of thingsIn([...space.layers, ...space.orphans], byte)) {
		if (++seen > MOST_THINGS) break;
		const steps = await stepsOf(space, thing, offset, signal);
		const isIt = steps.some(({ kind }) => kind === piece.kind) || piece.kind === ORPHAN;
		if (!isIt) continue;
		const extent = isContents(thing.layer.kindOf(thing.thing))
			? await extentAt(inhabitants, space, thing, offset, signal)
			: undefined;
		return { piece, steps, ...(extent ? { extent } : {}) };
	}
	return { piece, steps: [] };
}

/** A name for each way from the outermost step to one of the innermost: bits can share a byte. */
export function waysOf(steps: readonly Step[]): string[][] {
	const names: string[] = [];
	return steps.flatMap((step, i) => {
		names.splice(step.depth, names.length, stepName(step));
		const isInnermost = (steps[i + 1]?.depth ?? 0) <= step.depth;
		return isInnermost ? [[...names]] : [];
	});
}

export const stepName = ({ name, label }: Step): string =>
	label === undefined ? name : `${name} ${label}`;

/** Damage ends them: what is told before it stands. */
async function stepsOf(
	{ bytes }: SpaceOwners,
	{ layer, thing }: Thing,
	offset: number,
	signal?: AbortSignal,
): Promise<readonly Step[]> {
	let steps: readonly Step[] = [];
	try {
		await withBytes(() => {
			const stepper = new Stepper(bytes, { start: offset, end: offset + 1 });
			steps = stepper.steps;
			layer.lay(thing, stepper);
		}, signal);
	} catch (error) {
		if (!isDamage(error)) throw error;
	}
	return steps;
}

/** The extent of the thing's owner that is stored at a byte. */
async function extentAt(
	inhabitants: Inhabitants,
	space: SpaceOwners,
	{ layer, thing }: Thing,
	offset: number,
	signal?: AbortSignal,
): Promise<Extent | undefined> {
	try {
		const inode = await withBytes(() => inhabitants.inode(layer.ownerOf(thing)), signal);
		const map = await loadMap(inhabitants.image, inode, signal);
		let seen = 0;
		for await (const extent of extents(map, 0, inode.size, signal)) {
			const { at } = extent;
			if (at?.space === space.shape.id && contains(at, offset)) return extent;
			if (++seen === MOST_EXTENTS) return undefined;
		}
	} catch (error) {
		if (!isDamage(error)) throw error;
	}
	return undefined;
}
