/** Where compressed contents are stored, of all files together. */
import { type SpaceId, span } from "../base/range";
import { IMAGE_SPACE, PACKED_SPACE } from "../base/space";
import { countText } from "../base/words";
import { EXTENT, EXTENT_KIND, type Extents } from "../census/extents";
import type { Inode } from "../erofs/inode";
import { hasContents } from "../erofs/structs/dirent";
import { hasIncompat } from "../erofs/structs/features";
import { isCompressed } from "../erofs/structs/inode";
import { ContentsLayer } from "../ownership/contents";
import { sortByStart } from "../ownership/order";
import type { Ownership } from "../ownership/ownership";
import type { SpaceOwners } from "../ownership/space-owners";
import type { Check } from "./check";
import { clashesOf, sharesOf } from "./unit-overlaps";

interface Known {
	readonly ownership: Ownership;
	/** Whether all of the tree could be read. */
	readonly whole: boolean;
	/** Packed inode and metabox, as far as there are. */
	readonly hidden: readonly Inode[];
}

/** Extents of compressed inodes that lie elsewhere than behind them: rows by space, as they lie there. */
export type Units = ReadonlyMap<SpaceId, Uint32Array>;

/** Units are put in order when somebody asks for them: where no things share bytes, nobody does. */
export class Owned implements Known {
	readonly ownership: Ownership;
	readonly whole: boolean;
	readonly hidden: readonly Inode[];
	#units: Units | undefined;

	constructor({ ownership, whole, hidden }: Known) {
		this.ownership = ownership;
		this.whole = whole;
		this.hidden = hidden;
	}

	get units(): Units {
		this.#units ??= unitsOf(this);
		return this.#units;
	}

	/** Whether no thing lies on another where units are, be it a piece of the same file once more. */
	get areApart(): boolean {
		const hasRepeats = [...contentsOf(this)].some(([, layer]) => layer.order.count < layer.count);
		return !hasRepeats && [...unpacked(this)].every(({ gaps }) => gaps.areThingsApart);
	}
}

const hasUnits = ({ layout, context }: Inode): boolean => context.hasData && isCompressed(layout);

/** Whether an inode has compressed contents, be it of the tree or a hidden one. */
function isOne({ ownership: { inhabitants }, hidden }: Known, row: number): boolean {
	if (!inhabitants.isInTree(row)) {
		const nid = inhabitants.nid(row);
		return hidden.some((inode) => inode.nid === nid && hasUnits(inode));
	}
	const { inodes } = inhabitants.tree;
	const isOne = hasContents(inodes.type(row)) && isCompressed(inodes.layout(row));
	return isOne && inhabitants.isReadable(row);
}

/**
 * Blocks that all of them say they are stored in.
 * @param uncounted blocks of each that it need not have counted
 */
function claimedBlocks(owned: Known, uncounted: number): number {
	const { inhabitants } = owned.ownership;
	const { inodes } = inhabitants.tree;
	const hidden = owned.hidden.filter(hasUnits);
	let blocks = hidden.reduce((sum, inode) => sum + inode.raw + uncounted, 0);
	for (let row = 0; row < inodes.count; row++) {
		if (!inhabitants.isInTree(row) || !isOne(owned, row)) continue;
		blocks += (inodes.raw.low[row] as number) + uncounted;
	}
	return blocks;
}

const { DATA, COMPRESSED } = EXTENT_KIND;

/** Whether an extent of a compressed inode is a piece of its own. */
function isUnit({ kind }: Extents, row: number): boolean {
	const what = (kind[row] as number) & EXTENT.KIND;
	return what === COMPRESSED || what === DATA;
}

/** Spaces that units lie in. */
const unpacked = ({ ownership }: Pick<Known, "ownership">): SpaceOwners[] =>
	[...ownership.stored()].filter(({ shape }) => shape.id !== PACKED_SPACE);

