/**
 * Files with the same contents. Those of one length are compared by their digests, which others
 * make; what is stored in the same places needs none.
 */
import { inOrder } from "../base/in-order";
import { FT } from "../erofs/structs/dirent";
import type { Ledger } from "./ledger";

export interface Duplicates {
	/** By row of the inode: number of the set it is in, 0 for none. The last set takes most too much. */
	readonly set: Uint32Array<ArrayBuffer>;
	/** By row: inodes in its set, and bytes on disk that would be free, were there only one of them. */
	readonly copies: Uint32Array<ArrayBuffer>;
	readonly waste: Float64Array<ArrayBuffer>;
	readonly found: DuplicatesFound;
}

/** Sums over all sets. */
export interface DuplicatesFound {
	readonly sets: number;
	readonly files: number;
	readonly waste: number;
	/** Files that were compared, and bytes of those of them that had to be read. */
	readonly compared: number;
	readonly read: number;
	/** Files that damage kept from being compared. */
	readonly unread: number;
}

export interface Digests {
	/** In the order of the inodes; without one for what cannot be read. @throws Failure `io`, `cancelled` */
	of(nids: readonly bigint[]): Promise<readonly { readonly sha256?: string }[]>;
	/** How many calls can be under way. */
	readonly atOnce: number;
}

/** Bytes of contents and files after which a batch ends. */
const BATCH_BYTES = 2 << 20;
const BATCH_FILES = 512;
/** Batches begun for each that can be under way: one huge file must not hold up all others. */
const AHEAD = 4;

/** @param onBytes told of contents that were read @throws as `digests` */
export async function duplicatesOf(
	ledger: Ledger,
	digests: Digests,
	onBytes: (done: number, total: number) => void = () => {},
): Promise<Duplicates> {
	const { files, ownership } = ledger;
	const sizeOf = (row: number) => files.size[row] as number;
	const compared = ofSharedLength(ledger);
	const alike = byPlaces(ledger, compared);
	const firsts = [...alike.values()].map(([first]) => first as number);
	const total = firsts.reduce((sum, row) => sum + sizeOf(row), 0);
	const digest = new Map<number, string | undefined>();
	const ahead = digests.atOnce > 1 ? digests.atOnce * AHEAD : 1;
	const begin = (rows: readonly number[]) =>
		digests.of(rows.map((row) => ownership.inhabitants.nid(row)));
	let done = 0;
	onBytes(done, total);
	for await (const [rows, told] of inOrder(batches(firsts, sizeOf), ahead, begin)) {
		for (const [i, row] of rows.entries()) {
			digest.set(row, told[i]?.sha256);
			done += sizeOf(row);
		}
		onBytes(done, total);
	}
	const sets = new Map<string, number[]>();
	let unread = 0;
	for (const rows of alike.values()) {
		const sha256 = digest.get(rows[0] as number);
		const known = sha256 === undefined ? undefined : sets.get(sha256);
		if (sha256 === undefined) unread += rows.length;
		else if (known) for (const row of rows) known.push(row);
		else sets.set(sha256, [...rows]);
	}
	const several = [...sets.values()].filter((rows) => rows.length > 1);
	return summedUp(ledger, several, { compared: compared.length, read: total, unread });
}

/** Regular files with contents that are as long as another one: in the order in which they lie. */
function ofSharedLength({ tree, files, ownership: { inhabitants } }: Ledger): number[] {
	const met = new Map<number, number>();
	const rows: number[] = [];
	for (let row = 0; row < tree.inodes.count; row++) {
		const size = files.size[row] as number;
		if (size === 0 || tree.inodes.type(row) !== FT.REG) continue;
		if (!inhabitants.isInTree(row) || !inhabitants.isReadable(row)) continue;
		met.set(size, (met.get(size) ?? 0) + 1);
		rows.push(row);
	}
	return rows.filter((row) => (met.get(files.size[row] as number) as number) > 1);
}

/** The rows, those together whose contents are stored in the same places: in the order of these. */
function byPlaces({ files, ownership: { extents } }: Ledger, rows: readonly number[]) {
	const wanted = new Map<number, string[]>(rows.map((row) => [row, [String(files.size[row])]]));
	const first = new Map<number, number>();
	for (let extent = 0; extent < extents.count; extent++) {
		const row = extents.inode[extent] as number;
		const places = wanted.get(row);
		if (!places) continue;
		const start = extents.start[extent] as number;
		if (!first.has(row)) first.set(row, start);
		const { space, length, kind, algorithm, offset } = extents;
		places.push(
			`${space[extent]} ${start} ${length[extent]} ${kind[extent]} ${algorithm[extent]} ${offset[extent]}`,
		);
	}
	const placeOf = (row: number) => first.get(row) ?? 0;
	const alike = new Map<string, number[]>();
	for (const row of rows.toSorted((a, b) => placeOf(a) - placeOf(b) || a - b)) {
		const key = (wanted.get(row) ?? []).join(",");
		const known = alike.get(key);
		if (known) known.push(row);
		else alike.set(key, [row]);
	}
	return alike;
}

async function* batches(
	rows: readonly number[],
	sizeOf: (row: number) => number,
): AsyncGenerator<readonly number[], void, void> {
	let batch: number[] = [];
	let bytes = 0;
	for (const row of rows) {
		batch.push(row);
		bytes += sizeOf(row);
		if (bytes < BATCH_BYTES && batch.length < BATCH_FILES) continue;
		yield batch;
		batch = [];
		bytes = 0;
	}
	if (batch.length > 0) yield batch;
}

function summedUp(
	{ account, tree }: Ledger,
	sets: readonly (readonly number[])[],
	about: Pick<DuplicatesFound, "compared" | "read" | "unread">,
): Duplicates {
	const { count } = tree.inodes;
	const { alone, shared } = account.inodes;
	// What only files of one set use, less what one of them goes on to use.
	const colour = new Uint32Array(count);
	for (const [i, rows] of sets.entries()) for (const row of rows) colour[row] = i + 1;
	const own = account.by({ count: sets.length + 1, of: (row) => colour[row] ?? 0 }).alone;
	const wasteOf = (rows: readonly number[], i: number) => {
		const kept = rows.reduce(
			(most, row) => Math.max(most, (alone[row] as number) + (shared[row] as number)),
			0,
		);
		return Math.max(0, (own[i + 1] as number) - kept);
	};
	const sorted = sets
		.map((rows, i) => ({ rows, waste: wasteOf(rows, i) }))
		.sort((a, b) => a.waste - b.waste || (b.rows[0] as number) - (a.rows[0] as number));
	const all = {
		set: new Uint32Array(count),
		copies: new Uint32Array(count),
		waste: new Float64Array(count),
	};
	for (const [i, { rows, waste }] of sorted.entries()) {
		for (const row of rows) {
			all.set[row] = i + 1;
			all.copies[row] = rows.length;
			all.waste[row] = waste;
		}
	}
	const files = sorted.reduce((sum, { rows }) => sum + rows.length, 0);
	const waste = sorted.reduce((sum, one) => sum + one.waste, 0);
	return { ...all, found: { ...about, sets: sorted.length, files, waste } };
}
