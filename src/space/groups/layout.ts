import { LAYOUTS } from "../../erofs/structs/inode";
import { type Grouping, groupedInodes } from "./grouping";

export const layout: Grouping = {
	id: "layout",
	label: "Layout",
	doc: "By how inodes store their contents.",
	of: "inodes",
	groups: (ledger) => {
		const { inodes } = ledger.tree;
		return groupedInodes(ledger, (row) => LAYOUTS[inodes.layout(row)]?.label ?? "unknown");
	},
};
