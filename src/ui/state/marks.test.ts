import { expect, test } from "vitest";
import type { Finding, Severity } from "../../base/finding";
import { Damage } from "./marks";

const at = { space: "image", start: 0, end: 1 };
const made = (path: string, text: string, severity: Severity = "error"): Finding => ({
	code: "c",
	severity,
	text,
	at,
	structure: "s",
	path,
});

test("an entry carries its worst finding, and all above it count it once", () => {
	const marks = new Damage();
	const findings = [
		made("/a/b/c", "another", "warning"),
		made("/a/b/c", "worst"),
		made("/a/d", "of d"),
		made("/e", "harmless", "note"),
		made("/", "the root"),
	];
	for (const finding of findings) marks.add(finding);
	expect(marks.own("/a/b/c")).toBe("worst (and 1 more)");
	expect(marks.own("/a/b")).toBeUndefined();
	expect([marks.below("/a"), marks.below("/a/b"), marks.below("/a/b/c")]).toEqual([2, 1, 0]);
	expect(marks.own("/e")).toBeUndefined();
	expect(marks.own("/")).toBe("the root");
});

test("what is found of an inode is told at each of its names", () => {
	const marks = new Damage();
	marks.add({ ...made("/a", "of the inode"), nid: 7n });
	marks.add({ ...made("/d/b", "of the entry alone"), nid: 3n, entry: "b" });
	expect(marks.own("/hard link", 7n)).toBe("of the inode");
	expect(marks.own("/d", 3n)).toBeUndefined();
	expect(marks.own("/c", 8n)).toBeUndefined();
});
