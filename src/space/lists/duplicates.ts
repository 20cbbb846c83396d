import type { List } from "./list";

export const duplicates: List = {
	id: "duplicates",
	label: "Duplicates",
	doc: "Files with the same contents as another: the same number of a set, the same contents.",
	columns: ["set", "copies", "size", "stored", "waste"],
	sort: "set",
	comparesContents: true,
	where:
		({ duplicates }) =>
		(row) =>
			(duplicates?.set[row] ?? 0) > 0,
};
