import type { List } from "./list";

export const largest: List = {
	id: "largest",
	label: "Largest",
	doc: "What takes most on disk.",
	columns: ["size", "stored", "share", "ratio"],
	sort: "stored",
};
