/**
 * One directory after the other into the columns of a tree: its entries, then the inodes they
 * name, then what of their sizes takes more to know. All of that is synchronous, and begins again
 * where it stopped when bytes were missing.
 *
 * It goes on only while all is well. As soon as something is not, the reader that knows how to
 * explain it (explain.ts) reads the same directory: its findings are the findings.
 */
import { checkCancelled, isDamage } from "../base/errors";
import { clamped } from "../base/exact";
import { ignoreFindings, type Report } from "../base/finding";
import { Missing, Resident, withBytes } from "../base/resident";
import { fileSpace } from "../base/space";
import { fileSource } from "../erofs/data";
import { assertDirectory, checkDirectories, checkEntries, entryName } from "../erofs/directory";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { isCompressed } from "../erofs/structs/inode";
import { mostAfter } from "../erofs/told";
import type { Look } from "../erofs/visit";
import { type Halves, halvesOf } from "./columns";
import { BATCH, DirectoryData, simpleData } from "./directory-data";
import { Dirents, Nids } from "./dirents";
import { BAD } from "./entries";
import { blameIn, type DirectoryPlace, type Explanation, explain, lookAt } from "./explain";
import { Held } from "./held";
import { InodeRows } from "./inode-rows";
import { FORM } from "./inodes";
import type { Pace } from "./pace";
import type { DirectoryScan } from "./scan/directory-scan";
import { STEP } from "./scan/memory";
import type { Scan } from "./scan/scan";
import type { Tree } from "./tree";

/** Directories with more bytes are not looked at before their turn. */
const MOST_AHEAD = 64 << 10;
/** What is waited for when there is more to do: nothing, but others may want their turn. */
const MORE = Promise.resolve();

export interface ReaderOptions {
	readonly image: Image;
	readonly tree: Tree;
	readonly report: Report;
	/** nid of the directory that the first one is in, when that is known and not in the tree. */
	readonly parent?: bigint | undefined;
	/** What will be missing soon, too, when something is: it is fetched along. */
	ahead?(): readonly Missing[];
	/** See CensusOptions. */
	readonly scan?: Scan | undefined;
	/** See {@link Held}. */
	readonly thrift?: number;
}

type Stage = "data" | "entries" | "inodes" | "sizes" | "done";

export class DirectoryReader {
	readonly rows: InodeRows;
	readonly #options: ReaderOptions;
	readonly #dirents: Dirents;
	/** Reads most of them, where there is one. */
	readonly #scan: DirectoryScan | undefined;
	/** Whether it has read the entries of this one. */
	#isScanned = false;
	readonly #held: Held;
	/** Bytes of the image and its devices, and of all directories that are stored as they are. */
	readonly #capacity: number;
	#bytes = 0;
	/** Row of the directory. */
	#directory = 0;
	/** What `..` must be, where that is known. */
	#parent: Halves | undefined;
	#stage: Stage = "done";
	#data: DirectoryData | undefined;
	/** Bytes of the data that are read. */
	#at = 0;
	/** How far it was at the last load. */
	#loadedAt = -1;
	/** Findings of all directories. */
	#told = 0;
	/** Set once it was explained what is wrong. */
	#explanation: Explanation | undefined;

	constructor(options: ReaderOptions) {
		this.#options = options;
		const { image, tree, scan } = options;
		this.rows = new InodeRows(image, tree, scan?.bytes);
		this.#dirents = new Dirents(tree.entries);
		this.#scan = scan?.directoriesOf(tree, this.rows);
		this.#held = new Held(options.thrift);
		this.#capacity = clamped(this.rows.sizes.capacity);
	}

