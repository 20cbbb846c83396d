import { expect, test } from "vitest";
import type { Finding } from "../../base/finding";
import { atOnce } from "../../base/steps";
import type { Group } from "../../checks/causes";
import { findingRows, type ListOptions, stepFrom } from "./finding-rows";

const finding = (code: string, start: number, more: Partial<Finding> = {}): Finding => ({
	...{ code, severity: "error", text: `${code} is wrong`, structure: "erofs_dirent" },
	at: { space: "image", start, end: start + 4 },
	...more,
});

const cause = finding("sb-packed-nid", 0, { structure: "erofs_super_block", field: "packed_nid" });
const effects = [
	finding("fragment", 8, { path: "/usr/bin/a" }),
	finding("fragment", 16, { path: "/usr/lib/b", severity: "warning" }),
];
const groups: readonly Group[] = [
	{ cause, follows: effects },
	{ cause: finding("dirent-order", 32, { path: "/usr/bin" }), follows: [] },
];

/** A row in a line: heads with their count, findings with their depth. */
const shown = (options: Partial<ListOptions>): string[] =>
	atOnce(findingRows(groups, { text: "", turned: new Set(), ...options })).map((row) =>
		row.kind === "head"
			? `${row.title} ${row.count}`
			: `${"-".repeat(row.level)} ${row.finding.code} ${row.finding.at.start}`,
	);

test("by cause, what follows is listed when it is asked for, or searched for", () => {
	expect(shown({})).toEqual(["- sb-packed-nid 0", "- dirent-order 32"]);
	const all = ["- sb-packed-nid 0", "-- fragment 8", "-- fragment 16", "- dirent-order 32"];
	expect(shown({ turned: new Set(["sb-packed-nid image 0 4"]) })).toEqual(all);
	expect(shown({ text: "LIB fragment" })).toEqual(["- sb-packed-nid 0", "-- fragment 16"]);
	expect(shown({ severity: "warning" })).toEqual(["- sb-packed-nid 0", "-- fragment 16"]);
	expect(shown({ text: "packed_nid" })).toEqual(["- sb-packed-nid 0"]);
});

test("by anything else each finding is in one group, which can be closed", () => {
	expect(shown({ by: "code" })).toEqual([
		...["sb-packed-nid 1", "-- sb-packed-nid 0"],
		...["fragment 2", "-- fragment 8", "-- fragment 16"],
		...["dirent-order 1", "-- dirent-order 32"],
	]);
	expect(shown({ by: "path", turned: new Set(["path /usr/bin"]) })).toEqual([
		...["Of the image as a whole 1", "-- sb-packed-nid 0"],
		...["/usr 1", "-- dirent-order 32"],
		"/usr/bin 1",
		...["/usr/lib 1", "-- fragment 16"],
	]);
	expect(shown({ by: "structure" })[0]).toBe("erofs_super_block 1");
});

test("steps lead over heads and end at the ends", () => {
	const rows = atOnce(findingRows(groups, { by: "code", text: "", turned: new Set() }));
	const walked: number[] = [];
	for (let at = -1; ; ) {
		const next = stepFrom(rows, at, 1);
		if (!next) break;
		walked.push(next.finding.at.start);
		at = rows.indexOf(next);
	}
	expect(walked).toEqual([0, 8, 16, 32]);
	expect(stepFrom(rows, -1, -1)?.finding.at.start).toBe(32);
	expect(stepFrom(rows, 1, -1)).toBeUndefined();
});
