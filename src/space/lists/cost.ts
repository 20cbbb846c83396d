import type { List } from "./list";

export const cost: List = {
	id: "cost",
	label: "Cost of reading",
	doc: "Bytes of the device that have to be read, and bytes that have to be decoded. Filter by names to see what a set of files needs, as for a first boot.",
	columns: ["size", "pageRead", "pageDecoded", "wholeRead"],
	sort: "pageRead",
	where:
		({ files }) =>
		(row) =>
			(files.size[row] as number) > 0,
};
