/**
 * A check of an image, or of a part of its tree: everything that reading it shows to be wrong, and
 * what was looked at for that. Ends by itself on any image; one thing that is damaged does not hide
 * the next.
 */
import { Failure, findingOf, isCancelled } from "../base/errors";
import { clamped, type Exact, exact } from "../base/exact";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { FindingLog } from "../base/finding-log";
import type { OnProgress } from "../base/progress";
import { showName } from "../base/text";
import { Census } from "../census/census";
import { missingDevices } from "../erofs/devices";
import { entryName } from "../erofs/directory";
import type { Image } from "../erofs/image";
import { type Inode, nidKey, readInode } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { joinPath, type Visit, walk } from "../erofs/walk";
import { own } from "../ownership/build";
import type { Ownership } from "../ownership/ownership";
import { judge } from "./check";
import { type Coverage, type Level, Tally } from "./coverage";
import { UnitBatches, type UnitPlaces, unitDecoder } from "./decoding";
import { type ContentsHash, contentsHash, Digests } from "./digests";
import { directoryChecks } from "./directories";
import { imageChecks, mountChecks } from "./image";
import { InodeChecker } from "./inode";
import { LinkCount } from "./links";
import { hasPadding, Leftovers, lookAtPadding, paddingChecks } from "./padding";
import { spaceChecks } from "./spaces";
import { storedChecks } from "./stored";
import { checkFixed } from "./structures";
import { linkChecks, treeChecks } from "./tree";

/** A directory or file to begin at. */
export interface CheckStart {
	readonly nid: bigint;
	/** Raw bytes with leading slash; the root is "/". */
	readonly path: Uint8Array;
	/** nid of the directory above; the root is its own. */
	readonly parent: bigint;
}

export interface CheckOptions {
	readonly start: CheckStart;
	readonly level: Level;
	readonly signal?: AbortSignal;
	readonly onProgress?: OnProgress;
	/** Called with each finding as it is met; with its path once more, when that is known later. */
	readonly onFinding?: Report;
	/** Who decodes compressed units; when left out, they are decoded here. */
	readonly units?: UnitPlaces;
	/** Who hashes contents whose digest the image has; when left out, it is done here. */
	readonly hash?: ContentsHash;
	/** Who owns which bytes, where that is known or found anyway; when left out, it is found here. */
	readonly owners?: () => Promise<Ownership>;
	/** Called after each inode, so that others may have the processor. */
	readonly breathe?: () => Promise<void> | undefined;
}

export interface Checked {
	/** Each once; in the order in which they were met. */
	readonly findings: readonly Finding[];
	/** Findings beyond those. */
	readonly more: number;
	readonly checked: Coverage;
	/** Why the check ended before its time: bytes could not be had. */
	readonly stopped?: Failure;
}

/** @throws Failure `cancelled`, and bugs. */
export async function run(image: Image, options: CheckOptions): Promise<Checked> {
	const check = new Run(image, options);
	let stopped: Failure | undefined;
	try {
		await check.run();
	} catch (error) {
		if (!(error instanceof Failure) || isCancelled(error) || error.kind === "bug") throw error;
		stopped = error;
	}
	return { ...check.result(stopped), ...(stopped ? { stopped } : {}) };
}

class Run {
	readonly #image: Image;
	readonly #options: CheckOptions;
	readonly #log: FindingLog;
	/** Of compressed units, which are decoded in batches: they follow the others. */
	readonly #unitLog: FindingLog;
	readonly #units: UnitBatches;
	readonly #tally: Tally;
	readonly #inodes: InodeChecker;
	readonly #leftovers = new Leftovers();
	readonly #links = new LinkCount();
	/** Paths of the directories met, by inode. */
	readonly #directories = new Map<Exact, string>();
	/** Whether the whole tree is checked. */
	readonly #whole: boolean;
	/** Something of the tree could not be read. */
	#unread = false;

