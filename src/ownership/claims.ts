/**
 * Claims as columns: which bytes belong to whom, 21 bytes a claim. Bytes may be claimed several
 * times: shared units keep all their owners.
 */
import { ignoreFindings } from "../base/finding";
import type { Range } from "../base/range";
import { type Claim, Claimer } from "../schema/claimer";
import { PADDING } from "./kinds";

/** Owner of what belongs to no inode. */
export const NOBODY = 0xffffffff;

const FIRST_ROOM = 64;

export class ClaimColumns {
	count = 0;
	start = new Float64Array(FIRST_ROOM);
	/** Exclusive. */
	end = new Float64Array(FIRST_ROOM);
	/** Index into KINDS. */
	kind = new Uint8Array(FIRST_ROOM);
	/** Row of the inode, or NOBODY. */
	owner = new Uint32Array(FIRST_ROOM);
	/** What the kind does not say; few have one. Constants, never made per claim. */
	readonly note: (string | undefined)[] = [];

	get bytes(): number {
		return this.start.byteLength * 2 + this.kind.byteLength + this.owner.byteLength;
	}

	/** Nothing when empty. What is told piece by piece of one kind and owner becomes one claim. */
	add(start: number, end: number, kind: number, owner: number, note?: string): void {
		if (end <= start) return;
		const last = this.count - 1;
		if (
			last >= 0 &&
			this.end[last] === start &&
			this.kind[last] === kind &&
			this.owner[last] === owner &&
			this.note[last] === note
		) {
			this.end[last] = end;
			return;
		}
		if (this.count === this.start.length) this.#resize(Math.max(FIRST_ROOM, this.count * 2));
		const i = this.count++;
		this.start[i] = start;
		this.end[i] = end;
		this.kind[i] = kind;
		this.owner[i] = owner;
		if (note !== undefined) this.note[i] = note;
	}

	addAll(of: ClaimColumns): void {
		for (let i = 0; i < of.count; i++) {
			const { start, end, kind, owner, note } = of;
			this.add(
				start[i] as number,
				end[i] as number,
				kind[i] as number,
				owner[i] as number,
				note[i],
			);
		}
	}

	clear(): void {
		this.count = 0;
		this.note.length = 0;
	}

	/** Gives back the room that nothing has grown into. */
	trim(): void {
		this.#resize(this.count);
	}

	#resize(size: number): void {
		this.start = copied(this.start, new Float64Array(size));
		this.end = copied(this.end, new Float64Array(size));
		this.kind = copied(this.kind, new Uint8Array(size));
		this.owner = copied(this.owner, new Uint32Array(size));
	}
}

function copied<A extends Float64Array | Uint32Array | Uint8Array>(from: A, to: A): A {
	to.set(from.subarray(0, to.length));
	return to;
}

/**
 * The listener that claims what it is told for one owner, as far as it overlaps a range.
 * @param range bytes of interest, inside the space
 */
export function claimer(claims: ClaimColumns, range: Range, owner = NOBODY): Claimer {
	const claim: Claim = (kind, start, end, doc) => {
		if (start >= range.end || end <= range.start) return;
		claims.add(start, end, kind, owner, kind === PADDING ? doc : undefined);
	};
	return new Claimer(range.end, claim, ignoreFindings, range);
}
