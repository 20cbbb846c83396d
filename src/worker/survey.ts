/**
 * The walk over the whole tree, shared by everyone who needs it: totals for the
 * overview, paths for the hex view, names for the filter. It runs once; it stops
 * when nobody waits for it any more, and goes on from the start next time.
 */
import { cancelled, checkCancelled } from "../base/errors";
import { compareExact, type Exact, exact, sum } from "../base/exact";
import type { Finding, Report } from "../base/finding";
import type { OnProgress } from "../base/progress";
import { showName } from "../base/text";
import { checkInodeCount } from "../checks/inode-count";
import type { Image } from "../erofs/image";
import { type Inode, nidKey } from "../erofs/inode";
import { capacityOf, claimsMuch, type Possible, possibleOf } from "../erofs/possible";
import { storedSizes } from "../erofs/stored-size";
import { LAYOUTS } from "../erofs/structs/inode";
import { type Visit, walk } from "../erofs/walk";
import type { Atlas } from "./atlas";
import { breather } from "./breathe";
import type { Survey } from "./protocol";

/** Findings kept; an image can be damaged in a million places. */
const MAX_FINDINGS = 2000;

interface Sum {
	count: number;
	size: Exact;
	stored: Exact;
}

class Totals {
	inodes = 0;
	entries = 0;
	readonly types = new Map<number, Sum>();
	readonly layouts = new Map<string, Sum>();
	/** What was claimed but cannot be. */
	readonly leftOut: Sum = { count: 0, size: 0, stored: 0 };
	readonly #counted = new Set<Exact>();

	/** Whether it is to be counted: an inode is once, however many names it has. */
	isNew({ nid }: Inode): boolean {
		const key = nidKey(nid);
		if (this.#counted.has(key)) return false;
		this.#counted.add(key);
		return true;
	}

	/** @param claimed bytes it is said to occupy */
	count(inode: Inode, claimed: Exact, possible: Possible): void {
		this.inodes++;
		const { hasData } = inode.context;
		add(this.types, inode.type, possible);
		if (hasData) add(this.layouts, LAYOUTS[inode.layout]?.label ?? "unknown", possible);
		if (!possible.finding) return;
		this.leftOut.count++;
		if (possible.size === 0) this.leftOut.size = sum(this.leftOut.size, inode.i_size);
		this.leftOut.stored = sum(this.leftOut.stored, claimed);
	}
}

function add<K>(sums: Map<K, Sum>, key: K, { size, stored }: Omit<Sum, "count">): void {
	const all = sums.get(key) ?? { count: 0, size: 0, stored: 0 };
	all.count++;
	all.size = sum(all.size, size);
	all.stored = sum(all.stored, stored);
	sums.set(key, all);
}

export class Surveyor {
	readonly #image: Image;
	readonly #atlas: Atlas;
	readonly #capacity: Exact;
	#done: Survey | undefined;
	#running: { promise: Promise<Survey>; abort: AbortController } | undefined;
	readonly #waiters = new Set<OnProgress>();

	constructor(image: Image, atlas: Atlas) {
		this.#image = image;
		this.#atlas = atlas;
		this.#capacity = capacityOf(image);
	}

	/** The result when the walk has been completed. */
	get done(): Survey | undefined {
		return this.#done;
	}

	/**
	 * Joins the walk, or starts it. What it meets is in the atlas as it goes.
	 * @throws Failure `cancelled` for this caller only; the walk goes on for the others.
	 */
	async join(signal: AbortSignal, onProgress: OnProgress): Promise<Survey> {
		if (this.#done) return this.#done;
		checkCancelled(signal);
		const waiter: OnProgress = (progress) => onProgress(progress);
		this.#waiters.add(waiter);
		const leave = () => {
			this.#waiters.delete(waiter);
			if (this.#waiters.size > 0) return;
			// The dying walk must not be joined by the next caller.
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
		return { promise: this.#walk(abort.signal), abort };
	}

	async #walk(signal: AbortSignal): Promise<Survey> {
		const image = this.#image;
		const totals = new Totals();
		const findings: Finding[] = [];
		let dropped = false;
		const report = (finding: Finding) => {
			if (findings.length < MAX_FINDINGS) findings.push(finding);
			else dropped = true;
		};
		const breathe = breather(signal);
		const { rootNid } = image.facts;
		const start = { nid: rootNid, path: Uint8Array.of(0x2f), parent: rootNid };
		for await (const visit of walk(image, start, report, signal)) {
			checkCancelled(signal); // a walk nobody waits for must not speak to later callers
			await this.#count(visit, totals, report, signal);
			this.#atlas.add(visit);
			this.#tell(visit, totals.inodes);
			await breathe();
		}
		const all = !findings.some(({ severity }) => severity === "error");
		checkInodeCount(image, totals.inodes, all, report);
		this.#done = surveyOf(
			totals,
			findings.map((finding) => this.#atlas.withPath(finding)),
			dropped,
		);
		return this.#done;
	}

	async #count(visit: Visit, totals: Totals, report: Report, signal: AbortSignal): Promise<void> {
		totals.entries += visit.rows.length;
		const inodes = [visit.directory, ...visit.inodes];
		const sizes = await storedSizes(this.#image, inodes, signal);
		for (const [i, inode] of inodes.entries()) {
			if (!inode || !totals.isNew(inode)) continue;
			const stored = sizes[i] as Exact;
			// No promise for the millions that claim what they may.
			const possible = claimsMuch(inode, stored, this.#capacity)
				? await possibleOf(this.#image, inode, stored, signal)
				: { size: inode.context.hasData ? inode.i_size : 0, stored };
			if (possible.finding) report(possible.finding);
			totals.count(inode, stored, possible);
		}
	}

	#tell(visit: Visit, inodes: number): void {
		const claimed = exact(this.#image.superblock.inos);
		const total = typeof claimed === "number" && claimed >= inodes ? { total: claimed } : {};
		const note = showName(visit.path);
		for (const tell of this.#waiters) {
			tell({ phase: "Reading the tree", done: inodes, unit: "inodes", note, ...total });
		}
	}
}

const largestFirst = (a: Sum, b: Sum): number => compareExact(b.size, a.size) || b.count - a.count;

function surveyOf(totals: Totals, findings: readonly Finding[], capped: boolean): Survey {
	const types = [...totals.types].map(([type, all]) => ({ type, ...all }));
	return {
		inodes: totals.inodes,
		entries: totals.entries,
		size: types.map((t) => t.size).reduce(sum, 0),
		stored: types.map((t) => t.stored).reduce(sum, 0),
		types: types.sort(largestFirst),
		layouts: [...totals.layouts].map(([label, all]) => ({ label, ...all })).sort(largestFirst),
		leftOut: totals.leftOut,
		findings,
		capped,
	};
}

/** The promise, or `cancelled` as soon as the signal fires. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const stop = () => reject(cancelled());
		signal.addEventListener("abort", stop, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
	});
}
