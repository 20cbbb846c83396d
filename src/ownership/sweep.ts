/**
 * From claims that may overlap to pieces that do not: each byte of a range goes to the most
 * specific kind that claims it, with all who claim it as that.
 */
import type { Range } from "../base/range";
import { type ClaimColumns, NOBODY } from "./claims";
import { numbersTo } from "./order";

/** Rows of inodes. Those of a million inodes that share bytes are not copied. */
export type Rows = readonly number[] | Uint32Array;

export interface Piece extends Range {
	/** Index into KINDS. */
	readonly kind: number;
	/** None for what belongs to no inode. */
	readonly owners: Rows;
	readonly note?: string | undefined;
}

/** Equal but for their places. */
export const isSame = (a: Piece, b: Piece): boolean =>
	a.kind === b.kind &&
	a.note === b.note &&
	(a.owners === b.owners ||
		(a.owners.length === b.owners.length && a.owners.every((row, i) => row === b.owners[i])));

/** Appends a piece, or makes the last one longer when it only goes on. */
export function push(pieces: Piece[], piece: Piece): void {
	const last = pieces.at(-1);
	if (last && last.end === piece.start && isSame(last, piece)) {
		pieces[pieces.length - 1] = { ...last, end: piece.end };
	} else pieces.push(piece);
}

/** The claims of one rank that hold at a byte. */
class Level {
	readonly claims = new Set<number>();
	/** Made when asked for, and again when the claims have changed. */
	owned: Omit<Piece, keyof Range> | undefined;

	add(claim: number): void {
		this.claims.add(claim);
		this.owned = undefined;
	}

	remove(claim: number): void {
		if (this.claims.delete(claim)) this.owned = undefined;
	}
}

/**
 * Pieces for all claimed bytes of [from, to), in order. Bytes without a claim are in no piece.
 * @param rankOf by kind; the lowest says what a byte is
 */
export function sweep(
	claims: ClaimColumns,
	{ start: from, end: to }: Range,
	rankOf: ArrayLike<number>,
): Piece[] {
	const { start, end, kind } = claims;
	const byStart = numbersBy(claims, start);
	const byEnd = numbersBy(claims, end);
	const levels: Level[] = [];
	const levelOf = (claim: number): Level => {
		const rank = rankOf[kind[claim] as number] as number;
		levels[rank] ??= new Level();
		return levels[rank];
	};
	const pieces: Piece[] = [];
	let begun = 0;
	let ended = 0;
	for (let at = from; at < to; ) {
		for (; begun < byStart.length; begun++) {
			const claim = byStart[begun] as number;
			if ((start[claim] as number) > at) break;
			if ((end[claim] as number) > at) levelOf(claim).add(claim);
		}
		for (; ended < byEnd.length; ended++) {
			const claim = byEnd[ended] as number;
			if ((end[claim] as number) > at) break;
			levelOf(claim).remove(claim);
		}
		const nextStart = begun < byStart.length ? (start[byStart[begun] as number] as number) : to;
		const nextEnd = ended < byEnd.length ? (end[byEnd[ended] as number] as number) : to;
		const until = Math.min(nextStart, nextEnd, to);
		const level = levels.find((some) => some && some.claims.size > 0);
		if (level) {
			level.owned ??= ownersOf(claims, level.claims);
			push(pieces, { start: at, end: until, ...level.owned });
		}
		at = until;
	}
	return pieces;
}

function numbersBy({ count }: ClaimColumns, key: Float64Array): Uint32Array {
	return numbersTo(count).sort((a, b) => (key[a] as number) - (key[b] as number));
}

/** The claim that begins first says the kind; those of the same kind share the bytes with it. */
function ownersOf({ kind, owner, group, note }: ClaimColumns, claims: Set<number>) {
	const [first = 0] = claims;
	const about = { kind: kind[first] as number, note: note[first] };
	const only = claims.size === 1 ? group[first] : undefined;
	if (only) return { ...about, owners: only };
	const owners = new Set<number>();
	for (const claim of claims) {
		if (kind[claim] !== kind[first]) continue;
		for (const row of group[claim] ?? []) owners.add(row);
		if (owner[claim] !== NOBODY) owners.add(owner[claim] as number);
	}
	return { ...about, owners: [...owners] };
}
