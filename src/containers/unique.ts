export type Names = (name: string) => string;

/** Names of parts, made different where a wrapper gives the same one twice: `boot`, `boot#2`. */
export const uniqueNames = (): Names => new UniqueNames().unique;

/** The same, with the places of those that came. */
export class UniqueNames {
	readonly #taken = new NameTable();
	/** Of names that came again: the last number behind them, and the place of the last of them. */
	readonly #again = new Map<string, { n: number; place: number }>();
	/** Places of names that are not as they came. */
	readonly #renamed = new Set<number>();

	readonly unique = (name: string): string => {
		if (this.#taken.add(name)) return name;
		let n = this.#again.get(name)?.n ?? 1;
		let unique: string;
		do unique = `${name}#${++n}`;
		while (!this.#taken.add(unique));
		const place = this.#taken.count - 1;
		this.#again.set(name, { n, place });
		this.#renamed.add(place);
		return unique;
	};

	/** How many names came before the last one that came as this. */
	placeOf(name: string): number | undefined {
		const again = this.#again.get(name);
		if (again) return again.place;
		const place = this.#taken.find(name);
		return place === undefined || this.#renamed.has(place) ? undefined : place;
	}
}

/** Slots looked at for a name: names can be made so that all of them want the same one. */
const MOST_SLOTS = 32;

/** Names and their places: an archive can have a million, and a map would take several times as much. */
class NameTable {
	readonly #names: string[] = [];
	/** Places, from 1; a name is in one of the slots from its own on. */
	#slots = new Uint32Array(64);
	/** Those for which these slots were full. */
	readonly #crowded = new Map<string, number>();

	get count(): number {
		return this.#names.length;
	}

	find(name: string): number | undefined {
		const slot = this.#slotOf(name);
		if (slot === undefined) return this.#crowded.get(name);
		const place = this.#slots[slot] as number;
		return place > 0 ? place - 1 : undefined;
	}

	/** @returns whether it was not there */
	add(name: string): boolean {
		if (this.find(name) !== undefined) return false;
		if (this.#names.push(name) * 2 > this.#slots.length) this.#grow();
		else this.#put(name, this.#names.length);
		return true;
	}

	#put(name: string, place: number): void {
		const slot = this.#slotOf(name);
		if (slot === undefined) this.#crowded.set(name, place - 1);
		else this.#slots[slot] = place;
	}

	#grow(): void {
		this.#slots = new Uint32Array(this.#slots.length * 2);
		this.#crowded.clear();
		for (const [i, name] of this.#names.entries()) this.#put(name, i + 1);
	}

	/** The slot that has a name, or can have it. */
	#slotOf(name: string): number | undefined {
		const mask = this.#slots.length - 1;
		const first = hashOf(name);
		for (let i = 0; i < MOST_SLOTS; i++) {
			const slot = (first + i) & mask;
			const place = this.#slots[slot] as number;
			if (place === 0 || this.#names[place - 1] === name) return slot;
		}
		return undefined;
	}
}

/** As Fowler, Noll and Vo do it. */
function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	return hash ^ (hash >>> 15);
}