function* contentsOf({
	ownership,
}: Pick<Known, "ownership">): Generator<readonly [SpaceId, ContentsLayer]> {
	for (const { shape, layers } of unpacked({ ownership }))
		for (const layer of layers) if (layer instanceof ContentsLayer) yield [shape.id, layer];
}

function unitsOf(known: Known): Units {
	const { extents } = known.ownership;
	const units = new Map<SpaceId, Uint32Array>();
	for (const [space, layer] of contentsOf(known)) {
		const rows = layer.extents((owner) => isOne(known, owner));
		const own = rows.filter((row) => isUnit(extents, row));
		sortByStart(own, { startOf: (row) => extents.start[row] as number });
		units.set(space, own);
	}
	return units;
}

/** Blocks of all pieces, none of which lies on another: those of a run are whole ones but for its last. */
function blocksApart(owned: Owned, blockSize: number): number {
	let blocks = 0;
	for (const [, layer] of contentsOf(owned)) {
		for (const thing of layer.order.things) {
			if (!isOne(owned, layer.ownerOf(thing))) continue;
			blocks += Math.ceil((layer.endOf(thing) - layer.startOf(thing)) / blockSize);
		}
	}
	return blocks;
}

/** Blocks of all pieces, each once. */
function blocksIn(owned: Owned, blockSize: number): number {
	if (owned.areApart) return blocksApart(owned, blockSize);
	const { units, ownership } = owned;
	const { extents } = ownership;
	let blocks = 0;
	for (const rows of units.values()) {
		let last = -1;
		for (let i = 0; i < rows.length; i++) {
			const row = rows[i] as number;
			const start = extents.start[row] as number;
			if (start !== last) blocks += Math.ceil((extents.length[row] as number) / blockSize);
			last = start;
		}
	}
	return blocks;
}

export const storedChecks: readonly Check<"owned">[] = [
	{
		code: "z-units-overlap",
		on: "owned",
		severity: "error",
		text: "Two pieces of compressed files share some of their bytes, but not all, or only one of them is compressed: one is stored elsewhere.",
		test: (owned) => (owned.areApart ? undefined : clashesOf(owned.ownership, owned.units)),
	},
	{
		code: "z-unit-shared-undeclared",
		on: "owned",
		severity: "note",
		text: "Two pieces of compressed files are stored in the same bytes, which images without deduplication do not have: one of them may be stored elsewhere.",
		test: (owned, { facts }) =>
			owned.areApart || hasIncompat(facts, "FRAGMENTS")
				? undefined
				: sharesOf(owned.ownership, owned.units),
	},
	{
		code: "inode-blocks-sum",
		on: "owned",
		severity: "warning",
		text: "All compressed files together claim fewer blocks than their units are stored in: what tools say of the compression is wrong.",
		/**
		 * A unit that several files share is charged to one of them, so single inodes tell nothing.
		 * What builds in several steps left behind is charged too, and is in no file. Units of 48-bit
		 * images need not be whole blocks. Before 1.8, erofs-utils did not count the unit at the end of a
		 * file that was to be packed into its inode and found no room there.
		 */
		test(owned, { facts }) {
			const { ownership, whole } = owned;
			if (!whole || ownership.shortfalls.length > 0 || hasIncompat(facts, "48BIT"))
				return undefined;
			if (ownership.extents.broken.size > 0) return undefined;
			const blocks = blocksIn(owned, facts.blockSize);
			const uncounted = hasIncompat(facts, "ZTAILPACKING") ? 1 : 0;
			if (blocks === 0 || claimedBlocks(owned, uncounted) >= blocks) return undefined;
			const claimed = claimedBlocks(owned, 0);
			const at = span(IMAGE_SPACE, facts.metaStart, facts.metaStart);
			const about = { structure: "inodes", field: "blocks_lo", at };
			return [{ ...about, seen: countText(claimed), allowed: countText(blocks) }];
		},
	},
];
