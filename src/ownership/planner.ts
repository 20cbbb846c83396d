/**
 * From inodes to what they own: how far each reaches, and where its contents lie, extent by extent.
 * All maps are followed to their ends, here or by who looks at inodes anyway and puts them here.
 */
import { type Failure, isDamage } from "../base/errors";
import type { SpaceId } from "../base/range";
import { PACKED_SPACE } from "../base/space";
import { resized } from "../census/columns";
import { EXTENT, EXTENT_KIND, Extents } from "../census/extents";
import type { ScanRoom } from "../census/scan/room";
import { sourceOf } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { layInode } from "../erofs/layout/inode";
import { kind } from "../erofs/layout/kinds";
import type { Extent, ExtentMap } from "../erofs/map/extent";
import { mostExtents } from "../erofs/map/most";
import { openMap } from "../erofs/map/open";
import { FT } from "../erofs/structs/dirent";
import { hasIncompat } from "../erofs/structs/features";
import { isCompressed, LAYOUT } from "../erofs/structs/inode";
import { BodySums, markReached } from "./body-sums";
import type { Inhabitants, WholeBody } from "./inhabitants";
import { DIRECTORY } from "./kinds";
import type { ManyInodes } from "./many";
import { Reach } from "./reach";
import { BareRuns, ExtentRuns, type Runs } from "./runs";
import { SameUnits } from "./same-units";
import { SharedNames } from "./shared";
import { UsualInodes } from "./usual";

const PLAIN = kind("plain-data");
const CHUNK = kind("chunk-data");
const UNIT = kind("pcluster");
const PACKED = kind("packed-data");
const METABOX = kind("metabox-data");
const FRAGMENT = kind("fragment");

/** Extents followed before somebody may stop us. */
const BATCH = 4096;
/** Extents, and as many names of shared attributes: what memory can take. */
const MOST_KEPT = 2 ** 24;

/** An inode that is being looked at, and how far its extents have been followed. */
interface Work {
	readonly row: number;
	readonly inode: Inode;
	/** Behind all that lies together with it. */
	readonly end: number;
	/** Absent: there are no contents, or they cannot be found. */
	readonly map: ExtentMap | undefined;
	readonly trouble: Failure | undefined;
	last: Extent | undefined;
}

export interface PlanOptions {
	/** Extents that are met. */
	readonly most?: number;
	/** Called with inodes that lie together with something damaged. */
	readonly damaged?: (row: number) => void;
	/** Of the extents. */
	readonly room?: ScanRoom | undefined;
	/** Whether extents are of no use but for their runs, as where no two things have the same bytes. */
	readonly isBare?: boolean;
}

export class Planner {
	/**
	 * Of all inodes, holes and all; where it is bare, of the one that is looked at. A sound image has
	 * at least two bytes of metadata for each.
	 */
	readonly extents: Extents;
	readonly isBare: boolean;
	/** Those that are stored elsewhere than behind their inode. */
	readonly contents = new Map<SpaceId, Runs>();
	readonly shared = new SharedNames();
	/** Takes most inodes, to {@link extents}. */
	readonly usual: UsualInodes;
	/** What of the inodes is known by the way. */
	readonly bodies = new BodySums();
	/** Rows of directories that have a space of their own: what is stored of them is compressed. */
	readonly directories: number[] = [];
	/** Inodes whose contents are not known, since all together have more than can be. */
	leftOut = 0;
	/** How far the inode looked at last reaches, be it beyond the end of its space. */
	reach = 0;
	readonly inhabitants: Inhabitants;
	readonly #most: number;
	readonly #damaged: (row: number) => void;
	/** By row in the tree: 1 for inodes that somebody else has followed. */
	#put = new Uint8Array(0);
	#work: Work | undefined;

	constructor(inhabitants: Inhabitants, options: PlanOptions = {}) {
		const { image } = inhabitants;
		const { most = mostExtents(image), damaged = () => {}, room, isBare = false } = options;
		this.inhabitants = inhabitants;
		this.isBare = isBare;
		this.extents = isBare ? new Extents() : new Extents(room?.extents, room);
		this.usual = new UsualInodes(inhabitants, this.extents);
		this.#damaged = damaged;
		this.#most = isBare ? most : Math.min(most, MOST_KEPT);
	}

