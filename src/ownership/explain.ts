/** One byte explained: whose it is, and the structures around it from the outside in. */
import { isDamage } from "../base/errors";
import type { Range } from "../base/range";
import { withBytes } from "../base/resident";
import type { Extent } from "../erofs/map/extent";
import { type Step, Stepper } from "../schema/stepper";
import { isContents, ORPHAN } from "./kinds";
import { type SpaceOwners, type Thing, thingsIn } from "./space-owners";
import type { Piece } from "./sweep";

export interface Explanation {
	readonly piece: Piece;
	readonly steps: readonly Step[];
	/** The extent of the first owner that is stored here, when the byte is one of contents. */
	readonly extent?: Extent;
}

/** Things that share the byte looked at; all of them are of one kind, so that the first would do. */
const MOST_THINGS = 16;

/** @throws Failure `io`, `cancelled` */
export async function explain(
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
			? await extentAt(thing, byte, signal)
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

/** The extent of the thing's owner that is stored at a byte; undefined where damage hides it. */
async function extentAt(
	{ layer, thing }: Thing,
	byte: Range,
	signal?: AbortSignal,
): Promise<Extent | undefined> {
	try {
		const [extent] = await withBytes(() => layer.extentsIn(thing, byte, 1), signal);
		return extent;
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}
