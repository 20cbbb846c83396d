import { expect, test } from "vitest";
import { amountOf, markIn, modeCell, nameParts, ownerCell, ratioOf, timeCell } from "./cells.model";
import { listing } from "./testing";

test("cells: number and unit apart, unknown as a question mark", () => {
	expect(amountOf(1_234_567)).toEqual({ number: "1.18", unit: "MiB" });
	expect(amountOf(undefined)).toEqual({ number: "?", unit: "" });
	expect(timeCell(1_700_000_000)).toEqual({
		text: "2023-11-14 22:13",
		title: "2023-11-14 22:13:20 UTC",
	});
	expect(modeCell(0o100755)).toEqual({ text: "-rwxr-xr-x", title: "0755" });
	expect(modeCell(undefined).text).toBe("?");
	const entries = listing([
		{ name: "a", uid: 1000, gid: 100 },
		{ name: "lost", known: false },
	]);
	expect([0, 1].map((i) => ownerCell(entries, i).text)).toEqual(["1000:100", "?"]);
});

test("ratio: of files and directories, with the words of the whole product", () => {
	const entries = listing([
		{ name: "half", size: 2000, stored: 1000 },
		{ name: "padded", size: 10, stored: 4096 },
		{ name: "empty", size: 0 },
		{ name: "lost", known: false },
		{ name: "dir/", size: 10, stored: 10 },
	]);
	expect(ratioOf(entries, 0)).toEqual({
		text: "50 %",
		title: "1000 B, 50 % of size",
	});
	expect(ratioOf(entries, 1)).toMatchObject({ text: ">999 %" });
	expect([2, 3, 4].map((i) => ratioOf(entries, i).text)).toEqual(["–", "?", "100 %"]);
});

test("a path comes apart into folder and name", () => {
	const path = nameParts(listing(["/usr/bin/env"]), 0, true);
	expect(path).toEqual({ folder: "/usr/bin/", name: "env" });
	expect(nameParts(listing(["env"]), 0, false)).toEqual({ folder: "", name: "env" });
});

test("a slash inside a name does not make it a path", () => {
	expect(nameParts(listing(["a/b"]), 0, false)).toEqual({ folder: "", name: "a\\x2fb" });
});

test("the part of a name that matches is found whatever its case", () => {
	expect(markIn("README.md", "adm")).toEqual(["RE", "ADM", "E.md"]);
	expect(markIn("README.md", "x")).toBeUndefined();
	expect(markIn("README.md", "")).toBeUndefined();
});
