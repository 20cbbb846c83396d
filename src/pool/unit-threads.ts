/**
 * Threads that look at compressed units beside the one that has the image open. Each batch is told to
 * all of them at once, and is theirs who claims it first, so that none waits until the one with the
 * image has time for it; when that one has nothing else to do it looks at what is left, the last first.
 * Where threads share no memory they cannot claim: each is given a few ahead, and more when it answers.
 */
import { cancelled } from "../base/errors";
import type { UnitPlaces } from "../checks/decoding";
import { pick, type UnitLook, type Units } from "../checks/units";
import { claim, claimant, type UnitCall, type UnitReply } from "./unit-calls";

export interface UnitThread {
	post(call: UnitCall): void;
	/** At once, in the middle of what it does. */
	end(): void;
}

/** What the one who started a thread hears of it. */
export interface UnitEars {
	reply(reply: UnitReply): void;
	/** It could not be started, or does nothing any more. */
	broken(): void;
}

/** @param who its number, from 1 on. @throws whatever keeps it from being started */
export type StartUnitThread = (who: number, ears: UnitEars) => UnitThread;

/** The number of who has the image open. */
const HERE = -1;

/** Batches that wait, at most. */
const MOST_WAITING = 1024;
/** Batches that a thread has at once that cannot claim them: one to decode, others to wait for. */
const AHEAD = 3;

interface Batch {
	readonly id: number;
	readonly units: Units;
	readonly claimed: Int32Array;
	resolve(doubtful: readonly number[]): void;
	reject(why: unknown): void;
}

export class UnitThreads implements UnitPlaces {
	readonly ahead = MOST_WAITING;
	readonly batch: number;
	readonly #here: UnitLook;
	readonly #start: StartUnitThread;
	/** Threads that are still to be started. */
	#wanted: number;
	readonly #threads = new Map<number, UnitThread>();
	/** Without an answer, the oldest first. */
	readonly #batches = new Map<number, Batch>();
	/** Pages do so only where their server says that they are alone. */
	readonly #sharesMemory = typeof SharedArrayBuffer !== "undefined";
	#count = 0;
	#isClosed = false;

	/**
	 * Its threads are started with the first batch: of many images nothing is compressed.
	 * @param here looks at what is left, and at what threads doubt: not all spaces are files
	 */
	constructor(count: number, start: StartUnitThread, here: UnitPlaces) {
		this.#here = here.look;
		this.#start = start;
		this.#wanted = count;
		this.batch = here.batch;
	}

	readonly look: UnitLook = (units) => {
		if (this.#isClosed) return Promise.reject(cancelled());
		this.#startAll();
		if (this.#threads.size === 0) return this.#here(units);
		return new Promise((resolve, reject) => {
			const id = this.#count++;
			const Memory = this.#sharesMemory ? SharedArrayBuffer : ArrayBuffer;
			const claimed = new Int32Array(new Memory(Int32Array.BYTES_PER_ELEMENT));
			this.#batches.set(id, { id, units, claimed, resolve, reject });
			if (!this.#sharesMemory) this.#giveAhead();
			else for (const thread of this.#threads.values()) thread.post({ id, units, claimed });
		});
	};

	#startAll(): void {
		for (let who = 1; who <= this.#wanted; who++) {
			const broken = () => void this.#lose(who);
			const reply = (reply: UnitReply) => this.#take(reply);
			try {
				this.#threads.set(who, this.#start(who, { reply, broken }));
			} catch {
				// Of memory or threads there are no more: so many as there are do it all.
				break;
			}
		}
		this.#wanted = 0;
	}

	readonly help = async (): Promise<boolean> => {
		const last = [...this.#batches.values()].findLast(({ claimed }) => claim(claimed, HERE));
		if (last) await this.#lookHere(last);
		return last !== undefined;
	};

	/** Ends all threads, and fails what waits, as cancelled. */
	readonly close = (): void => {
		this.#isClosed = true;
		for (const { reject } of this.#batches.values()) reject(cancelled());
		this.#batches.clear();
		for (const thread of this.#threads.values()) thread.end();
	};

	/** Of a batch, or of some of it. Never rejects. */
	async #lookHere({ id, units, resolve, reject }: Batch, rows?: readonly number[]): Promise<void> {
		try {
			const doubtful = await this.#here(rows ? pick(units, rows) : units);
			resolve(rows ? doubtful.map((i) => rows[i] as number) : doubtful);
		} catch (error) {
			reject(error);
		}
		this.#batches.delete(id);
	}

	#take({ id, doubtful }: UnitReply): void {
		const batch = this.#batches.get(id);
		if (!batch) return;
		if (doubtful?.length !== 0) void this.#lookHere(batch, doubtful);
		else {
			batch.resolve(doubtful);
			this.#batches.delete(id);
		}
		if (!this.#sharesMemory) this.#giveAhead();
	}

	#giveAhead(): void {
		const batches = [...this.#batches.values()];
		for (const [who, thread] of this.#threads) {
			let room = AHEAD - batches.filter(({ claimed }) => claimant(claimed) === who).length;
			for (const { id, units, claimed } of batches) {
				if (room <= 0) break;
				if (!claim(claimed, who)) continue;
				thread.post({ id, units });
				room--;
			}
		}
	}

	/** What a thread leaves behind, the others do not know of; without others nobody does the rest. */
	async #lose(who: number): Promise<void> {
		if (!this.#threads.delete(who)) return;
		const isLast = this.#threads.size === 0;
		for (const batch of [...this.#batches.values()]) {
			const { claimed } = batch;
			const isLeft = claimant(claimed) === who || (isLast && claim(claimed, HERE));
			if (isLeft) await this.#lookHere(batch);
		}
	}
}
