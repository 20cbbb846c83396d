/** An inode of the tree whose contents are stored in units. Nearly nobody asks which: it is told by its row. */
import type { Failure } from "../base/errors";
import type { Inhabitants } from "../ownership/inhabitants";
import type { UnitOwner } from "./decoding";
import type { SoundOptions } from "./sound";

export class RowOwner implements UnitOwner {
	readonly #row: number;
	readonly #inhabitants: Inhabitants;
	readonly #options: Pick<SoundOptions, "tally" | "later">;

	constructor(
		row: number,
		inhabitants: Inhabitants,
		options: Pick<SoundOptions, "tally" | "later">,
	) {
		this.#row = row;
		this.#inhabitants = inhabitants;
		this.#options = options;
	}

	get nid(): bigint {
		return this.#inhabitants.nid(this.#row);
	}

	unread(why: Failure): void {
		const { tally, later } = this.#options;
		tally.unread(why, later(this.#row));
	}
}
