/** What a key means on a row: the tree grid pattern of the WAI-ARIA authoring practices. */
import { type Key, keyName, meaningOf, TREE } from "../../../state/keys";
import { type ListPlace, movedTo } from "../../../widgets/list-moves";

export type Command =
	| { readonly kind: "move"; readonly to: number }
	| { readonly kind: "type"; readonly letter: string }
	| { readonly kind: "leave" }
	| {
			readonly kind:
				| "expand"
				| "collapse"
				| "siblings"
				| "open"
				| "select"
				| "all"
				| "menu"
				| "copy";
	  };

/** The row the keyboard is on, and its surroundings. */
export interface KeyContext extends ListPlace {
	/** `none`: not a directory that can be opened here. */
	readonly folder: "open" | "closed" | "none";
	/** Row of the directory around it; -1 at the top. */
	readonly parent: number;
	/** First row inside it; -1 when nothing of it is on show (yet). */
	readonly inside: number;
}

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
	const to = movedTo(name, context);
	if (to !== undefined) return { kind: "move", to };
	switch (meaning) {
		case "inward":
			return inward(context);
		case "outward":
			return outward(context);
		case "move":
		case undefined: {
			const isLetter = [...event.key].length === 1 && !/^(Ctrl|Alt)\+/.test(name);
			return isLetter ? { kind: "type", letter: event.key.toLowerCase() } : undefined;
		}
		default:
			return { kind: meaning };
	}
}