	/** Begins with the newest directory of the tree. @throws Failure `limit` */
	begin(directory: number): void {
		const { tree } = this.#options;
		const own = tree.inodes.nid.halves(tree.directories.inode[directory] as number);
		this.#directory = directory;
		this.#account(directory);
		const nid = this.#parentNid();
		const parent = nid === undefined ? undefined : halvesOf(nid);
		this.#dirents.begin(own, parent);
		this.#parent = parent;
		this.#isScanned = false;
		this.#stage = "data";
		this.#data = undefined;
		this.#at = 0;
		this.rows.begin(this.#dirents.first);
		this.#explanation = undefined;
	}

	/** @throws Failure `limit` when directories lie on one another */
	#account(directory: number): void {
		const { inodes, directories } = this.#options.tree;
		const inode = directories.inode[directory] as number;
		if (isCompressed(inodes.layout(inode))) return;
		this.#bytes += Math.min(clamped(inodes.size.unsigned(inode)), this.#capacity);
		checkDirectories(this.#bytes, this.#capacity);
	}

	/**
	 * Goes on as far as it can.
	 * @returns what to wait for before it is called again; undefined when the directory is done
	 * @throws Failure `io`, `cancelled`; `limit` when there are too many entries
	 */
	advance(pace: Pace = {}): Promise<void> | undefined {
		checkCancelled(pace.signal);
		try {
			if (this.#stage === "data" && this.#scan) this.#scanEntries(this.#scan);
			if (this.#stage === "data" && !this.#locate()) return this.#open(pace);
			if (this.#stage === "entries" && !this.#readEntries()) return this.#explain(pace);
			if (this.#stage === "inodes") this.#linkEntries();
			if (this.#stage === "entries" || this.#stage === "inodes") return MORE;
			if (this.#stage === "sizes") this.rows.sizes.finish();
		} catch (error) {
			if (error instanceof Missing) return this.#bring(error, pace);
			throw error;
		}
		const { sizes } = this.rows;
		if (sizes.hasClaims) return sizes.judge(this.#options.report, pace.signal);
		if (this.rows.isDoubtful && !this.#explanation) return this.#explain(pace);
		this.#finish();
		return undefined;
	}

	/**
	 * Looks at a directory before its turn: that its entries and their inodes are in memory.
	 * Damage is left for its turn; large directories and decoded ones are left, too.
	 * @throws Missing
	 */
	glance(inode: number): void {
		const { image, tree } = this.#options;
		const { low, high } = tree.inodes.nid.halves(inode);
		const data = simpleDataOf(image, this.rows, low, high);
		if (!data || data.size > MOST_AHEAD) return;
		data.need(0, data.size);
		const nids = new Nids();
		for (let at = 0; at < data.size; at += image.facts.blockSize) {
			const length = Math.min(image.facts.blockSize, data.size - at);
			const { bytes, p } = data.seek(at, length);
			nids.addBlock(bytes.view, p, length);
		}
		for (let from = 0; from < nids.count; ) from = this.rows.need(nids, from, nids.count);
	}

	/** The directory that was read last, for who explains more; undefined when it cannot be read. */
	async look(pace: Pace): Promise<Look | undefined> {
		if (this.#explanation) return this.#explanation.look;
		return lookAt(this.#options.image, this.#place(), pace);
	}

	/** All of them at once, unless that must be left to others. */
	#scanEntries(scan: DirectoryScan): void {
		this.#isScanned = scan.read(this.#directory, this.#parent);
		if (!this.#isScanned) return;
		this.#checkEntries();
		if (scan.slack > 0) this.#mark(FORM.SLACK);
		this.#stage = "inodes";
	}

	/** @returns false when it takes more than the inode to find the data */
	#locate(): boolean {
		const { image, tree } = this.#options;
		const { low, high } = tree.inodes.nid.halves(tree.directories.inode[this.#directory] as number);
		this.#data = simpleDataOf(image, this.rows, low, high);
		if (this.#data) this.#stage = "entries";
		return this.#data !== undefined;
	}

	/** Through the map of the inode, decoded where it must be. */
	async #open(pace: Pace): Promise<void> {
		const { signal } = pace;
		const { image } = this.#options;
		const { nid } = this.#place();
		try {
			const inode = await readInode(image, nid, ignoreFindings, signal);
			assertDirectory(image, inode);
			const source = await fileSource(image, inode, `directory ${nid}`, signal);
			const bytes = new Resident({ space: fileSpace(nid), source });
			const run = { bytes, start: 0, size: inode.size };
			this.#data = new DirectoryData(inode.dotOmitted, run);
			this.#stage = "entries";
		} catch (error) {
			if (!isDamage(error)) throw error;
			await this.#explain(pace);
		}
	}

	/** A batch of them. @returns false when something about them is wrong */
	#readEntries(): boolean {
		const data = this.#data as DirectoryData;
		const { blockSize } = this.#options.image.facts;
		const batch = Math.min(this.#at + BATCH, data.size);
		data.need(this.#at, batch);
		while (this.#at < batch) {
			const length = Math.min(blockSize, data.size - this.#at);
			const { bytes, p } = data.seek(this.#at, length);
			if (!this.#dirents.addBlock(bytes.bytes, bytes.view, p, length)) return false;
			this.#at += length;
		}
		this.#checkEntries();
		if (this.#at < data.size) return true;
		this.#stage = "inodes";
		if (this.#dirents.slack > 0) this.#mark(FORM.SLACK);
		return this.#dirents.isWhole(data.dotOmitted);
	}

	#checkEntries(): void {
		const { count, nameBytes } = this.#options.tree.entries;
		checkEntries(count, nameBytes);
	}

	/** Some of them. */
	#linkEntries(): void {
		const end = this.#options.tree.entries.count;
		if (this.#isScanned) this.#scan?.link(end);
		else this.#linkTo(Math.min(end, this.rows.linked + STEP), end);
		if (this.rows.linked === end) this.#stage = "sizes";
	}

	/** Up to an entry at least, of which there are some in front of `end`. */
	#linkTo(enough: number, end: number): void {
		while (this.rows.linked < enough) {
			const { linked } = this.rows;
			const batch = this.rows.need(this.#dirents, linked, end);
			this.rows.link(this.#dirents, linked, batch);
		}
	}

	/** What is missing, with what will be soon. */
	async #bring(missing: Missing, pace: Pace): Promise<void> {
		const { signal } = pace;
		const { ahead } = this.#options;
		this.#holdOn();
		try {
			await this.#held.load([missing, ...(ahead?.() ?? [])], signal);
		} catch (error) {
			if (!isDamage(error)) throw error;
			if (this.#stage === "inodes") await this.#linkOneByOne(pace);
			else if (this.#stage === "sizes") this.rows.sizes.giveUp();
			else await this.#explain(pace);
		}
	}

	/** What was fetched before is held until it has been of use. */
	#holdOn(): void {
		const progress = this.#at + this.rows.linked - this.rows.sizes.waiting;
		if (progress !== this.#loadedAt) this.#held.release();
		this.#loadedAt = progress;
	}

	/** Where inodes lie in damaged contents: each is tried, those that cannot be had are lost. */
	async #linkOneByOne({ signal, breathe }: Pace): Promise<void> {
		const dirents = this.#dirents;
		const { rows } = this;
		const end = this.#options.tree.entries.count;
		while (rows.linked < end) {
			const { linked } = rows;
			try {
				await withBytes(() => rows.link(dirents, linked, linked + 1), signal);
			} catch (error) {
				if (!isDamage(error)) throw error;
				rows.lose(dirents, linked);
			}
			const pause = breathe?.();
			if (pause) await pause;
		}
	}

	/** Entries that could not be read at one go are those that the explanation has found. */
	async #explain(pace: Pace): Promise<void> {
		const { image, report } = this.#options;
		const explanation = await explain(image, this.#place(), pace, mostAfter(this.#told));
		this.#explanation = explanation;
		this.#told += explanation.findings.length;
		if (!explanation.look) this.#mark(FORM.UNLISTED);
		for (const finding of explanation.findings) report(finding);
		if (this.#stage !== "data" && this.#stage !== "entries") return;
		this.#dirents.undo();
		if (explanation.look) this.#take(explanation.look);
		this.#stage = "inodes";
	}

	#take({ entries, rows }: Look): void {
		for (const i of rows) {
			this.#dirents.add(entryName(entries, i), entries.nid[i] as bigint, entries.type[i] as number);
			this.#checkEntries();
		}
	}

	#place(): DirectoryPlace {
		const { image, tree } = this.#options;
		return {
			nid: tree.nid(tree.directories.inode[this.#directory] as number),
			path: tree.pathOfDirectory(this.#directory),
			parent: this.#parentNid() ?? image.facts.rootNid,
		};
	}

	/** Undefined when it is not known in which directory this one is. */
	#parentNid(): bigint | undefined {
		const { image, tree } = this.#options;
		const { inode } = tree.directories;
		const { rootNid } = image.facts;
		const parent = tree.parentOf(this.#directory);
		if (parent >= 0) return tree.nid(inode[parent] as number);
		if (tree.nid(inode[this.#directory] as number) === rootNid) return rootNid;
		return this.#directory === 0 ? this.#options.parent : undefined;
	}

	/** Says more of the directory: see FORM. */
	#mark(bits: number): void {
		const { directories, inodes } = this.#options.tree;
		inodes.mark(directories.inode[this.#directory] as number, bits);
	}

	#finish(): void {
		const { tree } = this.#options;
		const { entries, directories, inodes } = tree;
		directories.finish(entries.count);
		this.#stage = "done";
		this.#held.release();
		if (!this.#explanation) {
			directories.setStored((this.#isScanned && this.#scan?.stored) || this.#dirents);
			return;
		}
		this.#mark(FORM.BLAMED);
		const isBlamed = blameIn(this.#explanation.findings);
		for (let entry = this.#dirents.first; entry < entries.count; entry++) {
			const inode = entries.inode[entry] as number;
			const isLost = inodes.is(inode, FORM.UNREADABLE);
			if (!isLost && !isBlamed(inodes.nid.big(inode), entries.name(entry))) continue;
			entries.type[entry] = (entries.type[entry] as number) | BAD;
		}
	}
}

function simpleDataOf(
	image: Image,
	rows: InodeRows,
	low: number,
	high: number,
): DirectoryData | undefined {
	const home = rows.homeOf(high);
	if (!home || !rows.read(low, high)) return undefined;
	const place = { start: rows.placeOf(low, high), home: home.bytes, primary: rows.primary.bytes };
	return simpleData(image, rows.cursor, place);
}
