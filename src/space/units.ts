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

/** Those that are stored as they are, are not among them. */
export function forEachUnit(
	{ extents, inhabitants }: Ownership,
	take: (unit: CompressedUnit) => void,
): void {
	const rows = numbersTo(extents.count).filter(
		(row) =>
			((extents.kind[row] as number) & EXTENT.KIND) === COMPRESSED &&
			extents.algorithm[row] !== NO_ALGORITHM,
	);
	sortByStart(rows, { startOf: (row) => extents.start[row] as number });
	/** Of the units that begin at one byte, of any space: what they decode to, by all that makes them one. */
	const units = new Map<string, CompressedUnit>();
	const takeAll = () => {
		for (const unit of units.values()) take(unit);
		units.clear();
	};
	let start = -1;
	for (const row of rows) {
		if (extents.start[row] !== start) takeAll();
		start = extents.start[row] as number;
		const algorithm = extents.algorithm[row] as number;
		const physical = extents.length[row] as number;
		const key = `${extents.space[row]} ${physical} ${algorithm}`;
		const size = inhabitants.size(extents.inode[row] as number);
		const logical = extents.fileEnd(row, size) - (extents.offset[row] as number);
		const known = units.get(key)?.logical ?? 0;
		units.set(key, { algorithm, physical, logical: Math.max(logical, known) });
	}
	takeAll();
}

/** By algorithm id. */
export function unitsByAlgorithm(ownership: Ownership): ReadonlyMap<number, UnitSums> {
	const sums = new Map<number, UnitSums>();
	forEachUnit(ownership, ({ algorithm, physical, logical }) => {
		const sum = sums.get(algorithm) ?? { units: 0, physical: 0, logical: 0 };
		sums.set(algorithm, sum);
		sum.units++;
		sum.physical += physical;
		sum.logical += logical;
	});
	return sums;
}