	/**
	 * Adds what an inode owns, or goes on with it where bytes were missing.
	 * @returns `more` while some of it is left for the next call
	 * @throws Missing; Failure when a part is damaged: what is known without it is added
	 */
	add(row: number): "more" | undefined {
		if (this.#work?.row !== row) {
			if (this.#addUsual(row)) {
				if (this.usual.missing) throw this.usual.missing;
				return undefined;
			}
			this.#begin(row);
		}
		const work = this.#work as Work;
		if (work.trouble) throw work.trouble;
		try {
			return this.#follow(work);
		} catch (error) {
			if (isDamage(error)) this.extents.broken.set(row, work.last?.end ?? 0);
			throw error;
		}
	}

	#follow(work: Work): "more" | undefined {
		const { row, inode, map } = work;
		for (let n = 0; map && n < BATCH; n++) {
			const at = work.last?.end ?? 0;
			if (at >= inode.size) return undefined;
			if (this.isFull) {
				this.leftOut++;
				this.extents.broken.set(row, at);
				return undefined;
			}
			const extent = map.at(at, work.last);
			this.#addExtent(work, extent);
			work.last = extent;
		}
		return map && "more";
	}

	/** Damage can name the same bytes for every inode there is. */
	get isFull(): boolean {
		return this.extents.met >= this.#most || this.shared.count >= MOST_KEPT;
	}

	/** Extents that there is room for. */
	get room(): number {
		return this.isFull ? 0 : this.#most - this.extents.met;
	}

	/** Adds what the inodes own that were scanned last. */
	addMany(many: ManyInodes): void {
		const { from, reach } = many;
		const { columns, kept, extents, runs, packed } = many.scan;
		if (kept === 0) return;
		const { space } = this.inhabitants.image.primary;
		this.extents.addScanned(columns, extents, space, PACKED_SPACE);
		if (runs > 0) this.#runsOf(space).addScanned(columns, runs);
		for (let i = 0; i < packed; i++)
			this.#addRun(columns.packedExtent[i] as number, PACKED_SPACE, FRAGMENT);
		this.#settle();
		this.inhabitants.setReaches(from, reach, many.zeros);
		this.bodies.expect(this.inhabitants.tree.inodes.room);
		const sums = this.bodies.addScanned(from, reach, space, columns.sums);
		for (const [row, attributes] of many.attributes()) {
			attributes.addTo(sums);
			for (const id of attributes.ids) this.shared.add(id, row);
		}
		this.#makeRoomForPut(from + reach.length);
		markReached(this.#put, from, reach);
	}

	#addUsual(row: number): boolean {
		const first = this.extents.count;
		if (this.isFull || !this.usual.take(row)) return false;
		this.#own(first);
		return true;
	}

	/** Adds what an inode owns that somebody else took last, with its extents from `first` on. */
	putUsual(first: number): void {
		this.#own(first);
		this.#notePut(this.usual.inode.row);
	}

	#own(first: number): void {
		const { extents, usual } = this;
		const { inode, end } = usual;
		for (let i = first; i < extents.count; i++) {
			if (extents.length[i] === 0) continue;
			const space = extents.spaces[extents.space[i] as number] as SpaceId;
			if (!isTail(extents, i, inode, end)) this.#addRun(i, space, kindOf(inode, space));
		}
		this.#settle();
		this.reach = end;
		this.inhabitants.setEnd(inode.row, end);
		usual.addTo(this.bodies);
		for (const id of inode.attributes.ids) this.shared.add(id, inode.row);
	}

	/** Nothing is kept before the last of the bytes was read. */
	#begin(row: number): void {
		const body = this.inhabitants.body(row);
		const { image, inode, bytes } = body;
		const isFull = this.isFull;
		let map: ExtentMap | undefined;
		const trouble = damageOf(() => {
			if (!isFull && inode.context.hasData && inode.size > 0) map = openMap(image, inode, bytes);
		});
		const end = this.#addBody(row, body);
		if (isFull) this.leftOut++;
		this.#work = { row, inode, end, map, trouble, last: undefined };
	}

	/** All but its contents. @returns where that ends @throws Missing, and then nothing is added */
	#addBody(row: number, body: WholeBody): number {
		const inhabitants = this.inhabitants;
		const { inode, bytes } = body;
		const reach = new Reach(inode.at.start, () => this.#damaged(row));
		layInode(body, reach);
		if (inode.xattrSize > 0 && !this.isFull) this.shared.addOf(inode, row, bytes);
		const end = Math.min(reach.end, bytes.size);
		if (reach.isGapless && end === reach.end) this.bodies.add(row, inode.home.space, reach);
		inhabitants.setEnd(row, end);
		this.reach = reach.end;
		const isDirectory = inode.type === FT.DIR;
		if (isDirectory && isCompressed(inode.layout)) this.directories.push(row);
		return end;
	}

	/**
	 * Adds what a sound inode owns, whose extents somebody else has followed to their end.
	 * @throws Missing, and then nothing is added
	 */
	put(row: number, body: WholeBody, extents: readonly Extent[]): void {
		if (this.isFull) return;
		const { inode } = body;
		const end = this.#addBody(row, body);
		for (const extent of extents) this.#addExtent({ row, inode, end }, extent);
		this.#notePut(row);
	}

	#notePut(row: number): void {
		this.#makeRoomForPut(row + 1);
		this.#put[row] = 1;
	}

	#makeRoomForPut(rows: number): void {
		if (rows > this.#put.length) this.#put = resized(this.#put, this.inhabitants.tree.inodes.room);
	}

	/** Whether it was put here. */
	has(row: number): boolean {
		return this.#put[row] === 1;
	}

	/** Those of some rows that were not. */
	leftOf(rows: Uint32Array): Uint32Array {
		return this.#put.length > 0 ? rows.filter((row) => !this.has(row)) : rows;
	}

	#addExtent({ row, inode, end }: Pick<Work, "row" | "inode" | "end">, extent: Extent): void {
		const { at } = extent;
		const number = this.extents.add(row, extent);
		if (at && at.end > at.start && !isTail(this.extents, number, inode, end))
			this.#addRun(number, at.space, this.#kindOf(inode, at.space));
		this.#settle();
	}

	/** Of extents that are no runs nothing more is known from here on, where it is bare. */
	#settle(): void {
		if (this.isBare) this.extents.drop();
	}

	#addRun(extent: number, space: SpaceId, kind: number): void {
		this.#runsOf(space).add(extent, extent + 1, kind);
	}

	#runsOf(space: SpaceId): Runs {
		const known = this.contents.get(space);
		if (known) return known;
		const { image, tree } = this.inhabitants;
		const runs = this.isBare
			? new BareRuns(this.extents, this.#sameUnitsOf(space))
			: new ExtentRuns(this.extents);
		if (space === image.primary.space) runs.expect(tree.inodes.room);
		this.contents.set(space, runs);
		return runs;
	}

	/** Undefined where files share none. */
	#sameUnitsOf(space: SpaceId): SameUnits | undefined {
		const { image } = this.inhabitants;
		if (!hasIncompat(image.facts, "FRAGMENTS")) return undefined;
		return new SameUnits(sourceOf(image, space)?.size ?? 0, image.facts.blockSize);
	}

	#kindOf(inode: Inode, space: SpaceId): number {
		const { packedNid, metaboxNid } = this.inhabitants.image;
		if (space !== PACKED_SPACE && inode.nid === packedNid) return PACKED;
		if (space !== PACKED_SPACE && inode.nid === metaboxNid) return METABOX;
		return kindOf(inode, space);
	}
}

/**
 * Whether a stored extent is the tail of its file, which lies behind the inode and is a part of what is
 * laid out there. Blocks of its own can be anywhere, and there by damage.
 * @param end behind all that lies together with the inode
 */
function isTail(
	extents: Extents,
	row: number,
	{ home, bodyEnd }: Pick<Inode, "home" | "bodyEnd">,
	end: number,
): boolean {
	return (
		((extents.kind[row] as number) & EXTENT.KIND) !== EXTENT_KIND.DATA &&
		extents.spaces[extents.space[row] as number] === home.space &&
		(extents.start[row] as number) >= bodyEnd &&
		extents.end(row) === end
	);
}

/** Of contents that do not lie behind their inode, which is none of the hidden ones. */
function kindOf({ layout, type }: Pick<Inode, "layout" | "type">, space: SpaceId): number {
	if (space === PACKED_SPACE) return FRAGMENT;
	if (isCompressed(layout)) return UNIT;
	if (type === FT.DIR) return DIRECTORY;
	return layout === LAYOUT.CHUNK_BASED ? CHUNK : PLAIN;
}

/** The damage that the work ended with. @throws all else */
function damageOf(work: () => void): Failure | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		if (!isDamage(error)) throw error;
		return error;
	}
}
