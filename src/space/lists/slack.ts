import type { List } from "./list";

export const slack: List = {
	id: "slack",
	label: "Slack",
	doc: "Uncompressed contents that leave a part of their last block unused.",
	columns: ["size", "stored", "slack", "around"],
	sort: "slack",
	where:
		({ files }) =>
		(row) =>
			(files.slack[row] as number) > 0,
};
