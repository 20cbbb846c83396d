import { expect, test } from "vitest";
import type { Finding, Severity } from "../../../../base/finding";
import { span } from "../../../../base/range";
import type { OwnerKind } from "../../../../worker/protocol";
import { OWNER_GROUPS } from "../../../widgets/owners.model";
import { bandOf, cellsFor, fetchedRows, marksOf, runsOf, stepOf, unreadBand } from "./strip.model";

const NAMES: readonly OwnerKind[] = ["pcluster", "superblock", "inode", "unclaimed"];
const [P, S, I, U] = [0, 1, 2, 3];

const strip = (kinds: readonly number[]) => ({ kinds: Uint8Array.from(kinds), names: NAMES });
const groups = (band: { readonly groups: Uint8Array }) =>
	[...band.groups].map((group) => OWNER_GROUPS[group]);

test("a row shows what most of its cells are, and stands for its first byte", () => {
	const band = bandOf(strip([P, P, P, U, U, U, U, P]), 2, 800, 1);
	expect(groups(band)).toEqual(["compressed", "unused"]);
	expect([...band.bytes]).toEqual([0, 400]);
});

test("metadata too small to be seen is drawn larger, and leads to where it is", () => {
	const cells = new Array(80).fill(P);
	cells[42] = S;
	const band = bandOf(strip(cells), 10, 8000, 3);
	expect(groups(band).slice(4, 9)).toEqual(["compressed", "table", "table", "table", "compressed"]);
	expect(band.bytes[5]).toBe(4200);
	expect(band.bytes[7]).toBe(4200);
	expect(band.bytes[8]).toBe(6400);
});

test("at the very end it is drawn inside", () => {
	const cells = new Array(80).fill(P);
	cells[79] = I;
	expect(groups(bandOf(strip(cells), 10, 8000, 3)).slice(6)).toEqual([
		"compressed",
		"inode",
		"inode",
		"inode",
	]);
});

test("where there is metadata everywhere, what lies between is still seen", () => {
	const cells = Array.from({ length: 800 }, (_, i) => (i % 8 === 0 ? I : P));
	const seen = groups(bandOf(strip(cells), 100, 80_000, 3));
	expect(seen.filter((group) => group === "inode").length).toBeLessThanOrEqual(52);
	expect(seen).toContain("compressed");
});

test("a space of fewer bytes than rows has a row for each part of a byte", () => {
	expect(cellsFor(600, 10)).toBe(10);
	const band = bandOf(strip([S, P]), 6, 2, 1);
	expect(groups(band)).toEqual([...new Array(3).fill("table"), ...new Array(3).fill("compressed")]);
	expect([...band.bytes]).toEqual([0, 0, 0, 1, 1, 1]);
});

test("what nobody knows is one run", () => {
	expect(runsOf(unreadBand(50, 1000))).toEqual([{ start: 0, end: 50, group: "unread" }]);
	expect(runsOf(unreadBand(0, 1000))).toEqual([]);
});

test("fetched ranges cover rows in part", () => {
	const shares = fetchedRows(
		[
			{ start: 0, end: 150 },
			{ start: 190, end: 200 },
			{ start: 900, end: 5000 },
		],
		10,
		1000,
	);
	expect([...shares].map((share) => Math.round(share * 100))).toEqual([
		100, 60, 0, 0, 0, 0, 0, 0, 0, 100,
	]);
});

const finding = (start: number, severity: Severity): Finding => ({
	code: "x",
	severity,
	text: "wrong",
	structure: "s",
	at: span("image", start, start + 1),
});

test("findings close to each other are one mark: the worst", () => {
	const marks = marksOf(
		[finding(1, "note"), finding(5, "error"), finding(990, "warning"), finding(5000, "note")],
		800,
		1000,
	);
	expect(marks).toEqual([
		{ y: 0, severity: "error", count: 2 },
		{ y: 792, severity: "warning", count: 2 },
	]);
});

test("keys go by a row, a tenth, and to both ends, and never outside", () => {
	expect(stepOf("↓", 0, 1000, 100)).toBe(10);
	expect(stepOf("↑", 5, 1000, 100)).toBe(0);
	expect(stepOf("PgDn", 950, 1000, 100)).toBe(999);
	expect(stepOf("End", 0, 1000, 100)).toBe(999);
	expect(stepOf("Home", 500, 1000, 100)).toBe(0);
	expect(stepOf("x", 500, 1000, 100)).toBeUndefined();
});
