/**
 * Who owns which bytes, for everyone who asks: found once, after the census, and kept. Of a remote
 * image that takes reading all metadata, so there it ends when nobody waits for it any more.
 */
import { abortable } from "../base/errors";
import type { Report } from "../base/finding";
import type { OnProgress } from "../base/progress";
import type { SpaceId } from "../base/range";
import { Tree } from "../census/tree";
import { tellDamaged } from "../checks/damaged";
import type { CheckOptions } from "../checks/run";
import type { Image } from "../erofs/image";
import { own, ownMet } from "../ownership/build";
import { clashFindings } from "../ownership/clashes";
import { stripOf } from "../ownership/coarse";
import { explain, waysOf } from "../ownership/explain";
import { COARSE_KINDS } from "../ownership/kinds";
import { MapLines } from "../ownership/lines";
import type { Ownership } from "../ownership/ownership";
import { breather } from "./breathe";
import type { Known } from "./known";
import { metadataCost } from "./metadata-cost";
import type { ByteOwner, OwnersFound, Strip, StripParams } from "./protocol";
import { forReason, withoutReadAhead } from "./reason";
import { Shared } from "./shared";
import type { Surveyor } from "./survey";

/** Inodes named of those that share a byte. */
const MOST_NAMED = 100;
/** Inodes somebody looked at that are remembered. */
const MOST_LOOKED = 16;
/** Inodes of a tree of which owners are found while somebody waits. */
const FEW = 20_000;
/** For so much longer than it took, a part is good enough. */
const PAUSE = 10;
/** What takes less, ms, is made anew whenever more may be known. */
const SHORT = 50;
const NO_TREE = new Tree(1);
/** Parts of a strip: more than any screen has. */
const MOST_CELLS = 1 << 15;

interface Parts {
	readonly image: Image;
	readonly surveyor: Surveyor;
	readonly known: Known;
	readonly report: Report;
	/** Bytes cost time and perhaps money: nothing is read that nobody asked for. */
	readonly isRemote: boolean;
}

/** What is known of owners before all are found. */
interface Part {
	/** What it was made of. */
	readonly key: string;
	readonly ownership: Ownership;
	/** Milliseconds it took to make. */
	readonly took: number;
	/** When to look again what more was fetched, by the clock of `performance`. */
	readonly until: number;
}

interface Found {
	readonly ownership: Ownership;
	readonly result: OwnersFound;
}

