import { expect, test } from "vitest";
import { encodingText, linesText, searchText } from "./find-text.model";

const state = {
	hits: 120,
	current: 2,
	complete: true,
	capped: false,
	searched: 4_200_000,
	size: 20_000_000,
};

test("a finished search says where among how many", () => {
	expect(searchText(state)).toBe("3 of 120");
	expect(searchText({ ...state, hits: 0, current: -1 })).toBe("no match");
});

test("a search under way never claims a total", () => {
	expect(searchText({ ...state, complete: false })).toBe(
		"3 of 120 so far, 4.01 MiB of 19.1 MiB searched",
	);
	expect(searchText({ ...state, complete: false, hits: 0 })).toBe("4.01 MiB of 19.1 MiB searched");
	expect(searchText({ ...state, complete: false, current: -1 })).toMatch(/^120 so far/);
});

test("hits that are not all kept are called the first ones", () => {
	expect(searchText({ ...state, capped: true, hits: 100_000 })).toBe("3 of the first 100,000");
});

test("lines are counted as far as they were read", () => {
	const lines = { lines: 1, size: 100 };
	expect(linesText({ lines, size: 100 })).toBe("1 line");
	expect(linesText({ lines, size: 2000 })).toBe("1 line in the 100 B read of 1.95 KiB");
});

test("the encoding is said, and where it is known from", () => {
	expect(encodingText({ encoding: "utf-8", by: "guess" })).toBe("UTF-8 text");
	expect(encodingText({ encoding: "utf-16le", by: "mark" })).toBe(
		"UTF-16 (little endian) text, by its byte order mark",
	);
	expect(encodingText({ encoding: "latin-1", by: "guess" })).toBe(
		"Latin-1 text, by the look of it",
	);
	expect(encodingText({ encoding: "koi8-r", by: "choice" })).toBe("KOI8-R (Cyrillic) text");
});
