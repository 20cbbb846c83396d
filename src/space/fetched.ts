/**
 * What has to be fetched of an image for a set of files, when what is not there yet comes in pieces
 * of one size: all pieces that hold a byte of an inode, its attributes, its map or its contents.
 */
import type { SpaceId } from "../base/range";
import { isStored, METABOX_SPACE, PACKED_SPACE } from "../base/space";
import type { Ownership } from "../ownership/ownership";
import type { Ledger } from "./ledger";

/** Bytes of decoded spaces that are told apart: more of spaces with more than so many of them. */
const GRAIN = 512;
const MOST_GRAINS = 1 << 24;

const grainOf = (size: number): number => Math.max(GRAIN, Math.ceil(size / MOST_GRAINS));

/** Pieces of a space, and which of them are wanted. */
class Pieces {
	readonly #size: number;
	readonly #piece: number;
	readonly #marks: Uint8Array;

	constructor(size: number, piece: number) {
		this.#size = size;
		this.#piece = piece;
		this.#marks = new Uint8Array(Math.ceil(size / piece));
	}

	add(start: number, end: number): void {
		if (end > start)
			this.#marks.fill(1, Math.floor(start / this.#piece), Math.ceil(end / this.#piece));
	}

	isIn(start: number, end: number): boolean {
		const first = Math.floor(start / this.#piece);
		const at = this.#marks.indexOf(1, first);
		return at >= 0 && at < Math.ceil(end / this.#piece);
	}

	/** The last piece may be shorter. */
	get bytes(): number {
		let sum = 0;
		for (const [i, mark] of this.#marks.entries())
			if (mark === 1) sum += Math.min(this.#piece, this.#size - i * this.#piece);
		return sum;
	}
}

/** @param rows of inodes @param piece bytes @returns bytes */
export function fetchedFor(
	{ account, ownership }: Ledger,
	rows: Uint32Array,
	piece: number,
): number {
	const { extents, inhabitants } = ownership;
	const spaces = new Map<SpaceId, Pieces>(
		account.spaces.map(({ id, size }) => [
			id,
			new Pieces(size, isStored(id) ? piece : grainOf(size)),
		]),
	);
	// The superblock and the tables around it come first, whatever is wanted.
	spaces.get(account.spaces[0]?.id ?? "")?.add(0, 1);
	const isIn = new Uint8Array(inhabitants.count);
	for (const row of rows) {
		isIn[row] = 1;
		spaces.get(inhabitants.space(row))?.add(inhabitants.start(row), inhabitants.end(row));
	}
	const want = (extent: number) => {
		const space = extents.spaces[extents.space[extent] as number] ?? "";
		spaces.get(space)?.add(extents.start[extent] as number, extents.end(extent));
	};
	for (let extent = 0; extent < extents.count; extent++)
		if (isIn[extents.inode[extent] as number] === 1) want(extent);
	// A part of the packed inode may lie in the metabox.
	const { packedNid, metaboxNid } = inhabitants.image;
	for (const [id, nid] of [
		[PACKED_SPACE, packedNid],
		[METABOX_SPACE, metaboxNid],
	] as const)
		wantInner(ownership, nid, spaces.get(id), want);
	return account.spaces
		.filter(({ id }) => isStored(id))
		.reduce((sum, { id }) => sum + (spaces.get(id)?.bytes ?? 0), 0);
}

/** Units of an inode that others are in, as far as these are wanted. */
function wantInner(
	{ extents, inhabitants }: Ownership,
	nid: bigint | undefined,
	pieces: Pieces | undefined,
	want: (extent: number) => void,
): void {
	const inode = nid === undefined ? undefined : inhabitants.find(nid);
	if (inode === undefined || !pieces) return;
	const size = inhabitants.size(inode);
	for (let extent = 0; extent < extents.count; extent++) {
		if (extents.inode[extent] !== inode) continue;
		if (pieces.isIn(extents.offset[extent] as number, extents.fileEnd(extent, size))) want(extent);
	}
}
