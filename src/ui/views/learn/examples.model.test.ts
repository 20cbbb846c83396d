import { expect, test } from "vitest";
import { exampleOf, examplesIn } from "./examples.model";

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
	const found = examplesIn([dirent(100), dirent(112)], "image");
	expect(found.get("erofs_dirent")).toEqual({ space: "image", start: 100, end: 112 });
	expect(found.get("erofs_dirent.nid")).toEqual({ space: "image", start: 100, end: 108 });
	expect(found.get("nid")).toEqual({ space: "image", start: 100, end: 108 });
	expect(found.get("erofs_super_block")).toBeUndefined();
});

test("a kind of bytes has an example by its word, or by what it is called among structures", () => {
	const node = (key: string, start: number) =>
		({ key, start, end: start + 4, role: "data" }) as const;
	const found = examplesIn([node("after-image", 8), node("device table", 16)], "image");
	const term = (kind: string, title: string) => ({ key: `word.${title}`, kind, title });
	expect(exampleOf(term("after-image", "behind the image"), found)).toEqual({
		space: "image",
		start: 8,
		end: 12,
	});
	expect(exampleOf(term("device-slot", "device table"), found)).toEqual({
		space: "image",
		start: 16,
		end: 20,
	});
	expect(exampleOf(term("padding", "padding"), found)).toBeUndefined();
	const group = (name: string) => ({ key: `group.${name}`, title: name });
	expect(exampleOf(group("outside"), found)?.start).toBe(8);
	expect(exampleOf(group("table"), found)?.start).toBe(16);
	expect(exampleOf(group("xattr"), found)).toBeUndefined();
});
