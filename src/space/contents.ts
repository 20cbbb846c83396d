/**
 * The contents of all names, each byte once: how they are stored, and what it saves that several
 * are stored together, packed, or not at all. Nothing is read.
 */
import { roundUp, type SpaceId } from "../base/range";
import { atOnce } from "../base/steps";
import { EXTENT, EXTENT_KIND, NO_ALGORITHM } from "../census/extents";
import { sharedXattrId } from "../erofs/structs/xattr";
import { ClaimColumns } from "../ownership/claims";
import { sortByStart } from "../ownership/order";
import { SharedLayer } from "../ownership/shared";
import type { Ledger } from "./ledger";
import { forEachUnit } from "./units";

const WAYS = [
	{
		id: "links",
		label: "more names of a file",
		doc: "Hard links: all names after the first lead to the same inode.",
	},
	{ id: "holes", label: "holes", doc: "Zeros that are stored nowhere." },
	{
		id: "compressed",
		label: "compressed",
		doc: "In compressed units, each counted where it is used first.",
	},
	{
		id: "shared-units",
		label: "units used again",
		doc: "In compressed units that are used elsewhere too (dedupe). What they would take is estimated, by the share of the unit that is used.",
		isEstimated: true,
	},
	{ id: "plain", label: "stored as they are", doc: "Not compressed, in blocks of their own." },
	{
		id: "shared-blocks",
		label: "blocks used again",
		doc: "In blocks and chunks that are used elsewhere too.",
	},
	{
		id: "packed",
		label: "packed together",
		doc: "Ends of files, and short files, in the packed inode (fragments). That each would take blocks of its own is estimated.",
		isEstimated: true,
	},
	{
		id: "shared-ends",
		label: "packed ends used again",
		doc: "Bytes of the packed inode that are the end of several files.",
		isEstimated: true,
	},
	{
		id: "behind-inodes",
		label: "behind their inodes",
		doc: "Ends of files that need no block of their own.",
	},
	{
		id: "elsewhere",
		label: "on devices that are not here",
		doc: "Stored in files that were not given.",
	},
	{ id: "unknown", label: "not found", doc: "Damage hides where they are." },
] as const satisfies readonly Way[];

interface Way {
	readonly id: string;
	readonly label: string;
	readonly doc: string;
	/** Whether `saved` is a guess. */
	readonly isEstimated?: true;
}

export type WayId = (typeof WAYS)[number]["id"];

export interface ContentsSum {
	readonly id: WayId;
	readonly label: string;
	readonly doc: string;
	/** Bytes of contents, bytes they take on disk, and bytes that they would take besides. */
	readonly contents: number;
	readonly stored: number;
	readonly saved: number;
	readonly estimated: boolean;
}

export interface ContentsSums {
	/** Of all names: the sum of all `contents`. */
	readonly total: number;
	/** Ways without contents are left out. */
	readonly ways: readonly ContentsSum[];
	/** Attributes that several inodes share: bytes that copies with each would take besides. */
	readonly attributes: { readonly shared: number; readonly saved: number };
}

const { DATA, INLINE, FRAGMENT } = EXTENT_KIND;

class Sums {
	readonly #sums = new Map<WayId, { contents: number; stored: number; saved: number }>();

	add(id: WayId, contents: number, stored: number, saved = 0): void {
		const sum = this.#sums.get(id) ?? { contents: 0, stored: 0, saved: 0 };
		this.#sums.set(id, sum);
		sum.contents += contents;
		sum.stored += stored;
		sum.saved += saved;
	}

