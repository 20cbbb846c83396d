/** What a key means on a row: the tree grid pattern of the WAI-ARIA authoring practices. */
import { type Key, keyName, meaningOf, TREE } from "../../../state/keys";

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
	"↑": (c) => c.index - 1,
	"↓": (c) => c.index + 1,
	PgUp: (c) => c.index - c.page,
	PgDn: (c) => c.index + c.page,
	Home: () => 0,
	End: (c) => c.count - 1,
};

function inward(c: KeyContext): Command | undefined {
	if (c.folder === "closed") return { kind: "expand" };
	return c.inside >= 0 ? { kind: "move", to: c.inside } : undefined;
}

function outward(c: KeyContext): Command | undefined {
	if (c.folder === "open") return { kind: "collapse" };
	return c.parent >= 0 ? { kind: "move", to: c.parent } : undefined;
}

/** The command, or undefined when the key is not ours and others may have it. */
export function commandOf(event: Key, context: KeyContext): Command | undefined {
	const name = keyName(event);
	const meaning = meaningOf(TREE, name);
	if (context.count === 0 && meaning !== "leave") return undefined;
	switch (meaning) {
		case "move": {
			const to = MOVES[name]?.(context) ?? 0;
			return { kind: "move", to: Math.max(0, Math.min(context.count - 1, to)) };
		}
		case "inward":
			return inward(context);
		case "outward":
			return outward(context);
		case undefined: {
			const isLetter = [...event.key].length === 1 && !/^(Ctrl|Alt)\+/.test(name);
			return isLetter ? { kind: "type", letter: event.key.toLowerCase() } : undefined;
		}
		default:
			return { kind: meaning };
	}
}
