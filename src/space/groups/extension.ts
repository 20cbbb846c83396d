import { showName } from "../../base/text";
import { NONE } from "../../census/inodes";
import { FT } from "../../erofs/structs/dirent";
import { type Grouping, groupedInodes } from "./grouping";

const DOT = 0x2e;

const OTHERS: Readonly<Record<number, string>> = { [FT.DIR]: "directories", [FT.LNK]: "links" };

/** By what follows the last dot of the first name, which is not its first byte. */
export const extension: Grouping = {
	id: "ext",
	label: "Extension",
	doc: "By how the names of files end.",
	of: "inodes",
	groups: (ledger) => {
		const { entries, inodes } = ledger.tree;
		return groupedInodes(ledger, (row) => {
			const kind = inodes.type(row);
			if (kind !== FT.REG) return `(${OTHERS[kind] ?? "other"})`;
			const entry = ledger.tree.entryOf(row);
			if (entry === NONE) return "(none)";
			const name = entries.name(entry);
			const dot = name.lastIndexOf(DOT);
			return dot > 0 ? showName(name.subarray(dot)).toLowerCase() : "(none)";
		});
	},
};
