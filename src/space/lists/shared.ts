import type { List } from "./list";

export const shared: List = {
	id: "shared",
	label: "Most shared",
	doc: "What uses the most bytes that are used elsewhere too.",
	columns: ["size", "shared", "alone", "names"],
	sort: "shared",
	where({ account }) {
		const bytes = account.inodes.shared;
		return (row) => (bytes[row] as number) > 0;
	},
};
