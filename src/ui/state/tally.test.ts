import { expect, test } from "vitest";
import type { Finding, Severity } from "../../base/finding";
import { atOnce } from "../../base/steps";
import { NOTHING_FOUND, sumOf, tallyOf } from "./tally";

const finding = (severity: Severity, code = "inode-mode"): Finding => ({
	...{ code, severity, text: "wrong", structure: "erofs_inode_compact" },
	at: { space: "image", start: 0, end: 4 },
});

test("causes are counted apart from all, and what tells of more is heard wherever it stands", () => {
	expect(atOnce(tallyOf([]))).toEqual(NOTHING_FOUND);
	const groups = [
		{ cause: finding("error"), follows: [finding("error"), finding("note")] },
		{ cause: finding("warning"), follows: [] },
	];
	const tally = atOnce(tallyOf(groups));
	expect(tally).toEqual({
		causes: { error: 1, warning: 1, note: 0 },
		all: { error: 2, warning: 1, note: 1 },
		follows: 2,
		tellsOfMore: false,
	});
	expect(sumOf(tally.all)).toBe(4);
	const more = { cause: finding("error"), follows: [finding("error", "directory-findings")] };
	expect(atOnce(tallyOf([more])).tellsOfMore).toBe(true);
});

test("very many are counted in steps", () => {
	const follows = Array.from({ length: 10_000 }, () => finding("note"));
	const steps = tallyOf([{ cause: finding("error"), follows }]);
	expect([...steps].length).toBeGreaterThan(5);
});
