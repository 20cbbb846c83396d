/** A cell for each byte of a space, painted claim by claim. */
import type { Claim, Kind, Place } from "./claims";
import type { OwnedPiece } from "./pieces";

/** Two claims that no sound image has on one byte. */
export interface Conflict extends Place {
	readonly kinds: readonly [Kind, Kind];
	readonly nids: readonly bigint[];
}

/** What a byte can be. Equal cells are one object, and one number on the canvas. */
interface Cell {
	readonly kind: Kind;
	readonly nids: readonly bigint[];
}

/** What several inodes may own together. */
const SHARED: ReadonlySet<Kind> = new Set<Kind>([
	"shared-xattr",
	"pcluster",
	"plain-data",
	"chunk-data",
	"fragment",
	"orphan",
]);

const FREE = 0;

export class Canvas {
	readonly conflicts: Conflict[] = [];
	readonly #bytes: Int32Array;
	readonly #cells: Cell[] = [{ kind: "unclaimed", nids: [] }];
	readonly #numbers = new Map<string, number>();

	constructor(size: number) {
		this.#bytes = new Int32Array(size);
	}

	/** Ends with the space, wherever the claim ends. */
	paint(claim: Claim): void {
		const mine = this.#numberOf(claim);
		for (const [start, end] of this.#runs(claim))
			this.#bytes.fill(this.#over(claim, start, end, mine), start, end);
	}

	/** Like {@link paint}, but where anything else has been painted it leaves it. */
	paintBehind(claim: Claim): void {
		const mine = this.#numberOf(claim);
		for (const [start, end] of this.#runs(claim)) {
			const { kind } = this.#at(start);
			if (kind === "unclaimed") this.#bytes.fill(mine, start, end);
			else if (kind === claim.kind)
				this.#bytes.fill(this.#union(this.#at(start), claim), start, end);
		}
	}

	/** Up to the first byte that is painted. */
	paintRest(claim: Claim): void {
		const [first] = this.#runs(claim);
		if (first && this.#bytes[first[0]] === FREE) this.#bytes.fill(this.#numberOf(claim), ...first);
	}

	isFree(start: number, end: number): boolean {
		if (end > this.#bytes.length) return false;
		for (let byte = start; byte < end; byte++) if (this.#bytes[byte] !== FREE) return false;
		return true;
	}

	/** Free bytes from `size` on are behind the image. */
	pieces(size: number): OwnedPiece[] {
		const whole = { start: 0, end: this.#bytes.length };
		return [...this.#runs(whole)].flatMap(([start, end]): OwnedPiece[] => {
			const { kind, nids } = this.#at(start);
			if (kind !== "unclaimed" || end <= size) return [{ start, end, kind, nids }];
			const behind = Math.max(start, size);
			const rest = { start: behind, end, kind: "after-image", nids } as const;
			return start < behind ? [{ start, end: behind, kind, nids }, rest] : [rest];
		});
	}

	/** Ranges of equal cells. */
	*#runs({ start: from, end: to }: Omit<Place, "space">): Generator<[number, number]> {
		const stop = Math.min(to, this.#bytes.length);
		for (let start = from; start < stop; ) {
			let end = start + 1;
			while (end < stop && this.#bytes[end] === this.#bytes[start]) end++;
			yield [start, end];
			start = end;
		}
	}

	#at(byte: number): Cell {
		return this.#cells[this.#bytes[byte] ?? FREE] as Cell;
	}

	#numberOf({ kind, nids }: Cell): number {
		const key = `${kind} ${nids.join()}`;
		const known = this.#numbers.get(key);
		if (known !== undefined) return known;
		this.#numbers.set(key, this.#cells.length);
		return this.#cells.push({ kind, nids }) - 1;
	}

	#union(a: Cell, b: Cell): number {
		const nids = [...new Set([...a.nids, ...b.nids])].sort((x, y) => (x < y ? -1 : 1));
		return this.#numberOf({ kind: a.kind, nids });
	}

	#over({ space, kind, nids }: Claim, start: number, end: number, mine: number): number {
		const number = this.#bytes[start] ?? FREE;
		const under = this.#at(start);
		if (number === FREE || number === mine) return mine;
		if (kind === under.kind && SHARED.has(kind)) return this.#union(under, { kind, nids });
		// The table lies among the contents of files that happen to hold the same bytes.
		if (kind === "fragment" && under.kind === "prefix-table") return number;
		if (kind === "prefix-table" && under.kind === "fragment") return mine;
		const kinds = [under.kind, kind] as const;
		this.conflicts.push({ space, start, end, kinds, nids: [...under.nids, ...nids] });
		return number;
	}
}
