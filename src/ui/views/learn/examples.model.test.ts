import { expect, test } from "vitest";
import { examplesIn } from "./examples.model";

test("the first structure of a kind is the example, and its fields are by both names", () => {
	const field = (start: number) =>
		({ key: "nid", start, end: start + 8, role: "pointer" }) as const;
	const dirent = (start: number) =>
		({
			key: "erofs_dirent",
			start,
			end: start + 12,
			role: "struct",
			children: [field(start)],
		}) as const;
	const found = examplesIn([dirent(100), dirent(112)]);
	expect(found.get("erofs_dirent")).toEqual({ start: 100, end: 112 });
	expect(found.get("erofs_dirent.nid")).toEqual({ start: 100, end: 108 });
	expect(found.get("nid")).toEqual({ start: 100, end: 108 });
	expect(found.get("erofs_super_block")).toBeUndefined();
});
