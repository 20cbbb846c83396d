/**
 * Finding names in the whole image. Hits come from the atlas; where the tree has not
 * been walked yet, the walk fills the atlas while the filter follows behind it.
 */
import { nameFilter } from "../base/glob";
import { showName } from "../base/text";
import { possibleSizes } from "../erofs/possible";
import { readInodes } from "../erofs/walk";
import { type Row, toColumns } from "../inspect/listing";
import { breather } from "./breathe";
import type { FilterDone, Params } from "./protocol";
import type { Context } from "./server";
import type { Session } from "./session";

/** Hits sent in one batch. */
const BATCH = 512;
/** How long to let the walk run ahead before looking at what it found. */
const FOLLOW_MS = 30;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function filter(
	session: Session,
	{ query, limit }: Params<"filter">,
	{ signal, progress, emit }: Context<"filter">,
): Promise<FilterDone> {
	const { atlas } = session;
	const matcher = nameFilter(query);
	const breathe = breather(signal);
	let visited = 0;
	let hits = 0;

	/** Matches the entries met since the last call. */
	async function follow(): Promise<void> {
		while (visited < atlas.count && hits < limit) {
			const rows: number[] = [];
			while (visited < atlas.count && rows.length < Math.min(BATCH, limit - hits)) {
				const row = visited++;
				const text = matcher.onPath ? atlas.path(row) : atlas.name(row);
				if (matcher.matches(showName(text))) rows.push(row);
				if (visited % 256 === 0) await breathe();
			}
			hits += rows.length;
			if (rows.length) emit(toColumns(await hitRows(session, rows, signal)));
		}
	}

	const enough = new AbortController();
	const walk = session.surveyor.join(AbortSignal.any([signal, enough.signal]), progress);
	let walking = true;
	const ended = walk.then(
		() => {
			walking = false;
		},
		(error: unknown) => {
			walking = false;
			if (!enough.signal.aborted) throw error;
		},
	);
	ended.catch(() => {}); // awaited below; until then a failure is not unhandled
	while (walking && hits < limit) {
		await follow();
		if (hits < limit) await Promise.race([ended, pause(FOLLOW_MS)]);
	}
	enough.abort();
	await ended;
	await follow();
	return { hits, capped: hits >= limit, visited };
}

async function hitRows(
	{ atlas, image }: Session,
	rows: readonly number[],
	signal: AbortSignal,
): Promise<Row[]> {
	const bad = new Set<bigint>();
	const nids = rows.map((row) => atlas.nid(row));
	const inodes = await readInodes(
		image,
		nids,
		(f) => f.nid !== undefined && bad.add(f.nid),
		signal,
	);
	const stored = await possibleSizes(image, inodes, signal);
	return rows.map((row, i) => {
		const nid = nids[i] as bigint;
		const inode = inodes[i];
		const name = atlas.path(row);
		return {
			name,
			nid,
			type: inode?.type ?? 0,
			inode,
			stored: stored[i],
			bad: !inode || bad.has(nid) || stored[i] === undefined,
		};
	});
}
