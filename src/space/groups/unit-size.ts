import { sizeText } from "../../base/words";
import { NO_ALGORITHM } from "../../census/extents";
import { type Grouping, groupedExtents } from "./grouping";

/** Units are told apart by powers of two, where the format does not count in blocks. */
const rounded = (bytes: number): number => 2 ** Math.ceil(Math.log2(bytes));

export const unitSize: Grouping = {
	id: "unit",
	label: "Unit",
	doc: "By the bytes that compressed units take on disk: as many have to be read for any byte in one.",
	of: "extents",
	groups(ledger) {
		const { extents } = ledger.ownership;
		return groupedExtents(ledger, (row) => {
			const bytes = extents.length[row] as number;
			if (bytes === 0 || extents.algorithm[row] === NO_ALGORITHM) return undefined;
			return `up to ${sizeText(rounded(bytes))}`;
		});
	},
};
