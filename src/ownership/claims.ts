/**
 * Claims as columns: which bytes belong to whom, 21 bytes a claim. Bytes may be claimed several
 * times: shared units keep all their owners.
 */
import { ignoreFindings } from "../base/finding";
import type { Range } from "../base/range";
import { Claimer } from "../schema/claimer";
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
	/** Which of a thing's bytes these are, where the kind does not say; constants, never made per claim. */
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
		if (this.count === this.start.length) this.#grow();
		const i = this.count++;
		this.start[i] = start;
		this.end[i] = end;
		this.kind[i] = kind;
		this.owner[i] = owner;
		this.note[i] = note;
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
	}

	#grow(): void {
		const size = this.start.length * 2;
		this.start = copied(this.start, new Float64Array(size));
		this.end = copied(this.end, new Float64Array(size));
		this.kind = copied(this.kind, new Uint8Array(size));
		this.owner = copied(this.owner, new Uint32Array(size));
	}
}

function copied<A extends { set(from: A): void }>(from: A, to: A): A {
	to.set(from);
	return to;
}

/**
 * The listener that claims what it is told for one owner.
 * @param range bytes of interest, inside the space
 */
export const claimer = (claims: ClaimColumns, range: Range, owner = NOBODY): Claimer =>
	new Claimer(
		range.end,
		(kind, start, end, doc) =>
			claims.add(start, end, kind, owner, kind === PADDING ? doc : undefined),
		ignoreFindings,
		range,
	);
