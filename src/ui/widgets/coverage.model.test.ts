/** Whatever is read so far, no more is said to be checked, and never that all is well. */
import { expect, test } from "vitest";
import type { Finding } from "../../base/finding";
import { atOnce } from "../../base/steps";
import type { Group } from "../../checks/causes";
import type { CheckCoverage, Overview } from "../../worker/protocol";
import { NOTHING_FOUND, tallyOf } from "../state/tally";
import { coverageOf, passedOver, verdictOf, type Walked } from "./coverage.model";

const overview = (sum: boolean, spaces: readonly string[] = []) =>
	({
		features: [{ name: "SB_CHKSUM", set: sum }],
		algorithms: [],
		devices: [{ id: 0 }],
		spaces: spaces.map((id) => ({ id })),
	}) as unknown as Overview;

const tally = (groups: readonly Group[]) => atOnce(tallyOf(groups));

const NOTHING = { inodes: 0, contents: 0 };
const DONE: Walked = {
	state: "done",
	result: { inodes: 18, unread: 0, types: [{ type: 2, count: 5, size: 0, stored: 0 }] },
};

test("before anything was read only the fixed tables are checked", () => {
	const rows = coverageOf(overview(true), { state: "idle" }, NOTHING);
	expect(rows.map(({ part, state }) => [part, state])).toEqual([
		["tables", "checked"],
		["tree", "unchecked"],
		["maps", "unchecked"],
		["contents", "unchecked"],
	]);
	expect(verdictOf(NOTHING_FOUND, rows)).toEqual({
		found: "No problem found so far",
		scope:
			"Checked: superblock and tables. Not checked: directories and inodes, attributes and block maps, contents.",
	});
});

test("a checksum that is not there is not said to match", () => {
	const [tables] = coverageOf(overview(false, ["packed"]), DONE, NOTHING);
	expect(tables?.text).toBe("superblock, packed inode; the image has no checksum");
});

test("a whole walk checks the tree, and nothing behind it", () => {
	const rows = coverageOf(overview(true), DONE, NOTHING);
	expect(rows[1]?.text).toBe("5 directories, 18 inodes: all that can be reached");
	expect(verdictOf(NOTHING_FOUND, rows).scope).toContain(
		"Not checked: attributes and block maps, contents.",
	);
});

test("a walk that reaches nothing has checked nothing", () => {
	const none: Walked = { state: "done", result: { inodes: 0, unread: 0, types: [] } };
	const [, tree] = coverageOf(overview(true), none, NOTHING);
	expect(tree).toMatchObject({ state: "unchecked", text: "none of them can be reached" });
});

test.each([
	[1, "1 more has a name and could not be read"],
	[84, "84 more have names and could not be read"],
])("a walk that could not read %d of the inodes has not checked all", (unread, said) => {
	const walked: Walked = { state: "done", result: { inodes: 34, unread, types: [] } };
	const [, tree] = coverageOf(overview(true), walked, NOTHING);
	expect(tree).toMatchObject({ state: "partly" });
	expect(tree?.text).toBe(`0 directories, 34 inodes: all that can be reached; ${said}`);
});

test("a walk on its way, or stopped, is counted as far as it came", () => {
	const running = coverageOf(overview(true), { state: "running", inodes: 7 }, NOTHING);
	expect(running[1]).toMatchObject({ state: "partly", text: "7 inodes so far" });
	const stopped = coverageOf(overview(true), { state: "stopped", inodes: 1 }, NOTHING);
	expect(stopped[1]).toMatchObject({ state: "partly", text: "1 inode until it was stopped" });
});

test("files that were opened are checked in part, however many", () => {
	const rows = coverageOf(overview(true), DONE, { inodes: 3, contents: 1 });
	expect(verdictOf(NOTHING_FOUND, rows).scope).toBe(
		"Checked: superblock and tables, directories and inodes. In part: attributes and block maps (those of 3 inodes that you opened), contents (what was shown of 1 file).",
	);
});

const CHECK: CheckCoverage = {
	level: "contents",
	path: "/",
	complete: true,
	directories: 2,
	entries: 9,
	inodes: 10,
	attributes: 1,
	extents: 2,
	units: { decoded: 1, stored: 4096, bytes: 10_000 },
	skipped: [],
	beyond: [],
};

