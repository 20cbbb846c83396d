/** One inode with all that lies behind it: attributes, map, and the units of its contents. */
import { checkCancelled, isDamage } from "../base/errors";
import type { Exact } from "../base/exact";
import type { Report } from "../base/finding";
import type { SpaceId, Span } from "../base/range";
import { checkUnit, decodedLength } from "../erofs/decode";
import { readExtent } from "../erofs/extent-data";
import { type Image, sourceOf } from "../erofs/image";
import { type Inode, nidKey } from "../erofs/inode";
import { readLink } from "../erofs/lookup";
import { checkEntries } from "../erofs/map/entries";
import type { Extent } from "../erofs/map/extent";
import { extents, loadMap } from "../erofs/map/open";
import { storedIn } from "../erofs/stored";
import { FT } from "../erofs/structs/dirent";
import { readXattrs } from "../erofs/xattr";
import { type Attributes, attributeChecks } from "./attributes";
import { judge } from "./check";
import type { Level, Tally } from "./coverage";
import type { UnitBatches } from "./decoding";
import { contentsChecks, type Digests } from "./digests";
import { extentChecks } from "./extents";
import { inodeChecks } from "./inodes";
import { Serials } from "./links";
import type { Leftovers } from "./padding";
import { Compressed } from "./stored";
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

/** Most bytes of a fragment read at once. */
const PIECE = 1 << 20;

export class InodeChecker {
	readonly #image: Image;
	readonly #tally: Tally;
	readonly #options: InodeOptions;
	/** What those with compressed contents say, all together. */
	readonly compressed = new Compressed();
	readonly serials = new Serials();
	readonly #seen = new Set<ReturnType<typeof nidKey>>();
	/** Units that were decoded: by space and first byte, the bytes each was decoded to. */
	readonly #decoded = new Map<SpaceId, Map<number, number>>();

	constructor(image: Image, tally: Tally, options: InodeOptions) {
		this.#image = image;
		this.#tally = tally;
		this.#options = options;
	}

	/** Different inodes so far. */
	get count(): number {
		return this.#seen.size;
	}

	/**
	 * Once for each inode, however many names it has.
	 * @param later takes what is wrong with its compressed units, when they have been decoded
	 * @returns false when it was met before
	 * @throws Failure when bytes cannot be had; damage goes to the report.
	 */
	async check(inode: Inode, report: Report, later: Report): Promise<boolean> {
		const key = nidKey(inode.nid);
		if (this.#seen.has(key)) return false;
		this.#seen.add(key);
		await this.#all(inode, report, later);
		return true;
	}

	async #all(inode: Inode, report: Report, later: Report): Promise<void> {
		this.#tally.inodes++;
		this.compressed.add(inode, this.#image);
		const { signal } = this.#options;
		const { leftovers } = this.#options;
		this.serials.add(inode);
		await checkBody(this.#image, inode, { report, leftovers, signal });
		const attributes = await this.#attributes(inode, report);
		await judge(inodeChecks, inode, this.#image, report);
		if (!inode.context.hasData) return;
		if (inode.size > 0) {
			await this.#map(inode, report, later);
			await this.#lookahead(inode, report);
		}
		if (inode.type === FT.LNK) await this.#link(inode, report);
		const { level, digests } = this.#options;
		if (level === "contents") {
			await judge(contentsChecks, { ...attributes, digests }, this.#image, report);
		}
	}

	async #attributes(inode: Inode, report: Report): Promise<Attributes> {
		let isWhole = true;
		const tell: Report = (finding) => {
			isWhole = false;
			report(finding);
		};
		const list = await readXattrs(this.#image, inode, tell, this.#options.signal);
		this.#tally.attributes += list.length;
		const attributes = { inode, list, isWhole };
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

	async #map(inode: Inode, report: Report, later: Report): Promise<void> {
		const { signal } = this.#options;
		let sound = inode.trouble === undefined;
		const tell: Report = (finding) => {
			sound = false;
			report(finding);
		};
		let reached: Exact = 0;
		try {
			const map = await loadMap(this.#image, inode, signal, tell);
			for await (const extent of extents(map, 0, inode.size, signal)) {
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
	}

	/** Also where the map leads nowhere: whose extents are read need not go by all entries. */
	async #lookahead(inode: Inode, report: Report): Promise<void> {
		try {
			await checkEntries(this.#image, inode, report, this.#options.signal);
		} catch (error) {
			this.#unread(inode, error, report);
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
		const length = decodedLength(inode, extent, at);
		if (level === "structure") {
			await checkUnit(this.#image, inode, extent, at, signal);
			return;
		}
		const known = this.#decoded.get(at.space) ?? new Map<number, number>();
		this.#decoded.set(at.space, known);
		// Shared units are decoded for the first of their users, or when another needs more of one.
		if (known.get(at.start) === length) return;
		known.set(at.start, length);
		await units.add(inode.nid, extent, length, (why) => {
			if (why) this.#unread(inode, why, later);
			else this.#tally.decoded(at.end - at.start, length);
		});
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

	/** @throws whatever is no property of the image. */
	#unread(inode: Inode, error: unknown, report: Report): void {
		if (!isDamage(error)) throw error;
		const { finding, message, code } = error.info;
		// What keeps the whole inode from being read was reported with its fields already.
		if (finding && finding !== inode.trouble) report(finding);
		if (code === "device-missing") this.#tally.lack("files", message, 1);
		else if (error.kind !== "corrupt") this.#tally.skip("files", message, 1);
	}
}
