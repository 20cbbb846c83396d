import { expect, test } from "vitest";
import type { Finding } from "../../../../base/finding";
import { damageFinder } from "./damage.model";
import type { ExtentRow } from "./extents.model";

const home = { nid: 7n, at: { space: "image", start: 1000, end: 1064 } };
const finding = (start: number, end: number, more: Partial<Finding> = {}): Finding => ({
	code: "c",
	severity: "error",
	text: `at ${start}`,
	at: { space: "image", start, end },
	structure: "s",
	nid: 7n,
	...more,
});
const row = (more: Partial<ExtentRow>): ExtentRow => ({
	index: 0,
	logical: { start: 0, end: 4096 },
	kind: "compressed",
	stored: 4096,
	partial: false,
	at: { space: "image", start: 8192, end: 12288 },
	record: { start: 1100, end: 1108 },
	...more,
});

test("a row is damaged by its entry, or by the bytes that store it, whoever met them", () => {
	expect(damageFinder([finding(1104, 1108)], home)(row({}))).toBe("at 1104");
	expect(damageFinder([finding(8192, 12288, { nid: 9n })], home)(row({}))).toBe("at 8192");
	expect(damageFinder([finding(1104, 1108, { nid: 9n })], home)(row({}))).toBe("");
	expect(damageFinder([finding(1108, 1112)], home)(row({}))).toBe("");
	expect(damageFinder([finding(1104, 1108, { severity: "note" })], home)(row({}))).toBe("");
});

test("contents without entries are damaged by the address in the inode", () => {
	const wrong = finding(1016, 1020, { field: "startblk_lo" });
	const { record: _, ...flat } = row({ kind: "data" });
	expect(damageFinder([wrong], home)(flat)).toBe("at 1016");
	expect(damageFinder([wrong], home)({ ...flat, kind: "inline" })).toBe("");
	expect(damageFinder([wrong], home)(row({}))).toBe("");
});
