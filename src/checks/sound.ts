/**
 * Inodes about which there is nothing to tell, which are nearly all of them: found from the columns
 * of the census, and from what lies behind each, without a wait. As soon as something is not as it
 * should be the inode is doubtful, and left to who can say what it is (inode.ts). Both must agree:
 * an inode that is not doubtful breaks no rule.
 */
import { type Failure, isDamage } from "../base/errors";
import type { Report } from "../base/finding";
import type { Resident } from "../base/resident";
import { Extents } from "../census/extents";
import { ODD } from "../census/inodes";
import type { Scan } from "../census/scan/scan";
import { declaredCodec, lengthWithin } from "../erofs/decode";
import { type Image, sourceOf } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { layInode } from "../erofs/layout/inode";
import { kind } from "../erofs/layout/kinds";
import { layXattrs } from "../erofs/layout/xattrs";
import { chunkTable } from "../erofs/map/chunk";
import type { Extent } from "../erofs/map/extent";
import { mostChunks } from "../erofs/map/most";
import { Doubt, doubt, openSoundly, type SoundMap } from "../erofs/map/sound";
import { FT } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";
import { sharedBytes } from "../erofs/xattr";
import type { AttributeBody } from "../ownership/attribute-bodies";
import type { Inhabitants, WholeBody } from "../ownership/inhabitants";
import { PADDING } from "../ownership/kinds";
import type { Planner } from "../ownership/planner";
import { isInColumns } from "../ownership/usual";
import { Checker } from "../schema/checker";
import type { Part } from "../schema/visit";
import { attributeChecks, attributesIn } from "./attributes";
import { areSilent } from "./check";
import type { Level, Tally } from "./coverage";
import type { UnitBatches, UnitOwners } from "./decoding";
import { hasDigests } from "./digests";
import { isOddPlace } from "./extents";
import { fieldChecks } from "./inodes";
import { RowOwners } from "./row-owners";
import { SoundChunks } from "./sound-chunks";
import { SoundMany } from "./sound-many";
import { BATCH, SoundUsual } from "./sound-usual";

export interface SoundOptions {
	readonly level: Level;
	readonly units: UnitBatches;
	readonly tally: Tally;
	/** Whether the packed inode is checked too. */
	readonly packedToo: boolean;
	/** Who hears of damage in the units of an inode. */
	readonly later: (row: number) => Report;
	/** Who wants to know what sound inodes own: their maps are followed once. */
	readonly planner?: Planner | undefined;
}

const FULL = kind("lcluster-index-full");
const COMPACT = kind("lcluster-index-compact");

/** Doubts whatever a checker would tell. Entries of an index are seen to by who follows it. */
class Listener extends Checker {
	readonly #bytes: Resident;

	constructor(bytes: Resident) {
		super(bytes, doubt);
		this.#bytes = bytes;
	}

	override open<T>({ kind }: Part<T>): boolean {
		return kind !== FULL && kind !== COMPACT;
	}

	override bytes<T>({ kind }: Part<T>, _of: T, start: number, end: number): void {
		if (kind !== PADDING || start >= end || end > this.range.end) return;
		if (this.#bytes.slice(start, end).some((byte) => byte !== 0)) doubt();
	}
}

/** An inode that is being looked at. */
interface Work {
	readonly row: number;
	readonly body: WholeBody;
	readonly map: SoundMap | undefined;
	readonly chunks: SoundChunks | undefined;
	readonly attributes: number;
	extents: number;
	last: Extent | undefined;
	/** All of them, as long as they are few. */
	few: Extent[] | undefined;
}

export class SoundInodes {
	/** Rows that take a closer look, in no order. */
	readonly doubtful: number[] = [];
	/** Rows about which there is nothing to tell but what their fields say, in no order. */
	readonly told: readonly number[];
	/** Rows of files that are on a device that was not given, from some byte on. */
	readonly lacking: ReadonlyMap<number, Failure>;
	readonly #inhabitants: Inhabitants;
	readonly #image: Image;
	readonly #options: SoundOptions;
	readonly #owners: UnitOwners;
	readonly #shared: Resident | undefined;
	readonly #hasDigests: boolean;
	/** How many attributes there are about which there is nothing to tell. */
	readonly #attributes = new WeakMap<AttributeBody, number>();
	readonly #usual: SoundUsual;
	/** Takes many at a time, where it can. */
	readonly many: SoundMany | undefined;
	#work: Work | undefined;
	/** The last one that is compressed, in columns. */
	readonly #columns = new Extents();
	/** Entries of chunk maps that are followed yet. */
	#chunksLeft: number;

