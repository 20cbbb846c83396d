import { expect, test } from "vitest";
import type { Finding, Severity } from "./finding";
import { FindingLog } from "./finding-log";

const finding = (severity: Severity, start: number): Finding => ({
	code: `any-${severity}`,
	severity,
	text: "Something is not as it should be.",
	structure: "any",
	at: { space: "image", start, end: start + 1 },
});

test("any number of notes keeps no error from being told", () => {
	const log = new FindingLog(undefined, 10);
	for (let start = 0; start < 25; start++) log.add(finding("note", start));
	log.add(finding("error", 99));
	expect(log.count).toBe(11);
	expect(log.more).toBe(15);
	expect(log.sorted[0]).toMatchObject({ severity: "error" });
});
