/** One inode with all that lies behind it: attributes, map, and the units of its contents. */
import { checkCancelled, type Failure } from "../base/errors";
import type { Exact } from "../base/exact";
import type { Finding, Report } from "../base/finding";
import type { Span } from "../base/range";
import { Resident, withBytes } from "../base/resident";
import { Extents } from "../census/extents";
import { checkUnit, decodedLength } from "../erofs/decode";
import { readExtent } from "../erofs/extent-data";
import { type Image, sourceOf } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { readLink } from "../erofs/lookup";
import { checkEntries, type EntriesLooked, type EntryLimits } from "../erofs/map/entries";
import type { Extent } from "../erofs/map/extent";
import { mostItems, mostLookedAt } from "../erofs/map/most";
import { extents, loadMap } from "../erofs/map/open";
import { storedIn } from "../erofs/stored";
import { FT } from "../erofs/structs/dirent";
import { sharedBytes } from "../erofs/xattr";
import { tellingAlike } from "./alike";
import { type Attributes, attributeChecks, attributesIn } from "./attributes";
import { judge } from "./check";
import type { Level, Tally } from "./coverage";
import type { UnitBatches } from "./decoding";
import { contentsChecks, type Digests } from "./digests";
import { extentChecks } from "./extents";
import { inodeChecks } from "./inodes";
import type { Leftovers } from "./padding";
import { checkBody } from "./structures";

export interface InodeOptions {
	readonly level: Level;
	/** Whether the packed inode is checked too, so that what lies in it need not be read again. */
	readonly packedToo: boolean;
	/** Takes the compressed units whose contents are to be decoded. */
	readonly units: UnitBatches;
	readonly digests: Digests;
	readonly leftovers: Leftovers;
	readonly signal?: AbortSignal | undefined;
}

/** Of every inode, however many there are: as much as nearly all have. */
const LEAST_ITEMS = 256;
const LEAST_FOUND = 16;
const LEAST_EXTENTS = 16;
const TOO_MUCH =
	"Damaged maps have more entries than an image of this size needs: only the first ones were looked at.";

/** Most bytes of a fragment read at once. */
const PIECE = 1 << 20;

export class InodeChecker {
	readonly #image: Image;
	readonly #tally: Tally;
	readonly #options: InodeOptions;
	readonly #shared: Resident | undefined;
	/** The last one that is compressed, in columns. */
	readonly #columns = new Extents();
	/** What is looked at yet, beyond that of every inode: see map/most.ts. */
	#left: number;
	#itemsLeft: number;

	constructor(image: Image, tally: Tally, options: InodeOptions) {
		this.#image = image;
		this.#tally = tally;
		this.#options = options;
		this.#shared = sharedBytes(image);
		this.#left = mostLookedAt(image);
		this.#itemsLeft = mostItems(image);
	}

