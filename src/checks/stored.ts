/** Where compressed contents are stored, of all files together. */
import { type SpaceId, span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { showName } from "../base/text";
import { countText } from "../base/words";
import { EXTENT, KINDS } from "../census/extents";
import { type Image, sourceOf } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import type { ExtentKind } from "../erofs/map/extent";
import { hasIncompat } from "../erofs/structs/features";
import { isCompressed } from "../erofs/structs/inode";
import type { Inhabitants } from "../ownership/inhabitants";
import { sortByStart } from "../ownership/order";
import type { Ownership } from "../ownership/ownership";
import type { Check, Violation } from "./check";

export interface Owned {
	readonly ownership: Ownership;
	/** Whether all of the tree could be read. */
	readonly whole: boolean;
	/** Of all inodes with compressed contents, hidden ones too. */
	readonly compressed: Compressed;
}

/** What inodes with compressed contents say. */
export class Compressed {
	/** Blocks that they claim, all together. */
	blocks = 0;
	readonly #hidden = new Set<bigint>();

	add({ nid, raw, layout, context }: Inode, { packedNid, metaboxNid }: Image): void {
		if (!context.hasData || !isCompressed(layout)) return;
		this.blocks += raw;
		if (nid === packedNid || nid === metaboxNid) this.#hidden.add(nid);
	}

	has(inhabitants: Inhabitants, row: number): boolean {
		return inhabitants.isInTree(row)
			? isCompressed(inhabitants.tree.inodes.layout(row))
			: this.#hidden.has(inhabitants.nid(row));
	}
}

/** Places told. */
const MOST_OVERLAPS = 1000;

/** Rows of the extents that `is` wants and that lie elsewhere than behind their inode, by space and place. */
function storedIn(
	{ extents, inhabitants }: Ownership,
	is: (kind: ExtentKind, inode: number) => boolean,
): Map<SpaceId, Uint32Array> {
	const rows = extents.spaces.map((): number[] => []);
	for (let row = 0; row < extents.count; row++) {
		if (extents.length[row] === 0) continue;
		const inode = extents.inode[row] as number;
		if (!is(KINDS[(extents.kind[row] as number) & EXTENT.KIND] as ExtentKind, inode)) continue;
		const space = extents.space[row] as number;
		const start = extents.start[row] as number;
		const id = extents.spaces[space] as SpaceId;
		if (!inhabitants.isBehind(inode, id, start, extents.end(row))) rows[space]?.push(row);
	}
	return new Map(
		rows.map((some, i) => {
			const sorted = Uint32Array.from(some);
			sortByStart(sorted, { startOf: (row) => extents.start[row] as number });
			return [extents.spaces[i] as SpaceId, sorted];
		}),
	);
}

/** Units are shared as a whole: those that overlap begin at the same byte, and are as long. */
function overlaps(ownership: Ownership): Violation[] {
	const { extents, inhabitants } = ownership;
	const found: Violation[] = [];
	for (const [space, rows] of storedIn(ownership, (kind) => kind === "compressed")) {
		let last = rows[0] as number;
		const size = sourceOf(inhabitants.image, space)?.size ?? Number.POSITIVE_INFINITY;
		for (const row of rows) {
			const start = extents.start[row] as number;
			if (start >= size) break;
			const end = extents.end(row);
			const first = extents.start[last] as number;
			const reach = extents.end(last);
			if (start < reach && (start !== first || end !== reach) && found.length < MOST_OVERLAPS) {
				const [one, other] = [last, row].map((some) => extents.inode[some] as number);
				const path = inhabitants.pathOf(other as number);
				found.push({
					structure: "compressed data",
					at: span(space, start, Math.min(end, reach, size)),
					nid: inhabitants.nid(other as number),
					...(path ? { path: showName(path) } : {}),
					seen: `bytes ${countText(start)} to ${countText(end)}, and ${countText(first)} to ${countText(reach)} of inode ${inhabitants.nid(one as number)}`,
					allowed: "the same bytes, or others",
				});
			}
			if (end > reach) last = row;
		}
	}
	return found;
}

/** Blocks of all units, each once; plain ones of compressed files too. */
function blocksIn({ ownership, compressed }: Owned, blockSize: number): number {
	const { extents, inhabitants } = ownership;
	const isOne = (kind: ExtentKind, inode: number) =>
		(kind === "compressed" || kind === "data") && compressed.has(inhabitants, inode);
	let blocks = 0;
	for (const rows of storedIn(ownership, isOne).values()) {
		let last = -1;
		for (const row of rows) {
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
		text: "Two compressed units share some of their bytes, but not all: one of them is stored elsewhere.",
		test: ({ ownership }) => overlaps(ownership),
	},
	{
		code: "inode-blocks-sum",
		on: "owned",
		severity: "warning",
		text: "All compressed files together claim fewer blocks than their units are stored in: what tools say of the compression is wrong.",
		/**
		 * A unit that several files share is charged to one of them, so single inodes tell nothing.
		 * What builds in several steps left behind is charged too, and is in no file. Units of 48-bit
		 * images need not be whole blocks.
		 */
		test(owned, { facts }) {
			const { ownership, whole, compressed } = owned;
			if (!whole || ownership.shortfalls.length > 0 || hasIncompat(facts, "48BIT"))
				return undefined;
			if (ownership.extents.broken.size > 0) return undefined;
			const blocks = blocksIn(owned, facts.blockSize);
			if (compressed.blocks >= blocks) return undefined;
			const at = span(IMAGE_SPACE, facts.metaStart, facts.metaStart);
			const about = { structure: "inodes", field: "blocks_lo", at };
			return [{ ...about, seen: countText(compressed.blocks), allowed: countText(blocks) }];
		},
	},
];
