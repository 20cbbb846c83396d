/** Searching the space: one search at a time, which can be stopped, and goes round once. */
import { failureInfo, isCancelled } from "../../../../base/errors";
import type { Progress } from "../../../../base/progress";
import type { Span } from "../../../../base/range";
import type { FindParams } from "../../../../worker/protocol";
import type { OpenFile } from "../../../state/image";
import { hexOffset } from "../model/offset.model";
import type { Hex } from "./hex";

export interface FindQuery {
	readonly bytes: Uint8Array;
	readonly ignoreCase: boolean;
}

export interface FindState {
	readonly running: boolean;
	readonly progress?: Progress | undefined;
	/** How the last search ended. */
	readonly message?: string | undefined;
	readonly tone?: "wrong" | undefined;
}

export type Search = (
	params: FindParams,
	signal: AbortSignal,
	onProgress: (progress: Progress) => void,
) => Promise<Span | undefined>;

export const searchWith =
	({ client }: OpenFile): Search =>
	async (params, signal, onProgress) =>
		(await client.call("find", params, { signal, onProgress })).at;

export class Finder {
	readonly #hex: Hex;
	readonly #search: Search;
	readonly #onState: (state: FindState) => void;
	readonly #onHit: (hit: Span) => void;
	#abort: AbortController | undefined;
	#lastHit: Span | undefined;

	constructor(
		hex: Hex,
		search: Search,
		on: { state(state: FindState): void; hit(hit: Span): void },
	) {
		this.#hex = hex;
		this.#search = search;
		this.#onState = on.state;
		this.#onHit = on.hit;
	}

	/** The next hit from the cursor on; going round at the end is told. */
	async find(query: FindQuery, backward: boolean): Promise<void> {
		this.stop();
		const abort = new AbortController();
		this.#abort = abort;
		const say = (state: FindState) => this.#abort === abort && this.#onState(state);
		say({ running: true });
		const search = (from: number, to?: number) => {
			const params = { space: this.#hex.space, pattern: query.bytes, from, backward };
			const options = { ignoreCase: query.ignoreCase, ...(to === undefined ? {} : { to }) };
			const onProgress = (progress: Progress) => say({ running: true, progress });
			return this.#search({ ...params, ...options }, abort.signal, onProgress);
		};
		try {
			const from = this.#from(backward);
			const hit = await search(from);
			const round = hit ?? (await search(backward ? this.#hex.size : 0, from));
			if (this.#abort !== abort) return;
			this.#lastHit = round;
			say(outcome(round, hit === undefined, backward));
			if (round) this.#onHit(round);
		} catch (error) {
			if (!isCancelled(error))
				say({ running: false, message: failureInfo(error).message, tone: "wrong" });
		}
	}

	stop(): void {
		this.#abort?.abort();
		this.#abort = undefined;
		this.#onState({ running: false, message: "Stopped." });
	}

	/** A hit that is still selected is left behind; otherwise the byte at the cursor counts. */
	#from(backward: boolean): number {
		const { start, end } = this.#hex.selected;
		if (backward) return start;
		const onHit = this.#lastHit?.start === start && this.#lastHit.end === end;
		return onHit ? start + 1 : start;
	}
}

function outcome(hit: Span | undefined, wentRound: boolean, backward: boolean): FindState {
	if (!hit) return { running: false, message: "Not found anywhere here.", tone: "wrong" };
	const at = `Found at ${hexOffset(hit.start)}`;
	if (!wentRound) return { running: false, message: `${at}.` };
	const end = backward ? "start: continued from the end" : "end: continued from the start";
	return { running: false, message: `${at}. The search passed the ${end}.` };
}