	constructor(image: Image, options: CheckOptions) {
		const { level, start, signal, onFinding } = options;
		this.#image = image;
		this.#options = options;
		this.#log = new FindingLog(onFinding);
		this.#unitLog = new FindingLog(onFinding);
		this.#whole = start.nid === image.facts.rootNid;
		this.#tally = new Tally(level, showName(start.path));
		const packedToo = this.#whole;
		const { units = { decode: unitDecoder(image, signal), atOnce: 1 } } = options;
		this.#units = new UnitBatches(units);
		const { hash = contentsHash(image, signal) } = options;
		const digests = new Digests(image, hash, (why) => this.#tally.lack("digests", why, 1));
		const leftovers = this.#leftovers;
		const about = { level, packedToo, units: this.#units, digests, leftovers, signal };
		this.#inodes = new InodeChecker(image, this.#tally, about);
	}

	async run(): Promise<void> {
		for (const finding of this.#image.findings) this.#log.add(finding);
		const { trouble } = this.#image;
		if (trouble) {
			this.#tally.lack("everything behind the superblock", trouble.text);
			return;
		}
		await judge([...imageChecks, ...mountChecks], this.#image, this.#image, this.#log.add);
		const { signal } = this.#options;
		await checkFixed(this.#image, { report: this.#log.add, leftovers: this.#leftovers, signal });
		for (const { message } of missingDevices(this.#image)) this.#tally.lack("devices", message, 1);
		try {
			const inodes = await this.#tree();
			if (!this.#whole) return;
			const sums = { inodes, whole: !this.#unread, serials: this.#inodes.serials };
			await judge(treeChecks, sums, this.#image, this.#log.add);
			if (!this.#unread) {
				for (const links of this.#links.values()) {
					await judge(linkChecks, links, this.#image, this.#log.add);
				}
			}
			await this.#hidden();
			await this.#owners();
		} finally {
			await this.#units.end();
		}
	}

	result(stopped: Failure | undefined): Pick<Checked, "findings" | "more" | "checked"> {
		if (stopped) this.#tally.lack("the rest", stopped.message);
		if (this.#options.level === "structure") {
			this.#tally.skip("contents", "Only structures were asked for.");
		}
		if (!this.#whole) this.#tally.skip("the rest of the tree", "Only a part was asked for.");
		const all = new FindingLog();
		for (const { findings } of [this.#log, this.#unitLog]) findings.forEach(all.add);
		const more = this.#log.more + this.#unitLog.more + all.more;
		return { findings: all.findings, more, checked: this.#tally.coverage };
	}

	/** @returns different inodes met */
	async #tree(): Promise<number> {
		const { start, signal } = this.#options;
		try {
			const first = await readInode(this.#image, start.nid, ignoreFindings, signal);
			if (first.type === FT.DIR) this.#directories.set(nidKey(start.nid), showName(start.path));
			await this.#check(first, showName(start.path));
			if (first.type !== FT.DIR) return this.#inodes.count;
		} catch (error) {
			const found = findingOf(error);
			if (!found) throw error;
			// Of the root it was told at the opening, in better words.
			if (!this.#whole) this.#log.add(found);
			this.#unread = true;
			this.#tally.skip("the tree", "Its first directory is not readable.");
			return 0;
		}
		let pending: Finding[] = [];
		const report: Report = (finding) => {
			if (finding.severity === "error") this.#unread = true;
			pending.push(finding);
		};
		const tell = (visit?: Visit) => {
			if (pending.length === 0) return;
			const names = visit ? entriesByNid(visit) : new Map<Exact, string>();
			for (const finding of pending) this.#log.at(this.#pathOf(finding, names))(finding);
			pending = [];
		};
		for await (const visit of walk(this.#image, start, report, signal)) {
			tell(visit);
			await this.#visit(visit);
		}
		tell();
		const unread = this.#directories.size - this.#tally.directories;
		if (unread > 0) this.#tally.skip("directories", "Not readable.", unread);
		return this.#inodes.count;
	}

	/**
	 * @param path as it is shown; undefined of an inode without a name
	 * @returns false when it was met before
	 */
	#check(inode: Inode, path?: string): Promise<boolean> {
		return this.#inodes.check(inode, this.#log.at(path), this.#unitLog.at(path));
	}

	async #visit(visit: Visit): Promise<void> {
		const { path, directory, entries, rows, inodes } = visit;
		const { onProgress, breathe } = this.#options;
		this.#tally.directories++;
		this.#tally.entries += rows.length;
		for (const [row, inode] of inodes.entries()) {
			if (!inode) {
				this.#tally.skip("inodes", "Not readable.", 1);
				continue;
			}
			const name = showName(joinPath(path, entryName(entries, rows[row] as number)));
			if (inode.type === FT.DIR) this.#directories.set(nidKey(inode.nid), name);
			const isNew = await this.#check(inode, name);
			if (inode.type !== FT.DIR) this.#links.add(inode, name, !isNew);
			const claimed = clamped(exact(this.#image.superblock.inos));
			const done = this.#inodes.count;
			const total = claimed >= done ? { total: claimed } : {};
			onProgress?.({ phase: "Checking", done, ...total, unit: "inodes", note: name });
			await breathe?.();
		}
		// An inode without a name in the tree is found by its number alone.
		this.#directories.set(nidKey(directory.nid), showName(path));
		await judge(directoryChecks, visit, this.#image, (finding) => {
			const { entry } = finding;
			this.#log.at(entry === undefined ? showName(path) : below(showName(path), entry))(finding);
		});
	}

	/**
	 * Path of what a finding of the walk is about.
	 * @param names of the directory that was visited, by their inodes
	 */
	#pathOf({ nid, entry }: Finding, names: ReadonlyMap<Exact, string>): string | undefined {
		if (nid === undefined) return undefined;
		const directory = this.#directories.get(nidKey(nid));
		if (directory === undefined || entry === undefined) return directory ?? names.get(nidKey(nid));
		return below(directory, entry);
	}

	/** Who owns which bytes, once all inodes are known: damage of what says so has been told. */
	async #owners(): Promise<void> {
		const { owners = () => this.#ownersFound(), level } = this.#options;
		this.#options.onProgress?.({ phase: "Finding owners", done: 0, unit: "inodes" });
		const ownership = await owners();
		for (const text of ownership.shortfalls) this.#tally.skip("owners of bytes", text);
		const whole = !this.#unread;
		if (!whole) {
			this.#tally.skip("bytes that nothing leads to", "Some directories are not readable.");
		}
		const { inhabitants } = ownership;
		for (const space of ownership.stored()) {
			await judge(spaceChecks, { space, inhabitants, whole }, this.#image, this.#log.add);
			// What an unreadable inode has is no padding, and cannot be told from it.
			if (level === "structure" || !whole || !hasPadding(space)) continue;
			const all = await lookAtPadding(space, this.#leftovers, this.#options);
			if (!all) this.#tally.skip("padding", "There is too much of it to look at all.");
		}
		const { compressed } = this.#inodes;
		await judge(storedChecks, { ownership, whole, compressed }, this.#image, this.#log.add);
		for (const leftover of this.#leftovers.values()) {
			await judge(paddingChecks, leftover, this.#image, this.#log.add);
		}
	}

	async #ownersFound(): Promise<Ownership> {
		const tree = await new Census(this.#image).take(this.#options);
		return own(this.#image, tree, this.#options);
	}

	/** Inodes that only the superblock knows. */
	async #hidden(): Promise<void> {
		const { metaboxNid, packedNid } = this.#image;
		for (const nid of [metaboxNid, packedNid]) {
			if (nid === undefined) continue;
			const { signal } = this.#options;
			const inode = await readInode(this.#image, nid, this.#log.add, signal);
			await this.#check(inode);
		}
	}
}

/** The path of an entry of a directory, both as they are shown. */
const below = (directory: string, entry: string): string =>
	directory === "/" ? `/${entry}` : `${directory}/${entry}`;

function entriesByNid({ path, entries, rows }: Visit): Map<Exact, string> {
	const paths = new Map<Exact, string>();
	for (const i of rows) {
		const name = showName(joinPath(path, entryName(entries, i)));
		paths.set(nidKey(entries.nid[i] as bigint), name);
	}
	return paths;
}
