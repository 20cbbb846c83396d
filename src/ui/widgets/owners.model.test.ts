import { expect, test } from "vitest";
import { groupSums } from "./owners.model";

test("kinds of one group are added up, in the order of bars, and nothing is lost", () => {
	const sums = groupSums([
		{ kind: "pcluster", bytes: 4096 },
		{ kind: "superblock", bytes: 128 },
		{ kind: "padding", bytes: 40 },
		{ kind: "packed-data", bytes: 100 },
		{ kind: "boot", bytes: 1024 },
		{ kind: "inode", bytes: 0 },
	]);
	expect(sums).toEqual([
		{ group: "table", bytes: 128 },
		{ group: "compressed", bytes: 4196 },
		{ group: "slack", bytes: 40 },
		{ group: "unused", bytes: 1024 },
	]);
});
