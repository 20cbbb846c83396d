/** The answer: each space from its first byte to its last in pieces, each with its owners. */
import type { Kind } from "./claims";

export interface OwnedPiece {
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
	readonly kind: Kind;
	/** Ascending. Empty: of no inode. */
	readonly nids: readonly bigint[];
}

export type Spaces = ReadonlyMap<string, readonly OwnedPiece[]>;

/** The piece that holds a byte; undefined when there is no such byte. */
export function ownerAt(spaces: Spaces, space: string, offset: number): OwnedPiece | undefined {
	const pieces = spaces.get(space) ?? [];
	let [first, behind] = [0, pieces.length];
	while (first < behind) {
		const middle = (first + behind) >> 1;
		if ((pieces[middle] as OwnedPiece).end <= offset) first = middle + 1;
		else behind = middle;
	}
	const piece = pieces[first];
	return piece && piece.start <= offset ? piece : undefined;
}

/**
 * The first byte of which the two say different things, with the pieces around it, in
 * words; undefined when there is none. How bytes of one kind and the same owners are cut
 * into pieces makes no difference.
 */
export function difference(a: Spaces, b: Spaces): string | undefined {
	for (const name of new Set([...a.keys(), ...b.keys()])) {
		const [left, right] = [a.get(name), b.get(name)];
		if (!left || !right) return `${name}: only in the ${left ? "first" : "second"}`;
		const found = firstDifference(joined(left), joined(right));
		if (found) return `${name}: ${found}`;
	}
	return undefined;
}

function firstDifference(a: readonly OwnedPiece[], b: readonly OwnedPiece[]): string | undefined {
	const i = a.findIndex((piece, i) => !isSame(piece, b[i]));
	const at = i < 0 ? a.length : i;
	if (at === a.length && at === b.length) return undefined;
	return `${words(a[at])}, in the second ${words(b[at])}`;
}

const words = (piece: OwnedPiece | undefined): string =>
	piece
		? `${piece.start}..${piece.end} ${piece.kind}${piece.nids.length ? ` of ${piece.nids.join()}` : ""}`
		: "nothing";

const isSame = (a: OwnedPiece, b: OwnedPiece | undefined): boolean =>
	b !== undefined && a.start === b.start && a.end === b.end && haveSameOwners(a, b);

const haveSameOwners = (a: OwnedPiece, b: OwnedPiece): boolean =>
	a.kind === b.kind &&
	a.nids.length === b.nids.length &&
	a.nids.every((nid, i) => nid === b.nids[i]);

/** Neighbours of one kind and the same owners as one piece. */
function joined(pieces: readonly OwnedPiece[]): OwnedPiece[] {
	const result: OwnedPiece[] = [];
	for (const piece of pieces) {
		const last = result.at(-1);
		if (last && last.end === piece.start && haveSameOwners(last, piece))
			result[result.length - 1] = { ...last, end: piece.end };
		else result.push(piece);
	}
	return result;
}
