/** What the palette offers for what was typed: commands whose words have it, then paths. */
import { EVERYWHERE } from "../state/keys";
import type { CommandId } from "./shortcuts";

export interface CommandRow {
	readonly kind: "command";
	readonly id: CommandId;
	readonly text: string;
	readonly keys: string;
}

export interface PathRow {
	readonly kind: "path";
	readonly text: string;
	/** Index into TYPE_NAMES. */
	readonly type: number;
}

/** What was typed, looked for elsewhere: in all names, or in the bytes. */
export interface SearchRow {
	readonly kind: "filter" | "find";
	readonly text: string;
}

export type Row = CommandRow | PathRow | SearchRow;

/** What cannot be done from the palette, or is what brought it up. */
const LEFT_OUT: readonly CommandId[] = ["palette", "nextPane", "previousPane"];

const ALL: readonly CommandRow[] = (Object.keys(EVERYWHERE) as CommandId[])
	.filter((id) => !LEFT_OUT.includes(id))
	.map((id) => ({
		kind: "command",
		id,
		text: id === "help" ? "Help and keys" : EVERYWHERE[id].does,
		keys: EVERYWHERE[id].keys[0],
	}));

/** Commands that have every word typed, in the order of the help. */
export function commandsFor(typed: string): readonly CommandRow[] {
	const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
	return ALL.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
}
