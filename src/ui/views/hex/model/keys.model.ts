/**
 * What a key means among the bytes. Moves are answered as a new offset, which the selection
 * then clamps; Alt+arrows are left to the browser's history.
 */
import { BYTES, type Key, keyName, meaningOf } from "../../../state/keys";

export interface KeyContext {
	readonly cursor: number;
	readonly size: number;
	readonly perRow: number;
	/** Rows of a page. */
	readonly page: number;
	readonly blockSize: number;
	/** The field under the cursor, to step over. */
	readonly field: { readonly start: number; readonly end: number } | undefined;
}

export type Command =
	| { readonly kind: "move"; readonly to: number; readonly extend: boolean; readonly page: number }
	/** Far away: a step in the history. */
	| { readonly kind: "jump"; readonly to: number }
	| {
			readonly kind: "all" | "copy" | "side" | "follow" | "through" | "collapse" | "walk" | "learn";
	  };

type Move = (c: KeyContext) => number;

const rowStart = (c: KeyContext): number => c.cursor - (c.cursor % c.perRow);
const blockStart = (c: KeyContext): number =>
	c.blockSize > 0 ? c.cursor - (c.cursor % c.blockSize) : c.cursor;

const MOVES: Readonly<Record<string, Move>> = {
	"←": (c) => c.cursor - 1,
	"→": (c) => c.cursor + 1,
	"↑": (c) => (c.cursor >= c.perRow ? c.cursor - c.perRow : c.cursor),
	"↓": (c) => (rowStart(c) + c.perRow < c.size ? c.cursor + c.perRow : c.cursor),
	PgUp: (c) => Math.max(c.cursor % c.perRow, c.cursor - c.page * c.perRow),
	PgDn: (c) => {
		const lastRow = c.size - 1 - ((c.size - 1) % c.perRow);
		return Math.min(lastRow + (c.cursor % c.perRow), c.cursor + c.page * c.perRow);
	},
	Home: rowStart,
	End: (c) => rowStart(c) + c.perRow - 1,
	"Ctrl+Home": () => 0,
	"Ctrl+End": (c) => c.size - 1,
	"Ctrl+←": (c) => (c.field && c.field.start < c.cursor ? c.field.start : c.cursor - 1),
	"Ctrl+→": (c) => c.field?.end ?? c.cursor + 1,
	"Alt+PgUp": (c) => (c.cursor > blockStart(c) ? blockStart(c) : c.cursor - c.blockSize),
	"Alt+PgDn": (c) => blockStart(c) + c.blockSize,
};

/** Rows that turn with the cursor, so that it keeps its place on screen. */
const PAGES: Readonly<Record<string, number>> = { PgUp: -1, PgDn: 1 };

const ASKING: readonly (keyof typeof BYTES | undefined)[] = ["follow", "through", "learn", "field"];

/** Whether what the key does hangs on what is at the cursor. */
export function asksWhatIsHere(key: Key): boolean {
	const name = keyName(key);
	const isMove = withoutShift(name) in MOVES;
	return ASKING.includes(meaningOf(BYTES, isMove ? withoutShift(name) : name));
}

/** The move that Shift makes a selection of. */
const withoutShift = (name: string): string => name.replace("Shift+", "");

/** The command, or undefined when the key is not ours and the browser may have it. */
export function commandOf(key: Key, context: KeyContext): Command | undefined {
	const name = keyName(key);
	const meaning = meaningOf(BYTES, name);
	const moveName = withoutShift(name);
	const move = MOVES[moveName];
	if (move) {
		const to = move(context);
		if (meaning === "ends") return { kind: "jump", to };
		return { kind: "move", to, extend: key.shiftKey, page: PAGES[moveName] ?? 0 };
	}
	switch (meaning) {
		case undefined:
		case "move":
		case "ends":
		case "field":
		case "block":
			return undefined;
		default:
			return { kind: meaning };
	}
}
