import { listedOf } from "../../census/listed";
import { type Grouping, groupedInodes } from "./grouping";

export const owner: Grouping = {
	id: "owner",
	label: "Owner",
	doc: "By the user that files belong to (uid).",
	of: "inodes",
	groups: (ledger) => {
		const { uid } = listedOf(ledger.tree.inodes);
		return groupedInodes(ledger, (row) => String(uid[row]));
	},
};
