/**
 * Inodes that nothing points at, which builds in several steps leave behind. They are looked for
 * in bytes that nobody claims, at multiples of 32, and believed only when all of them holds:
 * reserved bytes zero, a possible serial number and size, a map that can be followed, nothing
 * outside its space, and directories that can be read.
 */
import { isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import { type Range, roundUp, type SpaceId } from "../base/range";
import { withBytes } from "../base/resident";
import { METABOX_SPACE } from "../base/space";
import { readDirectory } from "../erofs/directory";
import { type Image, sourceOf } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { typeOfMode } from "../erofs/inode-cursor";
import { type Ranges, readInOrder } from "../erofs/read-in-order";
import { Scratch } from "../erofs/scratch";
import { FT } from "../erofs/structs/dirent";
import { SLOT } from "../erofs/structs/facts";
import { inodeCompact, inodeExtended, LAYOUT } from "../erofs/structs/inode";
import type { Gaps } from "./gaps";
import type { Inhabitants } from "./inhabitants";
import { PADDING } from "./kinds";
import { numbersTo } from "./order";
import { Planner } from "./planner";
import type { SpaceOwners } from "./space-owners";
import type { Pace } from "./steps";
import { Taken } from "./taken";

/** Damage must not make a search of everything. Bytes looked at. */
const MOST_BYTES = 256 << 20;
/** Bytes of inodes, maps and directories read for what turned out to be no inode. */
const MOST_WASTED = 256 << 20;
/** What a candidate and an extent of it cost: to plan one takes as long as to read so many bytes. */
const COST = 256;
/** Steps of a planner for one of them; a sound inode of the largest images takes fewer. */
const MOST_STEPS = 4096;
const METABOX_NID = 1n << 63n;
const FORMAT_END = 0x20;
const LAST_LAYOUT = 4;
/** Slots looked at in one step, and those of them that are looked at together. */
const BATCH = 2048;
const STRETCH = 128;

export interface Orphans {
	/** Rows of the inodes in the image and in the metabox. */
	readonly bodies: ReadonlyMap<SpaceId, readonly number[]>;
	readonly contents: Planner["contents"];
	/** Free bytes in which nobody looked, as the search had become too long. */
	readonly unsearched: number;
}

/** @throws Failure `io`, `cancelled` */
export async function findOrphans(
	inhabitants: Inhabitants,
	spaces: ReadonlyMap<SpaceId, SpaceOwners>,
	pace: Pace,
): Promise<Orphans> {
	const search = new Search(inhabitants, spaces, pace);
	const { image } = inhabitants;
	await search.in(image.primary.space, image.facts.metaStart);
	await search.in(METABOX_SPACE, 0);
	return search;
}

class Search implements Orphans {
	readonly bodies = new Map<SpaceId, number[]>();
	unsearched = 0;
	readonly #inhabitants: Inhabitants;
	/** Of those that were found. */
	readonly #planner: Planner;
	readonly #spaces: ReadonlyMap<SpaceId, SpaceOwners>;
	readonly #pace: Pace;
	#wasted = 0;

	constructor(inhabitants: Inhabitants, spaces: ReadonlyMap<SpaceId, SpaceOwners>, pace: Pace) {
		this.#inhabitants = inhabitants;
		this.#planner = new Planner(inhabitants);
		this.#spaces = spaces;
		this.#pace = pace;
	}

	get contents(): Planner["contents"] {
		return this.#planner.contents;
	}

	/** @param from first byte of slot 0 */
	async in(id: SpaceId, from: number): Promise<void> {
		const space = this.#spaces.get(id);
		if (!space) return;
		const taken = new Taken();
		for (const gap of await this.#likelyGaps(space, from)) await this.#inGap(space, gap, taken);
	}

	/** Gaps in which something begins as an inode does, from there on: nearly all hold only zeros. */
	async #likelyGaps({ shape, gaps }: SpaceOwners, from: number): Promise<Gap[]> {
		const source = sourceOf(this.#inhabitants.image, shape.id);
		if (!source) return [];
		const stretches = stretchesIn(gaps, { start: from, end: shape.declared });
		this.unsearched += stretches.left;
		const found: Gap[] = [];
		const scratch = new Scratch();
		let last = -1;
		await readInOrder(source, stretches, {
			...this.#pace,
			room: (size) => scratch.take(size),
			look(room, at, i) {
				const gap = stretches.gap[i] as number;
				// Where bytes cannot be had, there is none.
				if (!room || gap === last) return;
				const start = stretches.start[i] as number;
				const slots = ((stretches.end[i] as number) - start) / SLOT;
				const slot = likelyIn(new DataView(room.buffer, room.byteOffset + at), 0, slots)?.slot;
				if (slot === undefined) return;
				last = gap;
				const end = Math.min(gaps.end[gap] as number, shape.declared);
				found.push({ start: start + slot * SLOT, end, from });
			},
		}).finally(() => scratch.leave());
		return found;
	}

	async #inGap(space: SpaceOwners, gap: Gap, taken: Taken): Promise<void> {
		for (let at = slotFrom(gap.from, gap.start); at + SLOT <= gap.end; ) {
			if (this.#wasted >= MOST_WASTED) {
				this.unsearched += gap.end - at;
				return;
			}
			const from = at;
			const slot = await this.#likelySlot(space, gap, from);
			const isOne =
				slot.end <= gap.end && taken.isFree(slot) && (await this.#add(space, gap, slot, taken));
			at = isOne ? slot.end : slot.start + SLOT;
			await this.#pace.breathe?.();
		}
	}

	/** Where bytes cannot be had, there is none. */
	async #likelySlot(space: SpaceOwners, gap: Gap, from: number): Promise<Range> {
		try {
			return await withBytes(() => likelySlot(space, gap, from), this.#pace.signal);
		} catch (error) {
			if (!isDamage(error)) throw error;
			return { start: from + BATCH * SLOT, end: Number.POSITIVE_INFINITY };
		}
	}

	/** Adds what may be an inode, when it is one. */
	async #add(space: SpaceOwners, gap: Gap, { start }: Range, taken: Taken): Promise<boolean> {
		const inhabitants = this.#inhabitants;
		const slot = BigInt((start - gap.from) / SLOT);
		const row = inhabitants.add(space.shape.id === METABOX_SPACE ? slot | METABOX_NID : slot);
		if (!inhabitants.isOrphan(row)) return false;
		const trial = new Planner(inhabitants);
		if (!(await this.#isInode(row, trial))) {
			inhabitants.drop(row);
			this.#wasted += COST * (1 + trial.extents.met);
			return false;
		}
		await this.#isPlanned(row, this.#planner);
		const rows = this.bodies.get(space.shape.id) ?? [];
		this.bodies.set(space.shape.id, rows);
		rows.push(row);
		taken.add({ start, end: inhabitants.end(row) });
		const runs = trial.contents.get(space.shape.id);
		for (let i = 0; runs && i < runs.count; i++) {
			taken.add({ start: runs.start(i), end: runs.end(i) });
		}
		return true;
	}

	async #isInode(row: number, planner: Planner): Promise<boolean> {
		const { signal } = this.#pace;
		try {
			const inode = await withBytes(() => this.#inhabitants.inode(row), signal);
			if (!isLikely(this.#inhabitants.image, inode)) return false;
			if (!(await this.#isPlanned(row, planner))) return false;
			if (!this.#isInside(inode, planner)) return false;
			if (inode.type !== FT.DIR) return true;
			const isOne = await isDirectory(this.#inhabitants.image, inode, signal);
			if (!isOne) this.#wasted += inode.size;
			return isOne;
		} catch (error) {
			if (!isDamage(error)) throw error;
			return false;
		}
	}

	/** @returns false when it has too many extents */
	async #isPlanned(row: number, planner: Planner): Promise<boolean> {
		for (let left = MOST_STEPS; left > 0; left--) {
			const more = await withBytes(() => planner.add(row), this.#pace.signal);
			if (!more) return true;
		}
		return false;
	}

	#isInside({ home }: Inode, { reach, contents }: Planner): boolean {
		if (reach > home.source.size) return false;
		return [...contents].every(([id, runs]) => {
			const size = this.#spaces.get(id)?.shape.size ?? 0;
			return numbersTo(runs.count).every((run) => runs.end(run) <= size);
		});
	}
}

/** A range without owners, in a space whose slots count from `from`. */
interface Gap extends Range {
	readonly from: number;
}

/** Slots that lie in gaps, in order. */
interface Stretches extends Ranges {
	/** Number of the gap they lie in. */
	readonly gap: Uint32Array;
	/** Bytes of the gaps that would be too much. */
	readonly left: number;
}

/** @param inside from slot 0 on */
function stretchesIn(gaps: Gaps, inside: Range): Stretches {
	const most = gaps.count + MOST_BYTES / (BATCH * SLOT) + 1;
	const start = new Float64Array(most);
	const end = new Float64Array(most);
	const gap = new Uint32Array(most);
	let count = 0;
	let bytes = 0;
	let left = 0;
	for (let i = 0; i < gaps.count; i++) {
		if (gaps.kind[i] === PADDING) continue;
		const stop = Math.min(gaps.end[i] as number, inside.end);
		let at = slotFrom(inside.start, gaps.start[i] as number);
		// Most are too small.
		for (; at + SLOT <= stop && bytes < MOST_BYTES; count++) {
			const slots = Math.min(BATCH, Math.floor((stop - at) / SLOT));
			start[count] = at;
			at += slots * SLOT;
			end[count] = at;
			gap[count] = i;
			bytes += slots * SLOT;
		}
		if (at + SLOT <= stop) left += stop - at;
	}
	return { count, start, end, gap, left };
}

/** The first slot from `at` on. @param from first byte of slot 0 */
const slotFrom = (from: number, at: number): number => from + roundUp(Math.max(0, at - from), SLOT);

/**
 * The first slot from `at` on that begins as an inode does. Where none does for a while, one that
 * ends nowhere: there the search goes on. @throws Missing
 */
function likelySlot({ bytes }: SpaceOwners, gap: Gap, at: number): Range {
	const most = Math.min(BATCH, Math.floor((gap.end - at) / SLOT));
	for (let done = 0; done < most; done += STRETCH) {
		const slots = Math.min(STRETCH, most - done);
		const start = at + done * SLOT;
		const p = bytes.seek(start, slots * SLOT);
		const found = likelyIn(bytes.view, p, slots);
		if (!found) continue;
		const from = start + found.slot * SLOT;
		return { start: from, end: from + found.size };
	}
	return { start: at + (most - 1) * SLOT, end: Number.POSITIVE_INFINITY };
}

/** The first of so many slots with the form of an inode: a known layout, a mode that names a file type. */
function likelyIn(
	view: DataView,
	p: number,
	slots: number,
): { readonly slot: number; readonly size: number } | undefined {
	for (let slot = 0; slot < slots; slot++) {
		const at = p + slot * SLOT;
		const mode = view.getUint16(at + inodeCompact.at.i_mode, true);
		if (mode === 0 || typeOfMode(mode) === FT.UNKNOWN) continue;
		const format = view.getUint16(at, true);
		if (format >= FORMAT_END || ((format >> 1) & 7) > LAST_LAYOUT) continue;
		return { slot, size: (format & 1 ? inodeExtended : inodeCompact).size };
	}
	return undefined;
}

/** What no sound inode breaks, and bytes that are none hardly ever hold. */
function isLikely({ superblock, primary }: Image, inode: Inode): boolean {
	const { ino, size, type, context, layout } = inode;
	if (inode.trouble || BigInt(ino) > 4n * superblock.inos + 64n || size >= 2 ** 40) return false;
	if (!context.hasData) return size === 0 && layout === LAYOUT.FLAT_PLAIN;
	return type !== FT.DIR || (size > 0 && size <= primary.source.size);
}

async function isDirectory(image: Image, inode: Inode, signal?: AbortSignal): Promise<boolean> {
	let errors = 0;
	const report = ({ severity }: Finding) => {
		if (severity === "error") errors++;
	};
	const { count } = await readDirectory(image, inode, report, signal);
	return errors === 0 && count > 0;
}
