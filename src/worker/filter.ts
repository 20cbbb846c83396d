/**
 * Finding names in the whole image. Hits come from the columns of the census; where it has not
 * been taken yet, it is, and the filter follows behind it.
 */
import { hits } from "../census/listing";
import { NameSearch } from "../census/search";
import { breather } from "./breathe";
import type { Context } from "./method";
import type { EntryColumns, FilterDone, Params } from "./protocol";
import type { Session } from "./session";

/** Hits sent in one batch, and names looked at before others have their turn. */
const BATCH = 512;
const LOOKS = 16_384;
/** How long to let the census run ahead before looking at what it found. */
const FOLLOW_MS = 30;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function filter(
	{ surveyor }: Pick<Session, "surveyor">,
	{ query, limit }: Params<"filter">,
	{ signal, progress, emit }: Context<EntryColumns>,
): Promise<FilterDone> {
	const { tree } = surveyor;
	const search = new NameSearch(tree, query);
	const breathe = breather(signal);
	let found = 0;

	/** Looks at the names met since the last call. */
	async function follow(): Promise<void> {
		while (search.done < tree.settled && found < limit) {
			const most = Math.min(BATCH, limit - found);
			const batch = search.next(tree.settled, LOOKS, most);
			found += batch.length;
			if (batch.length) emit(hits(tree, batch));
			await breathe();
		}
	}

	const enough = new AbortController();
	const census = surveyor.join(AbortSignal.any([signal, enough.signal]), progress);
	let isTaken = false;
	const ended = census.then(
		() => {
			isTaken = true;
		},
		(error: unknown) => {
			isTaken = true;
			if (!enough.signal.aborted) throw error;
		},
	);
	ended.catch(() => {}); // awaited below; until then a failure is not unhandled
	while (!isTaken && found < limit) {
		await follow();
		if (found < limit) await Promise.race([ended, pause(FOLLOW_MS)]);
	}
	enough.abort();
	await ended;
	await follow();
	return { hits: found, capped: found >= limit, visited: search.done };
}
