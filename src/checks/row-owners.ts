/** The inodes of a tree as those whose contents are stored in units: each is told by its row. */
import type { Failure } from "../base/errors";
import type { Inhabitants } from "../ownership/inhabitants";
import type { UnitOwners } from "./decoding";
import type { SoundOptions } from "./sound";

export class RowOwners implements UnitOwners {
	readonly #inhabitants: Inhabitants;
	readonly #options: Pick<SoundOptions, "tally" | "later">;

	constructor(inhabitants: Inhabitants, options: Pick<SoundOptions, "tally" | "later">) {
		this.#inhabitants = inhabitants;
		this.#options = options;
	}

	nid(row: number): bigint {
		return this.#inhabitants.nid(row);
	}

	unread(row: number, why: Failure): void {
		const { tally, later } = this.#options;
		tally.unread(why, later(row));
	}
}
