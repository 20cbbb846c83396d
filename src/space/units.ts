/** Compressed units: each once, whoever uses it. */
import { EXTENT, KINDS, NO_ALGORITHM } from "../census/extents";
import { numbersTo, sortByStart } from "../ownership/order";
import type { Ownership } from "../ownership/ownership";

export interface UnitSums {
	units: number;
	/** Bytes stored. */
	physical: number;
	/** Bytes they decode to, as far as somebody uses them. */
	logical: number;
}

export interface CompressedUnit {
	/** Id. */
	readonly algorithm: number;
	/** Bytes, as of UnitSums. */
	readonly physical: number;
	readonly logical: number;
}

const COMPRESSED = KINDS.indexOf("compressed");

/** Extents looked at in a step. */
const STEP = 1 << 14;

/** Those that are stored as they are, are not among them. */
export function* forEachUnit(
	{ extents, inhabitants }: Ownership,
	take: (unit: CompressedUnit) => void,
): Generator<void, void, void> {
	const rows = numbersTo(extents.count).filter(
		(row) =>
			((extents.kind[row] as number) & EXTENT.KIND) === COMPRESSED &&
			extents.algorithm[row] !== NO_ALGORITHM,
	);
	yield;
	sortByStart(rows, { startOf: (row) => extents.start[row] as number });
	yield;
	const unitAt = (row: number): CompressedUnit => {
		const size = inhabitants.size(extents.inode[row] as number);
		return {
			algorithm: extents.algorithm[row] as number,
			physical: extents.length[row] as number,
			logical: extents.fileEnd(row, size) - (extents.offset[row] as number),
		};
	};
	for (let first = 0, behind = 0; first < rows.length; first = behind) {
		const start = extents.start[rows[first] as number];
		do behind++;
		while (behind < rows.length && extents.start[rows[behind] as number] === start);
		if (behind - first === 1) take(unitAt(rows[first] as number));
		else for (const unit of distinct(rows.subarray(first, behind))) take(unit);
		if (Math.floor(first / STEP) !== Math.floor(behind / STEP)) yield;
	}

	/** Of those that begin at one byte, of any space: what they decode to, by all that makes them one. */
	function distinct(some: Uint32Array): Iterable<CompressedUnit> {
		const units = new Map<string, CompressedUnit>();
		for (const row of some) {
			const unit = unitAt(row);
			const key = `${extents.space[row]} ${unit.physical} ${unit.algorithm}`;
			const known = units.get(key);
			if (!known || known.logical < unit.logical) units.set(key, unit);
		}
		return units.values();
	}
}

/** By algorithm id. */
export function* unitsByAlgorithm(
	ownership: Ownership,
): Generator<void, ReadonlyMap<number, UnitSums>, void> {
	const sums = new Map<number, UnitSums>();
	yield* forEachUnit(ownership, ({ algorithm, physical, logical }) => {
		const sum = sums.get(algorithm) ?? { units: 0, physical: 0, logical: 0 };
		sums.set(algorithm, sum);
		sum.units++;
		sum.physical += physical;
		sum.logical += logical;
	});
	return sums;
}
