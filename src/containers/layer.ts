/** Disks that lie over others, or keep their bytes in others: the files they name, found near them. */

import { type Home, lastOf } from "./near";
import { copyOf, type Origin, type Pieces, ZEROS } from "./pieces";
import type { Given } from "./wrapper";

/** A file that a disk shows bytes of. */
export interface Layer {
	/** Bytes; what lies behind them is zeros. */
	readonly size: number;
	/** Its byte `start` and those behind. */
	from(start: number): Origin;
}

export class Layers {
	/** For pieces that are of them. */
	readonly files: Home[] = [];
	readonly #given: Given;

	constructor(given: Given) {
		this.#given = given;
	}

	/** The file that was given. */
	get own(): Layer {
		return { size: this.#given.source.size, from: (start) => copyOf(start) };
	}

	/** The file of that name; one that is not there is all lost. @throws Failure */
	async named(name: string): Promise<Layer> {
		const { near, disk } = this.#given;
		const file = near.find(lastOf(name.replaceAll("\\", "/")));
		if (!file) {
			const message = `These bytes are in ${name || "a file without a name"}, which is not here.`;
			const why = { message, hint: "Open both files together." };
			return { size: Number.POSITIVE_INFINITY, from: () => ({ kind: "lost", why }) };
		}
		return this.add(await disk(file));
	}

	add(home: Home): Layer {
		const of = this.#given.others.length + this.files.push(home);
		return { size: home.source.size, from: (start) => copyOf(start, of) };
	}
}

/** Adds `count` bytes of `layer` from byte `start`, and zeros for what lies behind its end. */
export function addFrom(pieces: Pieces, count: number, layer: Layer, start: number): void {
	const there = Math.max(0, Math.min(count, layer.size - start));
	pieces.add(there, layer.from(start));
	pieces.add(count - there, ZEROS);
}

/** The bytes of the disk that come next, as the one under it has them. */
export function addUnder(pieces: Pieces, count: number, under: Layer | undefined): void {
	if (under) addFrom(pieces, count, under, pieces.size);
	else pieces.add(count, ZEROS);
}
