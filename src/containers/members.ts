/**
 * Members of archives in columns: there can be a million, and what is told of each is nearly always a name
 * and a few numbers. An object for each would take several times as much.
 */
import { Pieces } from "./pieces";
import type { Part } from "./wrapper";

/** Rows to begin with. */
const FEW = 64;

/** What is made of each member, in their order. */
export class Members<T> {
	readonly #width: number;
	readonly #make: (name: string, numbers: Float64Array) => T;
	readonly #names: string[] = [];
	#numbers: Float64Array;
	/** Those of which more is to be told, by row. */
	readonly #others = new Map<number, T>();

	/**
	 * @param width numbers of each
	 * @param make what they say; made anew each time it is asked for
	 */
	constructor(width: number, make: (name: string, numbers: Float64Array) => T) {
		this.#width = width;
		this.#make = make;
		this.#numbers = new Float64Array(FEW * width);
	}

	get length(): number {
		return this.#names.length;
	}

	/** @returns its row */
	add(name: string, numbers: readonly number[]): number {
		const row = this.#names.push(name) - 1;
		this.#grow(row);
		this.#numbers.set(numbers, row * this.#width);
		return row;
	}

	/** One that numbers do not tell. */
	put(other: T): number {
		const row = this.#names.push("") - 1;
		this.#grow(row);
		this.#others.set(row, other);
		return row;
	}

	/** Another in the place of one. */
	set(row: number, other: T): void {
		this.#others.set(row, other);
	}

	at(row: number): T {
		const other = this.#others.get(row);
		if (other !== undefined) return other;
		const start = row * this.#width;
		const numbers = this.#numbers.slice(start, start + this.#width);
		return this.#make(this.#names[row] as string, numbers);
	}

	*[Symbol.iterator](): Generator<T, void, void> {
		for (let row = 0; row < this.length; row++) yield this.at(row);
	}

	#grow(row: number): void {
		if ((row + 1) * this.#width <= this.#numbers.length) return;
		const larger = new Float64Array(this.#numbers.length * 2);
		larger.set(this.#numbers);
		this.#numbers = larger;
	}
}

/** Parts, nearly all of which are one run of bytes of their wrapper. */
export class Runs extends Members<Part> {
	constructor() {
		super(2, (name, numbers) => {
			const [start, size] = numbers as unknown as readonly [number, number];
			return { name, size, bytes: Pieces.slice(start, start + size) };
		});
	}

	/** @returns its row */
	take(part: Part): number {
		const start = startOf(part);
		return start === undefined ? this.put(part) : this.add(part.name, [start, part.size as number]);
	}
}

/** Where a part begins that is one run of bytes, with nothing else to be told of it. */
function startOf({ name, size, bytes, ...more }: Part): number | undefined {
	if (Object.keys(more).length > 0 || !(bytes instanceof Pieces) || bytes.size !== size)
		return undefined;
	if (bytes.files.length > 0 || bytes.list.length > 1) return undefined;
	const [piece] = bytes.list;
	if (!piece) return 0;
	return piece.kind === "copy" && piece.of === 0 ? piece.at : undefined;
}
