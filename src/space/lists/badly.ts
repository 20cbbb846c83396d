import { COLUMNS } from "./column";
import type { List } from "./list";

/** Of size, on disk: what saves less is not worth decoding. */
const BAD = 0.75;

export const badly: List = {
	id: "badly",
	label: "Compresses badly",
	doc: "Compressed files that still take three quarters of their size or more.",
	columns: ["size", "stored", "ratio", "unit"],
	sort: "stored",
	where(ledger) {
		const ratio = COLUMNS.ratio.values(ledger);
		const { units } = ledger.files;
		return (row) => (units[row] as number) > 0 && (ratio[row] as number) >= BAD;
	},
};
