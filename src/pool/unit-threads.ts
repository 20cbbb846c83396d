/**
 * Threads that look at compressed units beside the one that has the image open. Each batch is told to
 * all of them at once, and is theirs who claims it first, so that none waits until the one with the
 * image has time for it; when that one has nothing else to do it looks at what is left, the last first.
 * Where threads share no memory they cannot claim: each is given a few ahead, and more when it answers.
 */
import { cancelled } from "../base/errors";
import type { SpaceId } from "../base/range";
import { roomAhead, type UnitPlaces } from "../checks/unit-places";
import { copyOf, rowsOf, type UnitLook, type Units } from "../checks/units";
import { Outcomes } from "./outcomes";
import {
	claim,
	claimant,
	give,
	offer,
	type SharedUnits,
	type UnitCall,
	type UnitReply,
} from "./unit-calls";

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

/**
 * @param who its number, from 1 on
 * @param shared absent where threads share no memory
 * @throws whatever keeps it from being started
 */
export type StartUnitThread = (
	who: number,
	ears: UnitEars,
	shared: SharedUnits | undefined,
) => UnitThread;

/** The number of who has the image open. */
const HERE = -1;

/** Batches that wait, at most. */
const MOST_WAITING = 1024;
/** Batches that a thread has at once that cannot claim them: one to decode, others to wait for. */
const AHEAD = 3;

export interface UnitThreadsOptions {
	/** Threads beside this one. */
	readonly count: number;
	readonly start: StartUnitThread;
	/** Looks at what is left, and at what threads doubt: not all spaces are files. */
	readonly here: UnitLook;
	/** Files that threads can read. */
	readonly spaces: readonly SpaceId[];
	/** See {@link UnitPlaces.batch}. */
	readonly batch: number;
}

export class UnitThreads implements UnitPlaces {
	readonly ahead = MOST_WAITING;
	readonly batch: number;
	readonly units: Units;
	readonly #here: UnitLook;
	readonly #start: StartUnitThread;
	/** Threads that are still to be started. */
	#wanted: number;
	/** Who looks at each batch. */
	readonly #claims: Int32Array;
	readonly #threads = new Map<number, UnitThread>();
	/** Batches that are not looked at yet, the oldest first. */
	readonly #waiting = new Set<number>();
	readonly #outcomes: Outcomes;
	/** Pages do so only where their server says that they are alone. */
	readonly #sharesMemory = typeof SharedArrayBuffer !== "undefined";
	/** Where it is to be looked for the newest batch that nobody has: behind it, and how many may be it. */
	#end = 0;
	#candidates = 0;
	#isClosed = false;

	/** Threads are started with the first batch: of many images nothing is compressed. */
	constructor({ count, start, here, spaces, batch }: UnitThreadsOptions) {
		const Memory = this.#sharesMemory ? SharedArrayBuffer : ArrayBuffer;
		this.#wanted = count;
		this.#start = start;
		this.#here = here;
		this.batch = batch;
		this.units = roomAhead(spaces, this, Memory);
		const { length: batches } = this.units.counts;
		this.#claims = new Int32Array(new Memory(batches * Int32Array.BYTES_PER_ELEMENT));
		// None is there yet.
		this.#claims.fill(HERE);
		this.#outcomes = new Outcomes(batches);
	}

	#startAll(): void {
		const shared = this.#sharesMemory ? { units: this.units, claims: this.#claims } : undefined;
		for (let who = 1; who <= this.#wanted; who++) {
			const broken = () => void this.#lose(who);
			// What one that was lost had begun, others have done: its batch may be another one by now.
			const reply = (reply: UnitReply) => void (this.#threads.has(who) && this.#take(reply));
			try {
				this.#threads.set(who, this.#start(who, { reply, broken }, shared));
			} catch {
				// Of memory or threads there are no more: so many as there are do it all.
				break;
			}
		}
		this.#wanted = 0;
	}

	readonly begin = (batch: number): void => {
		this.#outcomes.begin(batch);
		if (this.#isClosed) {
			this.#outcomes.fail(batch, cancelled());
			return;
		}
		this.#startAll();
		this.#waiting.add(batch);
		if (this.#threads.size === 0) {
			void this.#lookHere(batch, rowsOf(this.units, batch));
			return;
		}
		this.#lookFrom(batch);
		offer(this.#claims, batch);
		if (!this.#sharesMemory) this.#giveAhead();
		else for (const thread of this.#threads.values()) thread.post({ batch });
	};

	readonly outcome = (batch: number): Promise<readonly number[]> | readonly number[] =>
		this.#outcomes.of(batch);

	readonly help = async (): Promise<boolean> => {
		const batch = this.#claimLast();
		if (batch === undefined) return false;
		await this.#lookHere(batch, rowsOf(this.units, batch));
		return true;
	};

	/** Batches are given in the order of their numbers, round and round. */
	#lookFrom(newest: number): void {
		const { length: batches } = this.#claims;
		const [oldest = newest] = this.#waiting;
		this.#end = newest + 1;
		this.#candidates = 1 + ((newest - oldest + batches) % batches);
	}

	/** The newest batch that nobody has. */
	#claimLast(): number | undefined {
		const { length: batches } = this.#claims;
		while (this.#candidates > 0) {
			this.#candidates--;
			this.#end = (this.#end + batches - 1) % batches;
			if (claim(this.#claims, this.#end, HERE)) return this.#end;
		}
		return undefined;
	}

	/** Ends all threads, and fails what waits, as cancelled. */
	readonly close = (): void => {
		this.#isClosed = true;
		for (const batch of this.#waiting) this.#outcomes.fail(batch, cancelled());
		this.#waiting.clear();
		for (const thread of this.#threads.values()) thread.end();
	};

	/** At rows of a batch. Never rejects. */
	async #lookHere(batch: number, rows: readonly number[]): Promise<void> {
		try {
			const doubtful = await this.#here(this.units, rows);
			if (this.#waiting.delete(batch)) this.#outcomes.set(batch, doubtful);
		} catch (error) {
			if (this.#waiting.delete(batch)) this.#outcomes.fail(batch, error);
		}
	}

	#take({ batch, doubtful }: UnitReply): void {
		if (!this.#waiting.has(batch)) return;
		const rows = doubtful?.map((row) => batch * this.units.most + row);
		if (!rows || rows.length > 0) {
			give(this.#claims, batch, HERE);
			void this.#lookHere(batch, rows ?? rowsOf(this.units, batch));
		} else {
			this.#waiting.delete(batch);
			this.#outcomes.set(batch, rows);
		}
		if (!this.#sharesMemory) this.#giveAhead();
	}

	#giveAhead(): void {
		const claims = this.#claims;
		const batches = [...this.#waiting];
		for (const [who, thread] of this.#threads) {
			let room = AHEAD - batches.filter((batch) => claimant(claims, batch) === who).length;
			for (const batch of batches) {
				if (room <= 0) break;
				if (!claim(claims, batch, who)) continue;
				thread.post({ batch, units: copyOf(this.units, batch) });
				room--;
			}
		}
	}

	/** What a thread leaves behind, the others do not know of; without others nobody does the rest. */
	async #lose(who: number): Promise<void> {
		if (!this.#threads.delete(who)) return;
		const isLast = this.#threads.size === 0;
		for (const batch of [...this.#waiting]) {
			const isTheirs = claimant(this.#claims, batch) === who;
			if (isTheirs) give(this.#claims, batch, HERE);
			const isLeft = isTheirs || (isLast && claim(this.#claims, batch, HERE));
			if (isLeft) await this.#lookHere(batch, rowsOf(this.units, batch));
		}
	}
}