	get contents(): number {
		return [...this.#sums.values()].reduce((sum, { contents }) => sum + contents, 0);
	}

	ways(): ContentsSum[] {
		return WAYS.flatMap(({ id, label, doc, ...rest }) => {
			const sum = this.#sums.get(id);
			const estimated = "isEstimated" in rest;
			return sum && sum.contents > 0 ? [{ id, label, doc, ...sum, estimated }] : [];
		});
	}
}

export function contentsOf(ledger: Ledger): ContentsSums {
	const sums = new Sums();
	const total = addNames(ledger, sums);
	addUnits(ledger, sums);
	for (const [space, rows] of extentsBySpace(ledger)) addRuns(ledger, sums, space, rows);
	// Damage can also make more of what is there than names have.
	const unknown = total - sums.contents;
	if (unknown > 0) sums.add("unknown", unknown, 0);
	return { total: sums.contents, ways: sums.ways(), attributes: sharedAttributes(ledger) };
}

/** What inodes say without their extents. @returns bytes of contents of all names */
function addNames(
	{ tree, files, account, ownership: { inhabitants } }: Ledger,
	sums: Sums,
): number {
	const { alone, shared } = account.inodes;
	let total = 0;
	for (let row = 0; row < files.size.length; row++) {
		const size = files.size[row] as number;
		if (size === 0 || !inhabitants.isInTree(row)) continue;
		total += size;
		const holes = Math.min(size, files.holes[row] as number);
		sums.add("holes", holes, 0, holes);
		const more = tree.directoryOf(row) >= 0 ? 0 : Math.max(0, (tree.inodes.names[row] ?? 0) - 1);
		if (more === 0) continue;
		const stored = (alone[row] as number) + (shared[row] as number);
		sums.add("links", more * size, 0, more * stored);
		total += more * size;
	}
	return total;
}

function addUnits({ ownership }: Ledger, sums: Sums): void {
	const { inhabitants } = ownership;
	const { blockSize } = inhabitants.image.facts;
	const take: Parameters<typeof forEachUnit>[1] = (unit) => {
		const { algorithm, inode, space, start, physical, logical, used } = unit;
		const again = used - logical;
		if (again > 0)
			sums.add("shared-units", again, 0, Math.round((physical * again) / Math.max(1, logical)));
		if (inhabitants.isBehind(inode, space, start, start + physical))
			sums.add("behind-inodes", logical, physical, roundUp(physical, blockSize) - physical);
		else if (algorithm === NO_ALGORITHM) sums.add("plain", logical, physical);
		else sums.add("compressed", logical, physical, Math.max(0, logical - physical));
	};
	atOnce(forEachUnit(ownership, take, (inode) => inhabitants.isInTree(inode)));
}

/** Of files: what is neither compressed nor a hole. */
function extentsBySpace({ ownership: { extents, inhabitants } }: Ledger): Map<SpaceId, number[]> {
	const spaces = new Map<SpaceId, number[]>();
	for (let row = 0; row < extents.count; row++) {
		const kind = (extents.kind[row] as number) & EXTENT.KIND;
		if (kind !== DATA && kind !== INLINE && kind !== FRAGMENT) continue;
		if (extents.length[row] === 0 || !inhabitants.isInTree(extents.inode[row] as number)) continue;
		const space = extents.spaces[extents.space[row] as number] as SpaceId;
		const rows = spaces.get(space);
		if (rows) rows.push(row);
		else spaces.set(space, [row]);
	}
	return spaces;
}

/** Bytes of one space: the first who uses them has them. */
function addRuns(ledger: Ledger, sums: Sums, space: SpaceId, rows: readonly number[]): void {
	const { account, ownership } = ledger;
	const { extents, inhabitants } = ownership;
	const { blockSize } = inhabitants.image.facts;
	const weigh = account.weighOf(space);
	const isHere = account.spaces.some(({ id }) => id === space);
	const ordered = Uint32Array.from(rows);
	sortByStart(ordered, { startOf: (row) => extents.start[row] as number });
	let reach = 0;
	for (const row of ordered) {
		const start = extents.start[row] as number;
		const end = extents.end(row);
		const from = Math.min(end, Math.max(start, reach));
		const [again, own] = [from - start, end - from];
		reach = Math.max(reach, end);
		const kind = (extents.kind[row] as number) & EXTENT.KIND;
		if (!isHere) sums.add("elsewhere", end - start, 0);
		else if (kind === INLINE)
			sums.add(
				"behind-inodes",
				end - start,
				end - start,
				roundUp(end - start, blockSize) - (end - start),
			);
		else if (kind === FRAGMENT) {
			const cost = weigh(end) - weigh(from);
			const more = weigh(from) - weigh(start);
			if (own > 0) sums.add("packed", own, cost, roundUp(Math.ceil(cost), blockSize) - cost);
			if (again > 0) sums.add("shared-ends", again, 0, more);
		} else {
			sums.add("plain", own, own);
			if (again > 0) sums.add("shared-blocks", again, 0, again);
		}
	}
}

function sharedAttributes({ ownership }: Ledger): ContentsSums["attributes"] {
	const claims = new ClaimColumns();
	let shared = 0;
	let saved = 0;
	for (const { layers } of ownership.stored()) {
		for (const layer of layers) {
			if (!(layer instanceof SharedLayer)) continue;
			for (const thing of layer.order.things) {
				const range = { start: layer.startOf(thing), end: layer.endOf(thing) };
				claims.clear();
				layer.claim(thing, range, claims);
				const owners = claims.group[0]?.length ?? 1;
				const size = range.end - range.start;
				shared++;
				saved += Math.max(0, owners * size - size - owners * sharedXattrId.size);
			}
		}
	}
	return { shared, saved };
}
