/** The map as lines of data: each byte of each space with its owner, in order. */
import type { SpaceId } from "../base/range";
import { IMAGE_SPACE, PACKED_SPACE } from "../base/space";
import { showName } from "../base/text";
import { NONE } from "../census/inodes";
import { SLOT } from "../erofs/structs/facts";
import type { Inhabitants } from "./inhabitants";
import { AFTER, COARSE_KINDS, ORPHAN, PADDING, UNCLAIMED, UNKNOWN } from "./kinds";
import type { Piece, Rows } from "./sweep";
import type { OwnerKind } from "./words";

export interface MapLine {
	readonly space: SpaceId;
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
	readonly kind: OwnerKind;
	/** Of the inode the bytes belong to alone. */
	readonly nid?: bigint;
	/** Its first name, absent for those that have none. */
	readonly path?: string;
	/** Of the inodes that share the bytes, ascending. */
	readonly nids?: readonly bigint[];
	readonly detail?: {
		/** Of padding, and of what nobody claims or is known to claim: what it is there for, or why. */
		readonly why?: string;
		/** Of an orphan: what the bytes would be. */
		readonly kind?: string;
	};
}

export class MapLines {
	readonly #inhabitants: Inhabitants;
	/** Pieces of one inode follow one another. */
	#row = NONE;
	#path: string | undefined;

	constructor(inhabitants: Inhabitants) {
		this.#inhabitants = inhabitants;
	}

	lineOf(space: SpaceId, piece: Piece): MapLine {
		const { detail, ...line } = this.withoutOwners(space, piece);
		return { ...line, ...this.#ownersOf(piece), ...(detail ? { detail } : {}) };
	}

	/** The same, but whose the bytes are: that can be a million inodes. */
	withoutOwners(space: SpaceId, piece: Piece): Omit<MapLine, "nid" | "path" | "nids"> {
		const { start, end, kind } = piece;
		const detail = this.#detailOf(space, piece);
		return {
			space,
			start,
			end,
			kind: COARSE_KINDS[kind] as OwnerKind,
			...(detail ? { detail } : {}),
		};
	}

	#ownersOf({ owners }: Piece): Pick<MapLine, "nid" | "nids" | "path"> {
		const [row] = owners;
		if (row === undefined) return {};
		if (owners.length > 1) return { nids: this.nidsOf(owners) };
		const nid = this.#inhabitants.nid(row);
		const path = this.pathOf(row);
		return path === undefined ? { nid } : { nid, path };
	}

	/** Ascending. */
	nidsOf(rows: Rows): bigint[] {
		const nids = Array.from(rows, (row) => this.#inhabitants.nid(row));
		return nids.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
	}

	/** Bytes that are no printable text as \xNN. */
	pathOf(row: number): string | undefined {
		if (row !== this.#row) {
			const path = this.#inhabitants.pathOf(row);
			this.#path = path && showName(path);
			this.#row = row;
		}
		return this.#path;
	}

	#detailOf(space: SpaceId, piece: Piece): MapLine["detail"] {
		switch (piece.kind) {
			case PADDING:
				return { why: piece.note ?? "" };
			case ORPHAN:
				return { kind: piece.note ?? "" };
			case UNCLAIMED:
				return { why: piece.note ?? this.#whyFree(space, piece) };
			case UNKNOWN:
				return { why: piece.note ?? this.#whyUnknown() };
			case AFTER:
				return { why: "Behind the end that the image gives itself." };
			default:
				return undefined;
		}
	}

	#whyUnknown(): string {
		const isShut = this.#inhabitants.image.trouble !== undefined;
		return isShut
			? "Nothing behind the superblock can be read."
			: "The root directory cannot be read.";
	}

	#whyFree(space: SpaceId, { start, end }: Piece): string {
		const { facts } = this.#inhabitants.image;
		if (space === PACKED_SPACE) return "No file has its tail here.";
		const from = space === IMAGE_SPACE ? facts.metaStart : 0;
		if (start >= from && end - start < SLOT && (end - from) % SLOT === 0)
			return "Up to the next multiple of 32 bytes, where inodes begin.";
		const isInBlock =
			Math.floor(start / facts.blockSize) === Math.floor((end - 1) / facts.blockSize);
		if (isInBlock && end % facts.blockSize === 0) return "The end of a block, which nothing uses.";
		return "Nothing in the image leads here.";
	}
}
