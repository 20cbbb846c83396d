import { EXTENT, EXTENT_KIND, NO_ALGORITHM } from "../../census/extents";
import { algorithmLabel } from "../../erofs/structs/features";
import { type Grouping, groupedExtents } from "./grouping";

const { HOLE, FRAGMENT } = EXTENT_KIND;

export const algorithm: Grouping = {
	id: "algorithm",
	label: "Algorithm",
	doc: "By how contents are compressed. Ends of files that are packed together are a group of their own.",
	of: "extents",
	groups(ledger) {
		const { extents } = ledger.ownership;
		return groupedExtents(ledger, (row) => {
			const kind = (extents.kind[row] as number) & EXTENT.KIND;
			if (kind === HOLE) return undefined;
			if (kind === FRAGMENT) return "(packed)";
			const id = extents.algorithm[row] as number;
			return id === NO_ALGORITHM ? "(not compressed)" : algorithmLabel(id);
		});
	},
};