	constructor(inhabitants: Inhabitants, options: SoundOptions, scan?: Scan) {
		const { image } = inhabitants;
		const attributesOf = (row: number, body: AttributeBody) => this.#attributesOf(row, body);
		this.#inhabitants = inhabitants;
		this.#image = image;
		this.#options = options;
		this.#owners = new RowOwners(inhabitants, options);
		const known = { inhabitants, owners: this.#owners, attributesOf };
		this.#usual = new SoundUsual(known, options);
		this.many = scan && new SoundMany(scan, known, options);
		this.told = this.#usual.told;
		this.lacking = this.#usual.lacking;
		this.#shared = sharedBytes(image);
		this.#chunksLeft = mostChunks(image);
		this.#hasDigests = options.level === "contents" && hasDigests(image);
	}

	/**
	 * Looks at a readable inode of the tree, or goes on with it.
	 * @returns `more` while some of it is left for the next call
	 * @throws Missing, and then nothing is told
	 */
	look(row: number): "more" | undefined {
		try {
			if (this.#usual.isAt(row)) return this.#usual.put();
			if (this.#work?.row !== row) {
				if (this.#inhabitants.tree.inodes.is(row, ODD)) doubt();
				if (this.#usual.take(row)) return this.#usual.put();
				this.#work = this.#begin(row);
			}
			return this.#follow(this.#work);
		} catch (error) {
			if (!(error instanceof Doubt || isDamage(error))) throw error;
			this.doubtful.push(row);
			this.#work = undefined;
			return undefined;
		}
	}

	/** Whether more than the columns must be read to look at it. */
	reads(row: number): boolean {
		const { tree } = this.#inhabitants;
		return tree.inodes.type(row) === FT.LNK || !isInColumns(this.#inhabitants, row);
	}

	/** How many there are. @throws Missing, Doubt */
	#attributesOf(row: number, body: AttributeBody): number {
		if (body.size === 0) return 0;
		if (this.#hasDigests) doubt();
		const known = this.#attributes.get(body);
		if (known !== undefined) return known;
		const { inode, bytes } = this.#inhabitants.body(row);
		layXattrs({ image: this.#image, inode, bytes }, new Listener(bytes));
		const count = this.#count(inode, bytes);
		this.#attributes.set(body, count);
		return count;
	}

	#begin(row: number): Work {
		const body = this.#inhabitants.body(row);
		const { inode, bytes } = body;
		const { context, size } = inode;
		// Targets of links lie behind their inode, nearly always.
		if (inode.trouble || inode.i_size !== size || inode.type === FT.LNK) doubt();
		const hasContents = context.hasData && size > 0;
		const hasChunks = hasContents && inode.layout === LAYOUT.CHUNK_BASED;
		if (hasChunks) this.#takeChunks(inode);
		layInode(body, new Listener(bytes));
		if (inode.xattrSize > 0 && this.#hasDigests) doubt();
		const attributes = this.#count(inode, bytes);
		if (!areSilent(fieldChecks, inode, this.#image)) doubt();
		const chunks = hasChunks ? new SoundChunks(this.#image, inode, bytes) : undefined;
		const map = hasContents && !chunks ? openSoundly(this.#image, inode, bytes) : undefined;
		const { planner } = this.#options;
		const few = chunks ? undefined : planner && [];
		return { row, body, map, chunks, attributes, extents: 0, last: undefined, few };
	}

	/** Maps that lie on one another are damaged, and could be followed without an end. */
	#takeChunks(inode: Inode): void {
		const { count } = chunkTable(this.#image, inode);
		if (count > this.#chunksLeft) doubt();
		this.#chunksLeft -= count;
	}

	/** How many attributes there are. @throws Missing, Doubt */
	#count(inode: Inode, bytes: Resident): number {
		const attributes = attributesIn(this.#image, inode, bytes, this.#shared, doubt);
		if (!areSilent(attributeChecks, attributes, this.#image)) doubt();
		return attributes.list.length;
	}

	#follow(work: Work): "more" | undefined {
		const { map, chunks, row, body } = work;
		if (chunks) {
			if (chunks.look()) return "more";
			work.extents = chunks.extents;
		}
		const { units, tally, planner } = this.#options;
		const { size } = body.inode;
		for (let n = 0; map && (work.last?.end ?? 0) < size; n++) {
			if (n >= BATCH || units.isFull) return "more";
			const extent = map.after(work.last);
			this.#place(extent);
			if (extent.kind === "compressed") this.#unit(work, extent);
			work.last = extent;
			work.extents++;
			if (work.extents <= BATCH) work.few?.push(extent);
			else work.few = undefined;
		}
		if (work.few) planner?.put(row, body, work.few);
		tally.extents += work.extents;
		tally.attributes += work.attributes;
		this.#work = undefined;
		return undefined;
	}

	/** Where it is stored there must be bytes, and nothing else. */
	#place({ at, kind, cut, beyond }: Extent): void {
		if (beyond !== undefined) doubt();
		if (!at) return;
		if (cut !== undefined && at.end - at.start !== this.#image.facts.blockSize) doubt();
		const size = sourceOf(this.#image, at.space)?.size ?? 0;
		if (at.start < 0 || at.end > size || isOddPlace(at, this.#image)) doubt();
		if (kind === "fragment" && !this.#options.packedToo) doubt();
	}

	#unit({ row }: Work, extent: Extent): void {
		const { at, algorithm = -1 } = extent;
		if (!at || at.end === at.start || !declaredCodec(this.#image, algorithm)) doubt();
		const { level, units } = this.#options;
		const length = lengthWithin(extent, at) ?? doubt();
		if (level === "structure") return;
		this.#columns.count = 0;
		units.put(this.#owners, row, this.#columns, this.#columns.add(row, extent), length);
	}
}
