import { expect, test } from "vitest";
import { progressText, resultText } from "./status.model";

test("progress counts what was searched, about how much there is, and what was found", () => {
	const progress = { phase: "", done: 1234, total: 12_000, unit: "inodes" } as const;
	expect(progressText(1, progress)).toBe("1 match · 1,234 of ~12,000 inodes searched");
	expect(progressText(0, { phase: "", done: 5, unit: "inodes" })).toBe(
		"0 matches · 5 inodes searched",
	);
});

test("the result says whether it is all, a part, or none", () => {
	const done = (capped: boolean) =>
		({ kind: "done", result: { hits: 2, capped, visited: 9 } }) as const;
	expect(resultText(2, done(false))).toBe("2 matches in the whole image.");
	expect(resultText(2, done(true))).toContain("The first 2 matches");
	expect(resultText(0, done(false))).toContain("Nothing");
	expect(resultText(2, { kind: "stopped" })).toBe("Stopped after 2 matches.");
});
