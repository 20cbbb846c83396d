/**
 * A check of an image, or of a part of its tree: everything that reading it shows to be wrong, and
 * what was looked at for that. Ends by itself on any image; one thing that is damaged does not hide
 * the next.
 */
import { Failure, findingOf, isCancelled } from "../base/errors";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { FindingLog } from "../base/finding-log";
import type { OnProgress } from "../base/progress";
import type { Resident } from "../base/resident";
import { showName } from "../base/text";
import { Census } from "../census/census";
import { FORM } from "../census/inodes";
import { Scan } from "../census/scan/scan";
import type { Tree } from "../census/tree";
import { missingDevices } from "../erofs/devices";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { own } from "../ownership/build";
import type { Inhabitants } from "../ownership/inhabitants";
import type { Ownership } from "../ownership/ownership";
import type { Planner } from "../ownership/planner";
import { Alikes } from "./alike";
import { judge } from "./check";
import { lookCloser } from "./closer-looks";
import { type Coverage, type Level, Tally } from "./coverage";
import { UnitBatches } from "./decoding";
import { type ContentsHash, contentsHash, Digests } from "./digests";
import { imageChecks, mountChecks } from "./image";
import { InodeChecker } from "./inode";
import { InodePass, type PassOptions } from "./inode-pass";
import { claimChecks } from "./inodes";
import { checkOwners } from "./owners";
import { Leftovers } from "./padding";
import {
	type CensusFinding,
	CensusFindings,
	censusFinding,
	pathOf,
	type TreeFollower,
} from "./paths";
import { checkFixed } from "./structures";
import { tellTails } from "./tails";
import { chunkedIn, linkChecks, serialsOf, treeChecks } from "./tree";
import { type UnitPlaces, unitsHere } from "./unit-places";

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
	/** Takes the whole tree down, where that is done anyway; when left out or undefined, it is done here. */
	readonly tree?: (follower: TreeFollower) => Promise<Tree | undefined>;
	/** Who owns which bytes, where that is known or found anyway; when left out, it is found here. */
	readonly owners?: () => Promise<Ownership>;
	/** Told of them where they were found here. */
	readonly onOwners?: (found: Ownership) => void;
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
	readonly #unitAlikes = new Alikes();
	readonly #units: UnitBatches;
	readonly #tally: Tally;
	readonly #inodes: InodeChecker;
	readonly #leftovers = new Leftovers();
	/** Whether the whole tree is checked. */
	readonly #whole: boolean;
	/** The tree while it is taken down. */
	#growing: Tree | undefined;
	/** Something of the tree could not be read. */
	#unread = false;

	constructor(image: Image, options: CheckOptions) {
		const { level, start, signal, breathe, onFinding } = options;
		this.#image = image;
		this.#options = options;
		this.#log = new FindingLog(onFinding);
		this.#unitLog = new FindingLog(onFinding);
		this.#whole = start.nid === image.facts.rootNid;
		this.#tally = new Tally(level, showName(start.path));
		const { units: places = unitsHere(image, signal) } = options;
		this.#units = new UnitBatches(image, { places, tally: this.#tally, signal, breathe });
		const { hash = contentsHash(image, signal) } = options;
		const digests = new Digests(image, hash, (why) => this.#tally.lack("digests", why, 1));
		const leftovers = this.#leftovers;
		const about = { level, packedToo: this.#whole, units: this.#units, digests, leftovers, signal };
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
		let owned: Ownership | undefined;
		try {
			const pass = (await this.#isDirectory()) ? await this.#lookAtTree() : undefined;
			const inhabitants = pass?.inhabitants;
			if (!this.#whole) return;
			const sums = {
				inodes: this.#tally.inodes,
				whole: !this.#unread,
				serials: inhabitants && serialsOf(inhabitants),
				chunked: inhabitants && chunkedIn(inhabitants.tree),
			};
			await judge(treeChecks, sums, this.#image, this.#log.add);
			if (inhabitants && !this.#unread) await this.#links(inhabitants);
			const hidden = await this.#hidden(inhabitants?.tree);
			// While what follows waits for bytes, others are decoded.
			this.#units.help().catch(() => {}); // who waits for the end hears of it
			owned = await this.#owners(inhabitants?.tree, hidden, pass?.planner);
		} finally {
			await this.#units.end();
			this.#unitAlikes.end();
		}
		await tellTails(owned, this.#unitLog.findings, this.#unitLog.add, this.#options);
	}

	result(stopped: Failure | undefined): Pick<Checked, "findings" | "more" | "checked"> {
		if (this.#growing) this.#tally.takeNames(this.#growing);
		if (stopped) this.#tally.end(stopped.message);
		if (this.#options.level === "structure") {
			this.#tally.unasked("contents", "Only structures were asked for.");
		}
		if (!this.#whole) this.#tally.unasked("the rest of the tree", "Only a part was asked for.");
		const all = new FindingLog();
		for (const { findings } of [this.#log, this.#unitLog]) findings.forEach(all.add);
		const more = this.#log.more + this.#unitLog.more + all.more;
		return { findings: all.findings, more, checked: this.#tally.coverage };
	}

	/** Whether a tree begins here; a file is looked at by itself. */
	async #isDirectory(): Promise<boolean> {
		const { start, signal } = this.#options;
		try {
			const first = await readInode(this.#image, start.nid, ignoreFindings, signal);
			if (first.type === FT.DIR) return true;
			this.#tally.inodes++;
			await this.#closerLook(first, showName(start.path));
		} catch (error) {
			const found = findingOf(error);
			if (!found) throw error;
			// Of the root it was told at the opening, in better words.
			if (!this.#whole) this.#log.add(found);
			this.#unread = true;
			this.#tally.skip("the tree", "Its first directory is not readable.");
		}
		return false;
	}

	/** At all inodes and directories of the tree. */
	async #lookAtTree(): Promise<InodePass> {
		const findings = new CensusFindings(this.#log.add);
		const add = (found: CensusFinding) => {
			// Of what an inode claims tells who looks at it.
			if (isClaim(found.finding)) return;
			if (found.finding.severity === "error") this.#unread = true;
			findings.add(found);
		};
		const pass = (await this.#follow(add)) ?? (await this.#takeCensus(add, findings));
		const { tree } = pass.inhabitants;
		findings.flush(tree, true);
		this.#growing = undefined;
		this.#tally.takeTree(tree);
		const total = tree.inodes.count;
		await pass.finish(() => {
			const { inodes: done } = this.#tally;
			this.#options.onProgress?.({ phase: "Checking", done, total, unit: "inodes" });
		});
		const about = { log: this.#log, tally: this.#tally, look: this.#closerLook };
		await lookCloser(this.#image, tree, pass.sound, { ...this.#options, ...about });
		return pass;
	}

	/** @param bytes of the image, of who takes the tree down @param scan of the same */
	#passOver(tree: Tree, bytes?: Resident, scan?: Scan): InodePass {
		this.#growing = tree;
		const { level, signal, breathe, owners, onOwners } = this.#options;
		const options: PassOptions = {
			...{ level, signal, tally: this.#tally, units: this.#units, packedToo: this.#whole },
			isPlanned: this.#whole && !owners,
			isBare: !onOwners,
			later: (row) => this.#ofUnits(tree.nid(row), pathOf(tree, row)),
			breathe,
		};
		return new InodePass(this.#image, tree, options, bytes, scan);
	}

	/** While somebody else takes the tree down, looks at a part of it; undefined where nobody does. */
	async #follow(found: (found: CensusFinding) => void): Promise<InodePass | undefined> {
		const { tree: take } = this.#options;
		if (!this.#whole || !take) return undefined;
		// One of its own: what it holds is between two steps of the check, and of nobody else.
		const scan = await Scan.of(this.#image, { packedToo: this.#whole });
		const passOver = (tree: Tree) => this.#passOver(tree, scan?.bytes, scan);
		let pass: InodePass | undefined;
		let failed: { readonly why: unknown } | undefined;
		const tree = await take({
			found,
			goOn: ({ tree, settled }) => {
				pass ??= passOver(tree);
				if (failed) return undefined;
				return pass.goOn(settled)?.catch((why) => {
					failed = { why };
				});
			},
		});
		if (failed) throw failed.why;
		return tree && (pass ?? passOver(tree));
	}

	/** Takes the tree down, and looks at a part of it by the way. */
	async #takeCensus(
		add: (found: CensusFinding) => void,
		findings: CensusFindings,
	): Promise<InodePass> {
		const { start, signal, breathe, onProgress } = this.#options;
		const report: Report = (finding) => add(censusFinding(tree, finding));
		const scan = await Scan.of(this.#image, { packedToo: this.#whole, withTree: true });
		const census = new Census(this.#image, { start, report, scan, isListed: false });
		const { tree } = census;
		const pass = this.#passOver(tree, census.bytes, scan);
		const rest = () => {
			findings.flush(tree);
			onProgress?.({
				phase: "Reading the tree",
				done: tree.inodes.count,
				unit: "inodes",
				// To make it takes longer than a small directory, and few are shown.
				get note() {
					return showName(census.path);
				},
			});
			return pass.goOn(census.settled) ?? breathe?.();
		};
		try {
			await census.take({ signal, breathe: rest });
		} finally {
			findings.flush(tree, true);
		}
		return pass;
	}

	/** @param path as it is shown; undefined of an inode without a name */
	#closerLook = (inode: Inode, path?: string): Promise<void> =>
		this.#inodes.check(inode, this.#log.at(path), this.#ofUnits(inode.nid, path));

	/** Takes what is wrong with the units of a file. */
	#ofUnits(nid: bigint, path?: string): Report {
		const report = this.#unitLog.at(path);
		return (finding) => this.#unitAlikes.add(finding, report, nid);
	}

	/** How many names inodes have, and say they have; directories count otherwise. */
	async #links(inhabitants: Inhabitants): Promise<void> {
		const { tree } = inhabitants;
		const { inodes } = tree;
		for (let row = 0; row < inodes.count; row++) {
			const nlink = inodes.nlink.at(row);
			const names = inodes.names[row] as number;
			if (nlink === names || inodes.is(row, FORM.UNREADABLE) || inodes.type(row) === FT.DIR)
				continue;
			const links = { inode: { ...inhabitants.known(row), nlink }, names, path: pathOf(tree, row) };
			await judge(linkChecks, links, this.#image, this.#log.add);
		}
	}

	/** Who owns which bytes, once all inodes are known: damage of what says so has been told. */
	async #owners(
		tree: Tree | undefined,
		hidden: readonly Inode[],
		planner: Planner | undefined,
	): Promise<Ownership> {
		const { owners = () => this.#ownersOf(tree, planner), onProgress } = this.#options;
		onProgress?.({ phase: "Finding owners", done: 0, unit: "inodes" });
		const owned = await owners();
		await checkOwners(this.#image, owned, {
			...this.#options,
			hidden,
			isWhole: !this.#unread,
			tally: this.#tally,
			leftovers: this.#leftovers,
			report: this.#log.add,
		});
		return owned;
	}

	async #ownersOf(tree: Tree | undefined, planner: Planner | undefined): Promise<Ownership> {
		const all = tree ?? (await new Census(this.#image, { isListed: false }).take(this.#options));
		const { signal, breathe, onOwners } = this.#options;
		const found = await own(this.#image, all, {
			signal,
			breathe,
			...(planner ? { planner } : {}),
		});
		onOwners?.(found);
		return found;
	}

	/** Inodes that only the superblock knows. */
	async #hidden(tree: Tree | undefined): Promise<Inode[]> {
		const { metaboxNid, packedNid } = this.#image;
		const found: Inode[] = [];
		for (const nid of [metaboxNid, packedNid]) {
			if (nid === undefined) continue;
			const { signal } = this.#options;
			const inode = await readInode(this.#image, nid, this.#log.add, signal);
			found.push(inode);
			// Unless an entry names it, too.
			if (tree && tree.find(nid) >= 0) continue;
			this.#tally.inodes++;
			await this.#closerLook(inode);
		}
		return found;
	}
}

const isClaim = ({ code }: Finding): boolean => claimChecks.some((check) => check.code === code);
