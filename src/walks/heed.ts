/**
 * What a way goes by has to be sound: where it is not, the way ends at the field that is wrong.
 * Rules of single fields are heeded where they are read (`Walker`); here is what takes more than a
 * field: the claims of an inode, the map of its contents, and the place to which that leads.
 */
import { corrupt, findingOf, isDamage } from "../base/errors";
import type { Finding, Report } from "../base/finding";
import type { Span } from "../base/range";
import { judge } from "../checks/check";
import { extentChecks } from "../checks/extents";
import { mountChecks } from "../checks/image";
import { fieldChecks } from "../checks/inodes";
import { assertDirectory } from "../erofs/directory";
import { readExtent } from "../erofs/extent-data";
import type { Inode } from "../erofs/inode";
import { readLink } from "../erofs/lookup";
import type { Extent, ExtentMap } from "../erofs/map/extent";
import { extentAt, loadMap } from "../erofs/map/open";
import { possibleOf } from "../erofs/possible";
import { storedIn } from "../erofs/stored";
import { FT } from "../erofs/structs/dirent";
import { emptyDirectory } from "../erofs/visit";
import { clashFindings } from "../ownership/clashes";
import type { SpaceOwners } from "../ownership/space-owners";
import { byteOf } from "./landing";
import type { Walker } from "./walker";

const isError = ({ severity }: Finding): boolean => severity === "error";

const isOn = ({ at }: Finding, { space, start, end }: Span): boolean =>
	at.space === space && at.start < end && start < at.end;

/**
 * Ends the way at the first error among what `tell` reports; notes say nothing of the way.
 * @throws Failure `corrupt`
 */
async function heed(w: Walker, tell: (report: Report) => unknown): Promise<void> {
	const found: Finding[] = [];
	await tell((finding) => {
		if (finding.severity !== "note") found.push(finding);
	});
	const wrong = found.find(isError);
	for (const finding of found) if (finding !== wrong) w.report(finding);
	if (wrong) throw corrupt(wrong);
}

/** What all is counted in: were it another, all would be read from elsewhere. @throws Failure `corrupt` */
export const heedImage = (w: Walker): Promise<void> =>
	heed(w, (report) => judge(mountChecks, w.image, w.image, report));

/** What an inode claims of its contents. @throws Failure `corrupt` */
export async function heedInode(w: Walker, inode: Inode): Promise<void> {
	const { image, signal } = w;
	if (inode.trouble) throw corrupt(inode.trouble.make());
	await heed(w, (report) => judge(fieldChecks, inode, image, report));
	if (inode.type === FT.DIR) {
		assertDirectory(image, inode);
		if (inode.size === 0) throw corrupt(emptyDirectory(inode));
	}
	if (inode.type === FT.LNK) await heed(w, (report) => readLink(image, inode, report, signal));
}

/** A map of contents that ends the way where it is damaged. */
export class HeededMap {
	readonly #w: Walker;
	readonly #inode: Inode;
	readonly #map: ExtentMap;
	readonly #heard: Finding[];

	private constructor(w: Walker, inode: Inode, map: ExtentMap, heard: Finding[]) {
		this.#w = w;
		this.#inode = inode;
		this.#map = map;
		this.#heard = heard;
	}

	/** @throws Failure `corrupt` where flags cannot be, and as `openMap` */
	static async open(w: Walker, inode: Inode): Promise<HeededMap> {
		const heard: Finding[] = [];
		const report = (finding: Finding) => heard.push(finding);
		const map = await loadMap(w.image, inode, w.signal, report);
		return new HeededMap(w, inode, map, heard).#heed();
	}

	/** Where byte `n` is stored. @throws Failure `corrupt` where that cannot be */
	async at(n: number): Promise<Extent> {
		const extent = await extentAt(this.#map, n, this.#w.signal);
		this.#heed();
		await this.#heedEntry(extent);
		const { finding } = await possibleOf(this.#w.image, this.#inode, 0, this.#w.signal);
		if (finding) throw corrupt(finding);
		if (extent.at) await this.#heedPlace(extent, extent.at, n);
		return extent;
	}

	/** What is wrong with an entry may be seen only by who comes to it from the one beside it. */
	async #heedEntry({ start, end, record }: Extent): Promise<void> {
		if (!record) return;
		for (const n of [start - 1, end]) {
			if (n < 0 || n >= this.#inode.size) continue;
			try {
				await extentAt(this.#map, n, this.#w.signal);
			} catch (error) {
				const found = findingOf(error);
				if (found) this.#heard.push(found);
				else if (!isDamage(error)) throw error;
			}
		}
		const wrong = this.#heard.find((finding) => isError(finding) && isOn(finding, record));
		if (wrong) throw corrupt(wrong);
		this.#heard.length = 0;
	}

	#heed(): this {
		const wrong = this.#heard.find(isError);
		if (wrong) throw corrupt(wrong);
		for (const finding of this.#heard.splice(0)) this.#w.report(finding);
		return this;
	}

	async #heedPlace(extent: Extent, at: Span, n: number): Promise<void> {
		const w = this.#w;
		const inode = this.#inode;
		await heed(w, (report) => judge(extentChecks, { inode, extent }, w.image, report));
		// Of what is read byte by byte, what is there can be had.
		const isWhole = extent.kind === "compressed" || extent.cut !== undefined;
		const read = isWhole ? at : byteOf(at.space, at.start + n - extent.start);
		await storedIn(w.image, inode, extent, read, w.signal);
		if (extent.cut !== undefined) await readExtent(w.image, inode, extent, n, n + 1, w.signal);
		const clash = await clashOf(w, inode, at);
		if (clash && isError(clash)) throw corrupt(clash);
		if (clash) w.report(clash);
	}
}

const found = new WeakMap<SpaceOwners, readonly Finding[]>();

/** Something else on stored bytes of an inode, where it is known who owns what. */
async function clashOf(w: Walker, { nid }: Inode, at: Span): Promise<Finding | undefined> {
	const space = await w.owners?.space(at.space, { signal: w.signal });
	if (!w.owners || !space) return undefined;
	const known = found.get(space) ?? clashFindings(space, w.owners.inhabitants);
	found.set(space, known);
	return known.find((clash) => clash.nid === nid && isOn(clash, at));
}
