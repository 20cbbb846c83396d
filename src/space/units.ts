/** Compressed units: each once, whoever uses it. */
import type { SpaceId } from "../base/range";
import { EXTENT, EXTENT_KIND, NO_ALGORITHM } from "../census/extents";
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
	/** Id, or NO_ALGORITHM for one that is stored as it is. */
	readonly algorithm: number;
	/** Row of an inode that uses it. */
	readonly inode: number;
	/** Where it begins. */
	readonly space: SpaceId;
	readonly start: number;
	/** Bytes, as of UnitSums. */
	readonly physical: number;
	readonly logical: number;
	/** Bytes of contents, of all that use it together. */
	readonly used: number;
}

const { COMPRESSED } = EXTENT_KIND;

/** Extents looked at in a step. */
const STEP = 1 << 14;

/** @param isWanted whether extents of an inode count, by its row */
export function* forEachUnit(
	{ extents, inhabitants }: Ownership,
	take: (unit: CompressedUnit) => void,
	isWanted: (inode: number) => boolean = () => true,
): Generator<void, void, void> {
	const rows = numbersTo(extents.count).filter(
		(row) =>
			((extents.kind[row] as number) & EXTENT.KIND) === COMPRESSED &&
			isWanted(extents.inode[row] as number),
	);
	yield;
	sortByStart(rows, { startOf: (row) => extents.start[row] as number });
	yield;
	const unitAt = (row: number): CompressedUnit => {
		const inode = extents.inode[row] as number;
		const end = extents.fileEnd(row, inhabitants.size(inode));
		const logical = Math.max(0, end - (extents.offset[row] as number));
		return {
			algorithm: extents.algorithm[row] as number,
			inode,
			space: extents.spaces[extents.space[row] as number] as SpaceId,
			start: extents.start[row] as number,
			physical: extents.length[row] as number,
			logical,
			used: logical,
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
			const key = `${unit.space} ${unit.physical} ${unit.algorithm}`;
			const known = units.get(key);
			const longest = known && known.logical >= unit.logical ? known : unit;
			units.set(key, { ...longest, used: unit.logical + (known?.used ?? 0) });
		}
		return units.values();
	}
}

/** By algorithm id, without units that are stored as they are. */
export function* unitsByAlgorithm(
	ownership: Ownership,
): Generator<void, ReadonlyMap<number, UnitSums>, void> {
	const sums = new Map<number, UnitSums>();
	yield* forEachUnit(ownership, ({ algorithm, physical, logical }) => {
		if (algorithm === NO_ALGORITHM) return;
		const sum = sums.get(algorithm) ?? { units: 0, physical: 0, logical: 0 };
		sums.set(algorithm, sum);
		sum.units++;
		sum.physical += physical;
		sum.logical += logical;
	});
	return sums;
}

/** Bytes of the largest unit of contents, also of those that are packed together; the metabox has its own. */
export function largestUnit({ extents, inhabitants }: Ownership): number {
	const { metaboxNid } = inhabitants.image;
	const metabox = metaboxNid === undefined ? undefined : inhabitants.find(metaboxNid);
	let largest = 0;
	for (let row = 0; row < extents.count; row++) {
		if (((extents.kind[row] as number) & EXTENT.KIND) !== COMPRESSED) continue;
		if (extents.inode[row] === metabox) continue;
		largest = Math.max(largest, extents.length[row] as number);
	}
	return largest;
}
