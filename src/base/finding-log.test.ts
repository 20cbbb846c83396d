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

test("what comes late is made while it is kept, and counted when it is not", () => {
	const log = new FindingLog(undefined, 10);
	let made = 0;
	for (let start = 0; start < 25; start++) {
		const make = () => {
			made++;
			return finding("error", start);
		};
		log.addLate({ code: "any-error", severity: "error", make });
	}
	expect([made, log.count, log.more]).toEqual([10, 10, 15]);
	log.addLate({ code: "any-note", severity: "note", make: () => finding("note", 99) });
	expect(log.count).toBe(11);
});
