/**
 * Padding inside compressed units: a stream stands at the end of its unit, and the zeros in front of
 * it mean nothing. How many there are stands nowhere: the beginnings of units are read.
 */
import type { SpaceId } from "../base/range";
import { atPace } from "../base/steps";
import { NO_ALGORITHM } from "../census/extents";
import { stripLeadingZeros } from "../codecs/padding";
import { hasIncompat } from "../erofs/structs/features";
import type { SpaceOwners } from "../ownership/space-owners";
import { forEach, type Pace } from "../ownership/steps";
import type { Ledger } from "./ledger";
import { type CompressedUnit, forEachUnit } from "./units";

export interface InsideUnits {
	/** Bytes that mean nothing, in units that were looked into. */
	readonly bytes: number;
	readonly units: number;
	/** Units of which it cannot be told without decoding them, or that cannot be read. */
	readonly unknown: number;
}

/** Bytes of a unit read at a time: streams nearly always begin in the first. */
const PIECE = 4096;
/** Units between two words on how far it is. */
const TELL = 1024;
/** Of an image whose units overlap, as often as this its bytes are read. */
const MOST_PASSES = 4;

/** @throws Failure `io`, `cancelled` */
export async function insideUnits(
	{ ownership, whole }: Ledger,
	pace: Pace = {},
	onBytes: (done: number, total: number) => void = () => {},
): Promise<InsideUnits> {
	const { image } = ownership.inhabitants;
	const hasZeros = hasIncompat(image.facts, "LZ4_0PADDING");
	const units: CompressedUnit[] = [];
	await atPace(
		forEachUnit(ownership, (unit) => units.push(unit)),
		pace,
	);
	const spaces = new Map<SpaceId, SpaceOwners>(
		Array.from(ownership.stored(), (space) => [space.shape.id, space]),
	);
	const total = units.reduce((sum, { physical }) => sum + physical, 0);
	let done = 0;
	let bytes = 0;
	let unknown = 0;
	let left = whole * MOST_PASSES;
	const step = (i: number): undefined => {
		const { algorithm, space, start, physical, logical } = units[i] as CompressedUnit;
		const resident = spaces.get(space)?.bytes;
		if (algorithm === NO_ALGORITHM) bytes += Math.max(0, physical - logical);
		else if (!resident || left <= 0 || (algorithm === LZ4 && !hasZeros)) unknown++;
		else {
			let zeros = 0;
			for (let at = start; at < start + physical && zeros === at - start; at += PIECE)
				zeros += stripLeadingZeros(resident.slice(at, Math.min(at + PIECE, start + physical)));
			left -= zeros + PIECE;
			bytes += zeros;
		}
		done += physical;
		if (i % TELL === 0) onBytes(done, total);
		return undefined;
	};
	await forEach(units.length, step, { ...pace, damaged: () => unknown++ });
	return { bytes, units: units.length - unknown, unknown };
}

/** Id of the one algorithm whose older images have no zeros in front. */
const LZ4 = 0;