test("a check that looked at everything has checked every part, also of a walk that was stopped", () => {
	const rows = coverageOf(overview(true), { state: "stopped", inodes: 3 }, NOTHING, CHECK);
	expect(rows.map(({ state }) => state)).toEqual(Array(4).fill("checked"));
	expect(rows.slice(1).map(({ text }) => text)).toEqual([
		"2 directories, 10 inodes: all that can be reached",
		"1 attribute, 2 extents",
		"1 compressed unit, 9.77 KiB when decoded",
	]);
});

test("a check of structures says nothing of contents", () => {
	const why = "Only structures were asked for.";
	const skipped = [{ what: "contents", why, because: "unasked" }] as const;
	const check = { ...CHECK, level: "structure", skipped } as const;
	const rows = coverageOf(overview(true), DONE, NOTHING, check);
	expect(rows.map(({ state }) => state)).toEqual(["checked", "checked", "checked", "unchecked"]);
	expect(passedOver(check)).toEqual([]);
});

test.each([
	{ ...CHECK, complete: false },
	{ ...CHECK, skipped: [{ what: "inodes", why: "Not readable.", count: 3 }] },
])("a check that had to pass something over has checked no part as a whole", (check) => {
	const rows = coverageOf(overview(true), DONE, NOTHING, check);
	expect(rows.map(({ state }) => state)).toEqual(["checked", "checked", "partly", "partly"]);
	expect(rows[3]?.text).toMatch(/; not all could be looked at$/);
	expect(passedOver(check)).toEqual(check.skipped.length ? ["3 inodes: Not readable."] : []);
});

const CUT: CheckCoverage = {
	...CHECK,
	complete: false,
	inodes: 0,
	attributes: 0,
	extents: 0,
	units: { decoded: 0, stored: 0, bytes: 0 },
	skipped: [{ what: "the rest", why: "There is no such file.", because: "ended" }],
};

test("a check that ended early has looked at what it had come to, and nothing else", () => {
	const said = (check: CheckCoverage) =>
		coverageOf(overview(true), { state: "idle" }, NOTHING, check)
			.slice(1)
			.map(({ state, text }) => `${state}: ${text}`);
	expect(said({ ...CUT, directories: 0 })).toEqual([
		"unchecked: only those of the directories you open",
		"unchecked: none yet: they are read when you open a file",
		"unchecked: none yet: they are decoded when you look at them",
	]);
	expect(said(CUT)[0]).toBe("partly: 2 directories until it ended");
	expect(said({ ...CUT, inodes: 4, extents: 3 }).slice(0, 2)).toEqual([
		"partly: 2 directories, 4 inodes until it ended",
		"partly: 0 attributes, 3 extents; not all could be looked at",
	]);
});

test("contents of a part that was checked alone are not said to be unchecked", () => {
	const part = { ...CHECK, path: "/s3" };
	const said = (check?: CheckCoverage) =>
		coverageOf(overview(true), DONE, NOTHING, check, part)
			.slice(2)
			.map(({ state, text }) => `${state}: ${text}`);
	const alone = "partly: those of /s3, which was checked alone";
	expect(said()).toEqual([alone, alone]);
	expect(said({ ...CHECK, level: "structure" })).toEqual([
		"checked: 1 attribute, 2 extents",
		alone,
	]);
	expect(said(CHECK)[1]).toMatch(/^checked/);
});

test("one thing that was passed over is one", () => {
	const skipped = ["devices", "directories", "files"].map((what) => ({
		what,
		why: "No.",
		count: 1,
	}));
	expect(passedOver({ ...CHECK, skipped })).toEqual([
		"1 device: No.",
		"1 directory: No.",
		"1 file: No.",
	]);
});

test("what follows from a cause is counted apart", () => {
	const at = { space: "image", start: 0, end: 1 };
	const made: Finding = { code: "c", severity: "error", text: "", at, structure: "s" };
	const rows = coverageOf(overview(true), DONE, NOTHING);
	const one = { cause: made, follows: [made, made] };
	expect(verdictOf(tally([one]), rows).found).toBe("1 error; 2 more follow from it");
	expect(verdictOf(tally([one, { cause: made, follows: [] }]), rows).found).toBe(
		"2 errors; 2 more follow from them",
	);
	const cut = { cause: { ...made, code: "directory-findings" }, follows: [] };
	expect(verdictOf(tally([one, cut]), rows).found).toBe(
		"At least 2 errors; 2 more follow from them",
	);
	expect(verdictOf(tally([one]), rows, true).found).toBe("At least 1 error; 2 more follow from it");
});
