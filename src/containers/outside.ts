/** From bytes of a part out to the files that were opened, through everything between. */
import type { Range } from "../base/range";
import { parseSpace } from "../base/space";
import { type Home, lastOf } from "./near";

export interface Outside extends Range {
	/** A file that was opened, or one of an image. */
	readonly file: Home;
	/** Bytes of it. */
	readonly at: Range;
	/** Set where all of `at` has to be unpacked to have any of them. */
	readonly isPacked?: true;
}

/** Where bytes of `home` lie, in order: nothing for those that no file has. */
export function* outside(home: Home, range: Range): Generator<Outside, void, void> {
	if (!home.parents) {
		yield { start: range.start, end: range.end, file: home, at: range };
		return;
	}
	for (const { start, end, home: outer, at, isPacked } of home.parents(range)) {
		for (const run of outside(outer, at)) {
			if (isPacked) yield { ...run, start, end, isPacked };
			else yield { ...run, start: run.start - at.start + start, end: run.end - at.start + start };
		}
	}
}

/** What people call a file. */
export function fileName({ space, source }: Home): string {
	const named = parseSpace(space);
	return named?.kind === "part" ? lastOf(named.chain) : source.label;
}
