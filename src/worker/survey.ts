/**
 * The census of the image, shared by everyone who needs it: totals for the overview, paths for
 * the hex view, names for the filter. It is taken once; it stops when nobody waits for it any
 * more, and goes on from there next time.
 */
import { exact } from "../base/exact";
import type { Report } from "../base/finding";
import type { OnProgress } from "../base/progress";
import { showName } from "../base/text";
import { Census } from "../census/census";
import type { Scan } from "../census/scan/scan";
import { type Totals, totalsOf } from "../census/totals";
import type { Tree } from "../census/tree";
import { judge } from "../checks/check";
import { type CensusFinding, censusFinding, type TreeFollower } from "../checks/paths";
import { treeChecks } from "../checks/tree";
import type { Image } from "../erofs/image";
import { breather } from "./breathe";
import type { Known } from "./known";
import { Shared } from "./shared";

/** Findings kept for who comes later. */
const MOST_FOUND = 10_000;

export class Surveyor {
	readonly #image: Image;
	readonly #scan: Scan | undefined;
	readonly #known: Known;
	readonly #report: Report;
	/** Whether a directory or inode could not be read. */
	#isDamaged = false;
	#census: Census | undefined;
	/** All that it has found, as long as that is little. */
	readonly #found: CensusFinding[] = [];
	readonly #followers = new Set<TreeFollower>();
	readonly #work = new Shared((signal, tell) => this.#take(signal, tell));

	/** @param scan of the image, with room for the tree */
	constructor(image: Image, scan: Scan | undefined, known: Known, report: Report) {
		this.#image = image;
		this.#scan = scan;
		this.#known = known;
		this.#report = (finding) => {
			if (finding.severity === "error") this.#isDamaged = true;
			report(finding);
		};
	}

	/** What has been taken down so far. */
	get tree(): Tree {
		return this.#begun.tree;
	}

	/** For who follows it; undefined where too much was wrong before, and was not kept. */
	async taken(
		signal: AbortSignal,
		onProgress: OnProgress,
		follower: TreeFollower,
	): Promise<Tree | undefined> {
		if (this.#found.length >= MOST_FOUND) return undefined;
		for (const found of this.#found) follower.found(found);
		this.#followers.add(follower);
		try {
			await this.join(signal, onProgress);
		} finally {
			this.#followers.delete(follower);
		}
		return this.tree;
	}

	/** Whether the tree grows now. */
	get isRunning(): boolean {
		return this.#work.isRunning;
	}

	/** Joins who takes the census, or takes it. @throws Failure as {@link Shared} */
	join(signal: AbortSignal, onProgress?: OnProgress): Promise<Totals> {
		return this.#work.join(signal, onProgress);
	}

	async #take(signal: AbortSignal, tell: OnProgress): Promise<Totals> {
		const census = this.#begun;
		const breathe = breather(signal);
		const pause = () => {
			const pausing = breathe();
			if (pausing) this.#tell(census, tell);
			return pausing;
		};
		const tree = await census.take({ signal, breathe: pause }, () => this.#goOn(census));
		const totals = totalsOf(tree);
		const sums = { inodes: totals.inodes, whole: !this.#isDamaged };
		await judge(treeChecks, sums, this.#image, this.#report);
		this.#known.complete();
		return totals;
	}

	get #begun(): Census {
		if (this.#census) return this.#census;
		const report: Report = (finding) => {
			const found = censusFinding(this.tree, finding);
			if (this.#found.length < MOST_FOUND) this.#found.push(found);
			for (const follower of this.#followers) follower.found(found);
			this.#report(finding);
		};
		const census = new Census(this.#image, { report, scan: this.#scan });
		this.#census = census;
		this.#known.follow(census.tree);
		return census;
	}

	async #goOn(census: Census): Promise<void> {
		for (const follower of this.#followers) await follower.goOn(census);
	}

	#tell({ tree, path }: Census, tell: OnProgress): void {
		const claimed = exact(this.#image.superblock.inos);
		const done = tree.inodes.count;
		const total = typeof claimed === "number" && claimed >= done ? { total: claimed } : {};
		tell({ phase: "Reading the tree", done, unit: "inodes", note: showName(path), ...total });
	}
}
