/** Finding names in the whole image, while it is walked or from what is known already. */
import { nameFilter } from "../base/glob";
import { showName } from "../base/text";
import { readInodes } from "../erofs/walk";
import { type Row, toColumns, visitRows } from "../inspect/listing";
import { breather } from "./breathe";
import type { FilterDone, Params } from "./protocol";
import type { Context } from "./server";
import type { Session } from "./session";

/** Hits sent in one batch from the atlas. */
const BATCH = 512;

const lastPart = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

export async function filter(
	session: Session,
	{ query, limit }: Params<"filter">,
	context: Context<"filter">,
): Promise<FilterDone> {
	const matcher = nameFilter(query);
	const matches = (path: string) => matcher.matches(matcher.onPath ? path : lastPart(path));
	let hits = 0;
	let visited = 0;
	const send = (rows: readonly Row[]) => {
		const room = rows.slice(0, Math.max(0, limit - hits));
		hits += room.length;
		if (room.length) context.emit(toColumns(room));
	};

	// Entries met before this call; the walk then brings the rest.
	const known = session.surveyor.done ? session.atlas.count : 0;
	const breathe = breather(context.signal);
	let batch: number[] = [];
	const flush = async () => {
		const rows = batch;
		batch = [];
		const nids = rows.map((row) => session.atlas.nid(row));
		const inodes = await readInodes(session.image, nids, undefined, context.signal);
		send(
			rows.map((row, i) => ({
				name: session.atlas.path(row),
				nid: nids[i] as bigint,
				type: inodes[i]?.type ?? 0,
				inode: inodes[i],
				bad: !inodes[i],
			})),
		);
	};
	for (let row = 0; row < known && hits + batch.length < limit; row++) {
		visited++;
		const text = matcher.onPath
			? showName(session.atlas.path(row))
			: showName(session.atlas.name(row));
		if (matcher.matches(text)) batch.push(row);
		if (batch.length === BATCH) await flush();
		if (row % 256 === 0) {
			context.progress({ phase: "Searching", done: row, total: known, unit: "entries" });
			await breathe();
		}
	}
	await flush();
	if (!session.surveyor.done) {
		await session.surveyor.join(context.signal, context.progress, (visit, findings) => {
			const rows = visitRows(visit, findings, { fullPaths: true });
			visited += rows.length;
			send(rows.filter((row) => matches(showName(row.name))));
		});
	}
	return { hits, capped: hits >= limit, visited };
}
