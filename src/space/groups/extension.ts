import { showName } from "../../base/text";
import { NONE } from "../../census/inodes";
import type { Tree } from "../../census/tree";
import { FT } from "../../erofs/structs/dirent";
import { type Grouping, groupedInodes } from "./grouping";

const DOT = 0x2e;

const OTHERS: Readonly<Record<number, string>> = { [FT.DIR]: "directories", [FT.LNK]: "links" };

/** How the first name of an inode ends: its last dot and what is behind it; `(none)` without. */
export function extensionOf(tree: Tree, row: number): string {
	const entry = tree.entryOf(row);
	if (entry === NONE) return "(none)";
	const name = tree.entries.name(entry);
	const dot = name.lastIndexOf(DOT);
	return dot > 0 ? showName(name.subarray(dot)).toLowerCase() : "(none)";
}

/** By what follows the last dot of the first name, which is not its first byte. */
export const extension: Grouping = {
	id: "ext",
	label: "Extension",
	doc: "By how the names of files end.",
	of: "inodes",
	groups: (ledger) => {
		const { inodes } = ledger.tree;
		return groupedInodes(ledger, (row) => {
			const kind = inodes.type(row);
			return kind === FT.REG ? extensionOf(ledger.tree, row) : `(${OTHERS[kind] ?? "other"})`;
		});
	},
};
