/**
 * What a key means among the bytes. Moves are answered as a new offset, which the selection
 * then clamps; Alt+arrows are left to the browser's history.
 */
export interface Key {
	readonly key: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly altKey: boolean;
	readonly shiftKey: boolean;
}

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
	| { readonly kind: "all" | "copy" | "side" | "follow" | "through" | "collapse" | "walk" };

type Move = (c: KeyContext) => number;

const rowStart = (c: KeyContext): number => c.cursor - (c.cursor % c.perRow);

const PLAIN: Readonly<Record<string, Move>> = {
	ArrowLeft: (c) => c.cursor - 1,
	ArrowRight: (c) => c.cursor + 1,
	ArrowUp: (c) => (c.cursor >= c.perRow ? c.cursor - c.perRow : c.cursor),
	ArrowDown: (c) => (rowStart(c) + c.perRow < c.size ? c.cursor + c.perRow : c.cursor),
	PageUp: (c) => Math.max(c.cursor % c.perRow, c.cursor - c.page * c.perRow),
	PageDown: (c) => {
		const lastRow = c.size - 1 - ((c.size - 1) % c.perRow);
		return Math.min(lastRow + (c.cursor % c.perRow), c.cursor + c.page * c.perRow);
	},
	Home: rowStart,
	End: (c) => rowStart(c) + c.perRow - 1,
};

const WITH_CTRL: Readonly<Record<string, Move>> = {
	Home: () => 0,
	End: (c) => c.size - 1,
	ArrowLeft: (c) => (c.field && c.field.start < c.cursor ? c.field.start : c.cursor - 1),
	ArrowRight: (c) => c.field?.end ?? c.cursor + 1,
};

const blockStart = (c: KeyContext): number => c.cursor - (c.cursor % c.blockSize);

const WITH_ALT: Readonly<Record<string, Move>> = {
	PageUp: (c) => (c.cursor > blockStart(c) ? blockStart(c) : c.cursor - c.blockSize),
	PageDown: (c) => blockStart(c) + c.blockSize,
};

const CTRL_LETTERS: Readonly<Record<string, Exclude<Command, { to: number }>["kind"]>> = {
	a: "all",
	c: "copy",
};

/** Commands of the whole view, wherever in it the focus is. */
export type ViewCommand = "goto" | "find" | "again" | "before";

export function viewCommandOf(key: Key): ViewCommand | undefined {
	if (key.altKey) return undefined;
	const ctrl = key.ctrlKey || key.metaKey;
	if (key.key === "F3" && !ctrl) return key.shiftKey ? "before" : "again";
	if (!ctrl || key.shiftKey) return undefined;
	const letter = key.key.toLowerCase();
	if (letter === "g") return "goto";
	return letter === "f" ? "find" : undefined;
}

/** The command, or undefined when the key is not ours and the browser may have it. */
export function commandOf(key: Key, context: KeyContext): Command | undefined {
	const ctrl = key.ctrlKey || key.metaKey;
	const moves = ctrl ? WITH_CTRL : key.altKey ? WITH_ALT : PLAIN;
	const move = ctrl && key.altKey ? undefined : moves[key.key];
	if (move) {
		const page = key.key === "PageUp" ? -1 : key.key === "PageDown" ? 1 : 0;
		const pages = moves === PLAIN ? page : 0;
		const to = move(context);
		const far = ctrl && !key.shiftKey && (key.key === "Home" || key.key === "End");
		return far ? { kind: "jump", to } : { kind: "move", to, extend: key.shiftKey, page: pages };
	}
	if (key.altKey) return undefined;
	if (ctrl) {
		if (key.shiftKey) return undefined;
		const kind = CTRL_LETTERS[key.key.toLowerCase()];
		return kind && { kind };
	}
	if (key.key === "Enter") return { kind: key.shiftKey ? "through" : "follow" };
	if (key.key === "Escape") return { kind: "collapse" };
	if (key.key === " ") return { kind: "side" };
	if (key.key.toLowerCase() === "w") return { kind: "walk" };
	return undefined;
}
