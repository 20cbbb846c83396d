/**
 * The census of the image, shared by everyone who needs it: totals for the overview, paths for
 * the hex view, names for the filter. It is taken once; it stops when nobody waits for it any
 * more, and goes on from there next time.
 */
import { checkCancelled } from "../base/errors";
import { exact } from "../base/exact";
import type { Finding } from "../base/finding";
import { FindingLog } from "../base/finding-log";
import type { OnProgress } from "../base/progress";
import { showName } from "../base/text";
import { Census } from "../census/census";
import { totalsOf } from "../census/totals";
import type { Tree } from "../census/tree";
import { judge } from "../checks/check";
import { treeChecks } from "../checks/tree";
import type { Image } from "../erofs/image";
import { abortable } from "./abortable";
import { breather } from "./breathe";
import type { Known } from "./known";
import type { Survey } from "./protocol";

/** Findings kept; an image can be damaged in a million places. */
const MAX_FINDINGS = 2000;

export class Surveyor {
	readonly #image: Image;
	readonly #known: Known;
	readonly #log = new FindingLog(MAX_FINDINGS);
	/** Whether a directory or inode could not be read. */
	#isDamaged = false;
	#census: Census | undefined;
	#done: Survey | undefined;
	#running: { readonly promise: Promise<Survey>; readonly abort: AbortController } | undefined;
	/** Settled when nobody takes the census any more. */
	#rest: Promise<unknown> = Promise.resolve();
	readonly #waiters = new Set<OnProgress>();

	constructor(image: Image, known: Known) {
		this.#image = image;
		this.#known = known;
	}

	/** What has been taken down so far. */
	get tree(): Tree {
		return this.#begun.tree;
	}

	/** Whether the tree grows now. */
	get isRunning(): boolean {
		return this.#running !== undefined && this.#done === undefined;
	}

	/**
	 * Joins who takes the census, or takes it.
	 * @throws Failure `cancelled` for this caller only; it goes on for the others.
	 */
	async join(signal: AbortSignal, onProgress: OnProgress): Promise<Survey> {
		if (this.#done) return this.#done;
		checkCancelled(signal);
		const waiter: OnProgress = (progress) => onProgress(progress);
		this.#waiters.add(waiter);
		const leave = () => {
			this.#waiters.delete(waiter);
			if (this.#waiters.size > 0) return;
			// What is being stopped must not be joined by the next caller.
			this.#running?.abort.abort();
			this.#running = undefined;
		};
		try {
			this.#running ??= this.#start();
			return await abortable(this.#running.promise, signal);
		} finally {
			leave();
		}
	}

	#start(): { promise: Promise<Survey>; abort: AbortController } {
		const abort = new AbortController();
		const promise = this.#rest.then(() => this.#take(abort.signal));
		this.#rest = promise.catch(() => {});
		return { promise, abort };
	}

	async #take(signal: AbortSignal): Promise<Survey> {
		const census = this.#begun;
		const breathe = breather(signal);
		const pause = () => {
			const pausing = breathe();
			if (pausing) this.#tell(census);
			return pausing;
		};
		const tree = await census.take({ signal, breathe: pause });
		const totals = totalsOf(tree);
		const sums = { inodes: totals.inodes, whole: !this.#isDamaged };
		await judge(treeChecks, sums, this.#image, this.#report);
		this.#known.complete();
		const findings = this.#log.findings.map((finding) => this.#known.withPath(finding));
		this.#done = { ...totals, findings, capped: this.#log.more > 0 };
		return this.#done;
	}

	get #begun(): Census {
		if (this.#census) return this.#census;
		const census = new Census(this.#image, { report: this.#report });
		this.#census = census;
		this.#known.follow(census.tree);
		return census;
	}

	readonly #report = (finding: Finding): void => {
		if (finding.severity === "error") this.#isDamaged = true;
		this.#log.add(finding);
	};

	#tell({ tree, path }: Census): void {
		const claimed = exact(this.#image.superblock.inos);
		const done = tree.inodes.count;
		const total = typeof claimed === "number" && claimed >= done ? { total: claimed } : {};
		const note = showName(path);
		for (const tell of this.#waiters) {
			tell({ phase: "Reading the tree", done, unit: "inodes", note, ...total });
		}
	}
}
