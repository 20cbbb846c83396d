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

/** Most lists are short: so few that engines keep the columns among their objects. */
const FIRST_ROOM = 8;

export class ClaimColumns {
	count = 0;
	start = new Float64Array(FIRST_ROOM);
	/** Exclusive. */
	end = new Float64Array(FIRST_ROOM);
	/** Index into KINDS. */
	kind = new Uint8Array(FIRST_ROOM);
	/** Row of the inode, or NOBODY. */
	owner = new Uint32Array(FIRST_ROOM);
	/** Rows of the inodes, of bytes that several have together. */
	readonly group: (Uint32Array | undefined)[] = [];
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
			this.note[last] === note &&
			this.group[last] === undefined
		) {
			this.end[last] = end;
			return;
		}
		this.#append(start, end, kind, owner);
		if (note !== undefined) this.note[this.count - 1] = note;
	}

	/** For all of a group, which is kept. */
	addGroup(start: number, end: number, kind: number, group: Uint32Array): void {
		const [first = NOBODY] = group;
		if (group.length > 1) {
			this.#append(start, end, kind, NOBODY);
			this.group[this.count - 1] = group;
		} else this.add(start, end, kind, first);
	}

	#append(start: number, end: number, kind: number, owner: number): void {
		if (this.count === this.start.length) this.#resize(this.count * 2);
		const i = this.count++;
		this.start[i] = start;
		this.end[i] = end;
		this.kind[i] = kind;
		this.owner[i] = owner;
	}

	addAll(of: ClaimColumns): void {
		for (let i = 0; i < of.count; i++) {
			const start = of.start[i] as number;
			const end = of.end[i] as number;
			const kind = of.kind[i] as number;
			const group = of.group[i];
			if (group) this.addGroup(start, end, kind, group);
			else this.add(start, end, kind, of.owner[i] as number, of.note[i]);
		}
	}

	/** How many bytes of a range are claimed, each as often as that is. */
	claimedIn(range: Range): number {
		let bytes = 0;
		for (let i = 0; i < this.count; i++) {
			const start = Math.max(this.start[i] as number, range.start);
			bytes += Math.max(Math.min(this.end[i] as number, range.end) - start, 0);
		}
		return bytes;
	}

	clear(): void {
		this.count = 0;
		this.note.length = 0;
		this.group.length = 0;
	}

	#resize(size: number): void {
		this.start = copied(this.start, new Float64Array(size));
		this.end = copied(this.end, new Float64Array(size));
		this.kind = copied(this.kind, new Uint8Array(size));
		this.owner = copied(this.owner, new Uint32Array(size));
	}
}

function copied<A extends Float64Array | Uint32Array | Uint8Array>(from: A, to: A): A {
	to.set(from);
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
