/** Where a key leads in a list, which is the same in all of them. */
export interface ListPlace {
	/** Row the keyboard is on, and how many there are. */
	readonly index: number;
	readonly count: number;
	/** Rows that fit on screen. */
	readonly page: number;
}

const MOVES: Readonly<Record<string, (at: ListPlace) => number>> = {
	"↑": ({ index }) => index - 1,
	"↓": ({ index }) => index + 1,
	PgUp: ({ index, page }) => index - page,
	PgDn: ({ index, page }) => index + page,
	Home: () => 0,
	End: ({ count }) => count - 1,
};

/**
 * @param name of a key, as `keyName` has it
 * @returns a row of the list; undefined when the key moves nothing
 */
export function movedTo(name: string, at: ListPlace): number | undefined {
	const to = MOVES[name]?.(at);
	return to === undefined ? undefined : Math.max(0, Math.min(at.count - 1, to));
}
