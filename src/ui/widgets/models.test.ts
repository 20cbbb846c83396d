import { expect, test } from "vitest";
import { failureReport, mayPass } from "./failure.model";
import { rangeText, spaceText } from "./offsets.model";
import { progressShare, progressText } from "./progress.model";
import { fitShare, keyShare } from "./splitter.model";

test("both sides of a splitter keep their least width", () => {
	expect(fitShare(0.01, 1000, [200, 400])).toBe(0.2);
	expect(fitShare(0.99, 1000, [200, 400])).toBe(0.6);
	expect(fitShare(0.3, 1000, [200, 400])).toBe(0.3);
});

test("a splitter answers to arrows, Home and End only", () => {
	expect(keyShare("ArrowRight", 0.3)).toBeCloseTo(0.32);
	expect(keyShare("End", 0.3)).toBe(1);
	expect(keyShare("a", 0.3)).toBeUndefined();
});

test("progress names its unit, and no share is invented for an unknown total", () => {
	const walking = { phase: "x", done: 12_345, unit: "inodes" } as const;
	expect(progressText(walking)).toBe("12,345 inodes");
	expect(progressShare(walking)).toBeUndefined();
	const reading = { phase: "x", done: 1_200_000, total: 2_400_000, unit: "bytes" } as const;
	expect(progressText(reading)).toBe("1.20 MB of 2.40 MB");
	expect(progressShare(reading)).toBe(0.5);
});

test("a range names its space unless it is the image", () => {
	const range = { start: 0x400, end: 0x480 };
	expect(rangeText({ space: "image", ...range })).toBe("0x400–0x480 (128 bytes)");
	expect(rangeText({ space: "file:36", ...range })).toContain("of contents of inode 36");
	expect(spaceText("device:2")).toBe("device 2");
});

test("another try is offered when the network failed, not when the image is damaged", () => {
	expect(mayPass({ kind: "io", code: "http-cut", message: "" })).toBe(true);
	expect(mayPass({ kind: "io", code: "no-such-path", message: "" })).toBe(false);
	expect(mayPass({ kind: "corrupt", code: "bad-magic", message: "" })).toBe(false);
	expect(mayPass({ kind: "bug", message: "" })).toBe(false);
});

test("a report holds neither file content nor an address", () => {
	const report = failureReport(
		{
			kind: "corrupt",
			message: "Wrong magic.",
			url: "https://secret.example/x?token=1",
			at: { space: "image", start: 1024, end: 1028 },
			finding: {
				code: "sb-magic",
				severity: "error",
				text: "Wrong magic.",
				at: { space: "image", start: 1024, end: 1028 },
				structure: "erofs_super_block",
				field: "magic",
				seen: "private bytes",
			},
		},
		"TestBrowser",
	);
	expect(report).not.toMatch(/secret|private/);
	expect(report).toContain("erofs_super_block.magic");
	expect(report).toContain("0x400–0x404");
});
