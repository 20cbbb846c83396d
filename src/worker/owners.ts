/**
 * Who owns which bytes, for everyone who asks: found once, after the census, and kept. Of a remote
 * image that takes reading all metadata, so there it ends when nobody waits for it any more.
 */
import { checkCancelled } from "../base/errors";
import type { Finding } from "../base/finding";
import type { OnProgress } from "../base/progress";
import type { SpaceId } from "../base/range";
import type { Image } from "../erofs/image";
import { own } from "../ownership/build";
import { clashesOf, clashFinding, stripOf } from "../ownership/coarse";
import { explain, waysOf } from "../ownership/explain";
import { COARSE_KINDS } from "../ownership/kinds";
import { MapLines } from "../ownership/lines";
import type { Ownership } from "../ownership/ownership";
import { abortable } from "./abortable";
import { breather } from "./breathe";
import type { Known } from "./known";
import { metadataCost } from "./metadata-cost";
import type { ByteOwner, OwnersFound, Strip, StripParams } from "./protocol";
import type { Surveyor } from "./survey";

/** Findings kept; an image can be damaged in a million places. */
const MOST_FINDINGS = 2000;
/** Inodes named of those that share a byte. */
const MOST_NAMED = 100;
/** Parts of a strip: more than any screen has. */
const MOST_CELLS = 1 << 15;

interface Parts {
	readonly image: Image;
	readonly surveyor: Surveyor;
	readonly known: Known;
	/** Bytes cost time and perhaps money: nothing is read that nobody asked for. */
	readonly isRemote: boolean;
}

interface Found {
	readonly ownership: Ownership;
	readonly result: OwnersFound;
}

export class Owners {
	readonly #parts: Parts;
	#found: Found | undefined;
	#running: { readonly promise: Promise<Found>; readonly abort: AbortController } | undefined;
	readonly #waiters = new Set<OnProgress>();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/**
	 * Joins who looks for them, or does.
	 * @throws Failure `cancelled` for this caller only
	 */
	async join(signal: AbortSignal, onProgress: OnProgress = () => {}): Promise<Found> {
		if (this.#found) return this.#found;
		checkCancelled(signal);
		const waiter: OnProgress = (progress) => onProgress(progress);
		this.#waiters.add(waiter);
		try {
			this.#running ??= this.#start();
			return await abortable(this.#running.promise, signal);
		} finally {
			this.#waiters.delete(waiter);
			if (this.#waiters.size === 0 && this.#parts.isRemote) this.stop();
		}
	}

	/** For who shows more when it is known: waits where that costs no more than a moment. */
	async known(signal: AbortSignal): Promise<Ownership | undefined> {
		if (this.#found) return this.#found.ownership;
		const { isRemote, surveyor } = this.#parts;
		if (isRemote || !surveyor.isDone) return undefined;
		return (await this.join(signal)).ownership;
	}

	/** Nobody needs them any more. */
	stop(): void {
		this.#running?.abort.abort();
		this.#running = undefined;
	}

	#start() {
		const abort = new AbortController();
		const promise = this.#find(abort.signal);
		// Whoever waits hears of a failure; the next who asks tries again.
		promise.catch(() => {
			if (this.#running?.abort === abort) this.#running = undefined;
		});
		return { promise, abort };
	}

	async #find(signal: AbortSignal): Promise<Found> {
		const { image, surveyor, known } = this.#parts;
		const tell: OnProgress = (progress) => {
			for (const waiter of this.#waiters) waiter(progress);
		};
		await surveyor.join(signal, tell);
		const { tree } = surveyor;
		const total = tree.inodes.count;
		const findings: Finding[] = [];
		const report = (finding: Finding) => {
			if (findings.length < MOST_FINDINGS) findings.push(known.withPath(finding));
		};
		const ownership = await own(image, tree, {
			report,
			signal,
			breathe: breather(signal),
			onInodes: (done) => tell({ phase: "Finding owners", done, total, unit: "inodes" }),
		});
		for (const space of ownership.stored()) {
			for (const clash of clashesOf(space, MOST_FINDINGS))
				report(clashFinding(space, ownership.inhabitants, clash));
		}
		const spaces = [...ownership.stored()].map(({ shape: { id, size } }) => ({ id, size }));
		const { shortfalls, bytes } = ownership;
		this.#found = { ownership, result: { spaces, findings, shortfalls, memory: bytes } };
		return this.#found;
	}

	/** Bytes that finding them would read, about; 0 when nothing more is needed. */
	cost(): number {
		const { image, surveyor, isRemote } = this.#parts;
		return this.#found || !isRemote ? 0 : metadataCost(image, surveyor.tree);
	}

	/** Undefined as long as they are not known, and for a byte that does not exist. */
	async at(id: SpaceId, offset: number, signal: AbortSignal): Promise<ByteOwner | undefined> {
		const ownership = await this.known(signal);
		const space = await ownership?.space(id, { signal });
		if (!ownership || !space || offset < 0 || offset >= space.shape.size) return undefined;
		const { inhabitants } = ownership;
		const { piece, steps, extent } = await explain(inhabitants, space, offset, signal);
		const lines = new MapLines(inhabitants);
		const { start, end, kind, detail } = lines.lineOf(id, piece);
		const named = piece.owners.slice(0, MOST_NAMED);
		const inodes = named.map((row) => {
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
			...(extent ? { extent } : {}),
		};
	}

	/** Kinds of `cells` equal parts of a range; undefined as long as owners are not known. */
	async strip(
		{ space: id, start, end, cells }: StripParams,
		signal: AbortSignal,
	): Promise<Strip | undefined> {
		const space = await (await this.known(signal))?.space(id, { signal });
		const isThere = space && start >= 0 && start < end && end <= space.shape.size;
		if (!isThere || !(cells >= 1)) return undefined;
		const kinds = stripOf(space, { start, end }, Math.min(Math.floor(cells), MOST_CELLS));
		return { kinds, names: COARSE_KINDS };
	}
}
