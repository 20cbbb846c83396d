import type { List } from "./list";

export const mappable: List = {
	id: "mappable",
	label: "Can be mapped",
	doc: "Files whose contents Linux can map into memory from where they lie (FSDAX): stored as they are, in one run, in blocks as long as a page.",
	columns: ["size", "stored", "extents", "slack"],
	sort: "size",
	where:
		({ costs }) =>
		(row) =>
			costs.mappable[row] === 1,
};
