/** What a key means on a row: the tree grid pattern of the WAI-ARIA authoring practices. */
export type Command =
	| { readonly kind: "move"; readonly to: number }
	| { readonly kind: "type"; readonly letter: string }
	| {
			readonly kind:
				| "expand"
				| "collapse"
				| "siblings"
				| "open"
				| "select"
				| "menu"
				| "copy"
				| "leave";
	  };

export interface Key {
	readonly key: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly altKey: boolean;
	readonly shiftKey: boolean;
}

/** The row the keyboard is on, and its surroundings. */
export interface KeyContext {
	readonly index: number;
	readonly count: number;
	/** Rows that fit on the screen. */
	readonly page: number;
	/** `none`: not a directory that can be opened here. */
	readonly folder: "open" | "closed" | "none";
	/** Row of the directory around it; -1 at the top. */
	readonly parent: number;
	/** First row inside it; -1 when nothing of it is on show (yet). */
	readonly inside: number;
}

const MOVES: Record<string, (c: KeyContext) => number> = {
	ArrowUp: (c) => c.index - 1,
	ArrowDown: (c) => c.index + 1,
	PageUp: (c) => c.index - c.page,
	PageDown: (c) => c.index + c.page,
	Home: () => 0,
	End: (c) => c.count - 1,
};

function sideways(key: string, c: KeyContext): Command | undefined {
	if (key === "ArrowRight") {
		if (c.folder === "closed") return { kind: "expand" };
		return c.inside >= 0 ? { kind: "move", to: c.inside } : undefined;
	}
	if (c.folder === "open") return { kind: "collapse" };
	return c.parent >= 0 ? { kind: "move", to: c.parent } : undefined;
}

/** The command, or undefined when the key is not ours and the browser may have it. */
export function commandOf(event: Key, context: KeyContext): Command | undefined {
	const { key } = event;
	const modified = event.ctrlKey || event.metaKey;
	if (event.altKey) return undefined;
	if (key === "Escape" && !modified) return { kind: "leave" };
	if (context.count === 0) return undefined;
	if (modified) return key === "c" ? { kind: "copy" } : undefined;
	if (key === "ContextMenu" || (key === "F10" && event.shiftKey)) return { kind: "menu" };
	const move = MOVES[key];
	if (move) {
		const to = Math.max(0, Math.min(context.count - 1, move(context)));
		return { kind: "move", to };
	}
	if (key === "ArrowRight" || key === "ArrowLeft") return sideways(key, context);
	if (key === "Enter") return { kind: "open" };
	if (key === " ") return { kind: "select" };
	if (key === "*") return { kind: "siblings" };
	return [...key].length === 1 ? { kind: "type", letter: key.toLowerCase() } : undefined;
}