export class Owners {
	readonly #parts: Parts;
	readonly #work: Shared<Found>;
	/** They are found by somebody who looks at everything anyway, if that comes to its end. */
	#byTheWay: Promise<Ownership | undefined> | undefined;
	#part: Part | undefined;
	/** Inodes somebody looked at, the latest last. */
	readonly #looked = new Set<bigint>();

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#work = new Shared((signal, tell) => this.#find(signal, tell), !parts.isRemote);
	}

	/** Joins who looks for them, or does. @throws Failure as {@link Shared} */
	join(signal: AbortSignal, onProgress?: OnProgress): Promise<Found> {
		return this.#work.join(signal, onProgress);
	}

	/**
	 * Does work that looks at all inodes: it finds owners for everyone, or, where that has begun, waits
	 * for those. What a network was asked for is told of who asked, so there they are found here.
	 */
	async during<T>(
		signal: AbortSignal,
		work: (either: Pick<CheckOptions, "owners" | "onOwners">) => Promise<T>,
	): Promise<T> {
		const isBegun = this.areFound || this.#work.isRunning || this.#byTheWay;
		if (isBegun || this.#parts.isRemote) {
			return work({ owners: async () => (await this.join(signal)).ownership });
		}
		let onOwners: (found?: Ownership) => void = () => {};
		const found = new Promise<Ownership | undefined>((resolve) => {
			onOwners = resolve;
		});
		this.#byTheWay = found;
		try {
			return await work({ onOwners });
		} finally {
			onOwners();
			if (!(await found)) this.#byTheWay = undefined;
		}
	}

	/** An inode somebody looks at: from now on all that it owns is known. */
	look(nid: bigint): void {
		this.#looked.delete(nid);
		this.#looked.add(nid);
		const [oldest] = this.#looked;
		if (oldest !== undefined && this.#looked.size > MOST_LOOKED) this.#looked.delete(oldest);
	}

	get areFound(): boolean {
		return this.#work.result !== undefined;
	}

	/** Bytes have been fetched that may tell more. */
	moreIsHere(): void {
		if (this.#part && this.#part.took < SHORT) this.#part = undefined;
	}

	/** As far as they are known now: nobody waits until all are. */
	async sofar(signal: AbortSignal): Promise<Ownership> {
		if (this.#work.result) return this.#work.result.ownership;
		const { known } = this.#parts;
		const image = withoutReadAhead(forReason(this.#parts.image, "structures on screen"));
		const tree = this.#tree;
		const { inodes } = known.looked;
		const key = [tree.inodes.count, inodes.count, ...this.#looked].join(" ");
		const last = this.#part;
		if (last?.key === key && performance.now() < last.until) return last.ownership;
		const began = performance.now();
		const met = {
			nids: Array.from({ length: inodes.count }, (_, row) => inodes.nid.big(row)),
			wanted: [image.facts.rootNid, ...this.#looked],
			pathOf: (nid: bigint) => known.pathOf(nid),
		};
		const pace = { signal, breathe: breather(signal) };
		const ownership = await ownMet(image, tree, met, pace);
		const now = performance.now();
		const took = now - began;
		this.#part = { key, ownership, took, until: now + PAUSE * took };
		return ownership;
	}

	/** Of a large local image all is known in a moment: until then a part of it must do. */
	get #tree(): Tree {
		const { surveyor, isRemote } = this.#parts;
		if (surveyor.isRunning) return NO_TREE;
		const { tree } = surveyor;
		return isRemote || tree.inodes.count <= FEW ? tree : NO_TREE;
	}

	/** Nobody needs them any more. */
	stop(): void {
		this.#work.stop();
	}

	async #find(signal: AbortSignal, tell: OnProgress): Promise<Found> {
		const { image, surveyor, report } = this.#parts;
		await surveyor.join(signal, tell);
		const { tree } = surveyor;
		const total = tree.inodes.count;
		const byTheWay = await abortable(Promise.resolve(this.#byTheWay), signal);
		const pace = { signal, breathe: breather(signal) };
		const damaged = new Set<number>();
		const ownership =
			byTheWay ??
			(await own(forReason(image, "who owns which bytes"), tree, {
				...pace,
				onDamaged: (row) => damaged.add(row),
				onInodes: (done) => tell({ phase: "Finding owners", done, total, unit: "inodes" }),
			}));
		const untold = await tellDamaged(ownership.inhabitants, damaged, report, pace);
		for (const space of ownership.stored()) {
			for (const finding of clashFindings(space, ownership.inhabitants)) report(finding);
		}
		const spaces = [...ownership.stored()].map(({ shape: { id, size } }) => ({ id, size }));
		const { shortfalls, bytes } = ownership;
		return { ownership, result: { spaces, shortfalls, untold, memory: bytes } };
	}

	/** Bytes that finding them would read, about; 0 when nothing more is needed. */
	cost(): number {
		const { image, surveyor, isRemote } = this.#parts;
		return this.areFound || !isRemote ? 0 : metadataCost(image, surveyor.tree);
	}

	/** Undefined for a byte that does not exist. */
	async at(id: SpaceId, offset: number, signal: AbortSignal): Promise<ByteOwner | undefined> {
		const ownership = await this.sofar(signal);
		const space = await ownership.space(id, { signal });
		if (!space || offset < 0 || offset >= space.shape.size) return undefined;
		const { inhabitants } = ownership;
		const { piece, steps } = await explain(space, offset, signal);
		const lines = new MapLines(inhabitants);
		const { start, end, kind, detail } = lines.withoutOwners(id, piece);
		const named = piece.owners.slice(0, MOST_NAMED);
		const inodes = Array.from(named, (row) => {
			const path = lines.pathOf(row);
			return { nid: inhabitants.nid(row), ...(path === undefined ? {} : { path }) };
		});
		const outer = inodes.length === 1 ? inodes.map(({ nid, path }) => `inode ${path ?? nid}`) : [];
		const ways = waysOf(steps).map((way) => [...outer, ...way]);
		return {
			start,
			end,
			kind,
			inodes,
			more: piece.owners.length - named.length,
			ways,
			steps,
			...(detail ? { detail } : {}),
		};
	}

	/** Kinds of `cells` equal parts of a range; undefined when not a byte of the last one is there. */
	async strip(
		{ space: id, start, end, cells }: StripParams,
		signal: AbortSignal,
	): Promise<Strip | undefined> {
		const space = await (await this.sofar(signal)).space(id, { signal });
		const isThere = space && start >= 0 && start < end && start < space.shape.size;
		if (!isThere || !(cells >= 1) || end - space.shape.size >= (end - start) / cells)
			return undefined;
		const kinds = stripOf(space, { start, end }, Math.min(Math.floor(cells), MOST_CELLS));
		return { kinds, names: COARSE_KINDS };
	}
}