	/**
	 * @param later takes what is wrong with its compressed units, when they have been decoded
	 * @throws Failure when bytes cannot be had; damage goes to the report.
	 */
	async check(inode: Inode, report: Report, later: Report): Promise<void> {
		const { level, digests } = this.#options;
		let isWhole = await this.#body(inode, report);
		const attributes = await this.#attributes(inode, report);
		await judge(inodeChecks, inode, this.#image, report);
		if (!inode.context.hasData) return;
		if (inode.size > 0) {
			await tellingAlike(report, async (report) => {
				if (!(await this.#map(inode, report, later))) isWhole = false;
			});
			await tellingAlike(report, async (report) => {
				if (!(await this.#lookahead(inode, report))) isWhole = false;
			});
		}
		if (!isWhole) this.#tally.lack("files", TOO_MUCH, 1);
		if (inode.type === FT.LNK) await this.#link(inode, report);
		if (level === "contents") {
			await judge(contentsChecks, { ...attributes, digests }, this.#image, report);
		}
	}

	/** @returns whether all of it was looked at */
	async #body(inode: Inode, report: Report): Promise<boolean> {
		const { signal, leftovers } = this.#options;
		const telling = { report, leftovers, signal };
		return this.#charge(await checkBody(this.#image, inode, this.#limits, telling));
	}

	get #limits(): EntryLimits {
		return {
			most: Math.max(this.#itemsLeft, LEAST_ITEMS),
			mostFound: Math.max(this.#left, LEAST_FOUND),
		};
	}

	#charge({ items, found, isWhole }: EntriesLooked): boolean {
		this.#itemsLeft -= Math.max(0, items - LEAST_ITEMS);
		this.#left -= Math.max(0, found - LEAST_FOUND);
		return isWhole;
	}

	async #attributes(inode: Inode, report: Report): Promise<Attributes> {
		const bytes = new Resident(inode.home);
		const { attributes, found } = await withBytes(() => {
			const found: Finding[] = [];
			const tell: Report = (finding) => found.push(finding);
			const attributes = attributesIn(this.#image, inode, bytes, this.#shared, tell);
			return { attributes, found };
		}, this.#options.signal);
		for (const finding of found) report(finding);
		this.#tally.attributes += attributes.list.length;
		await judge(attributeChecks, attributes, this.#image, report);
		return attributes;
	}

	async #link(inode: Inode, report: Report): Promise<void> {
		try {
			await readLink(this.#image, inode, report, this.#options.signal);
		} catch (error) {
			this.#unread(inode, error, report);
		}
	}

	/** @returns whether all of it was looked at */
	async #map(inode: Inode, report: Report, later: Report): Promise<boolean> {
		const { signal } = this.#options;
		let sound = inode.trouble === undefined;
		const tell: Report = (finding) => {
			sound = false;
			report(finding);
		};
		let reached: Exact = 0;
		let count = 0;
		try {
			const map = await loadMap(this.#image, inode, signal, tell);
			for await (const extent of extents(map, 0, inode.size, signal)) {
				if (++count > LEAST_EXTENTS && this.#left-- <= 0) return false;
				reached = extent.beyond ?? extent.end;
				this.#tally.extents++;
				await this.#extent(inode, extent, tell, later);
			}
		} catch (error) {
			this.#unread(inode, error, tell);
		}
		if (sound && inode.size !== inode.i_size && reached < inode.i_size) {
			this.#tally.lack("files", "What lies behind byte 2^53 cannot be counted to.", 1);
		}
		return true;
	}

	/**
	 * Also where the map leads nowhere: whose extents are read need not go by all entries.
	 * @returns whether all of it was looked at
	 */
	async #lookahead(inode: Inode, report: Report): Promise<boolean> {
		const { signal } = this.#options;
		try {
			return this.#charge(await checkEntries(this.#image, inode, this.#limits, report, signal));
		} catch (error) {
			this.#unread(inode, error, report);
			return true;
		}
	}

	/** One damaged extent does not hide the next. */
	async #extent(inode: Inode, extent: Extent, report: Report, later: Report): Promise<void> {
		const { at, kind } = extent;
		if (!at) return;
		checkCancelled(this.#options.signal);
		const waiting = judge(extentChecks, { inode, extent }, this.#image, report);
		if (waiting) await waiting;
		try {
			// Most lie where they should, and need no promise to say so.
			const source = sourceOf(this.#image, at.space);
			if (!source || at.start < 0 || at.end > source.size) {
				await storedIn(this.#image, inode, extent, at, this.#options.signal);
			}
			if (kind === "compressed") await this.#unit(inode, extent, at, later);
			else if (extent.cut !== undefined || (kind === "fragment" && !this.#options.packedToo)) {
				await this.#read(inode, extent);
			}
		} catch (error) {
			this.#unread(inode, error, report);
		}
	}

	async #unit(inode: Inode, extent: Extent, at: Span, later: Report): Promise<void> {
		const { level, units, signal } = this.#options;
		const length = await decodedLength(this.#image, inode, extent, at, signal);
		if (level === "structure") {
			await checkUnit(this.#image, inode, extent, at, signal);
			return;
		}
		const unread = (_: number, why: Failure) => this.#unread(inode, why, later);
		const owners = { nid: () => inode.nid, unread };
		this.#columns.count = 0;
		units.put(owners, 0, this.#columns, this.#columns.add(0, extent), length);
		await units.room();
	}

	/** What is not compressed itself, but moved or stored in what is. */
	async #read(inode: Inode, extent: Extent): Promise<void> {
		const { level, signal } = this.#options;
		if (level === "structure") return;
		for (let start = extent.start; start < extent.end; start += PIECE) {
			const end = Math.min(start + PIECE, extent.end);
			await readExtent(this.#image, inode, extent, start, end, signal);
		}
	}

	#unread({ trouble }: Inode, error: unknown, report: Report): void {
		this.#tally.unread(error, report, trouble?.make());
	}
}
