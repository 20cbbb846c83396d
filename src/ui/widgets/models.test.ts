import { expect, test } from "vitest";
import { failureReport, mayPass } from "./failure.model";
import { rangeText, spaceText } from "./offsets.model";
import { Pace } from "./pace";
import { progressShare, progressText } from "./progress.model";
import { fitSize, keySize } from "./splitter.model";

test("a splitter keeps between its ends, and in a small window at the nearer one", () => {
	expect(fitSize(100, [240, 480], 1000)).toBe(240);
	expect(fitSize(900, [240, 480], 1000)).toBe(480);
	expect(fitSize(300, [240, 480], 1000)).toBe(300);
	expect(fitSize(480, [240, 480], 400)).toBe(400);
	expect(fitSize(480, [240, 480], 100)).toBe(240);
});

test("a splitter answers to the arrows along its way, Home and End only", () => {
	const left = { edge: "right", ends: [240, 480] } as const;
	expect(keySize("ArrowRight", 300, left)).toBe(316);
	expect(keySize("ArrowRight", 300, { ...left, edge: "left" })).toBe(284);
	expect(keySize("ArrowUp", 300, { ...left, edge: "top" })).toBe(316);
	expect(keySize("ArrowUp", 300, left)).toBeUndefined();
	expect(keySize("End", 300, left)).toBe(480);
	expect(keySize("a", 300, left)).toBeUndefined();
});

test("progress names its unit, and no share is invented for an unknown total", () => {
	const walking = { phase: "x", done: 12_345, unit: "inodes" } as const;
	expect(progressText(walking)).toBe("12,345 inodes");
	expect(progressShare(walking)).toBeUndefined();
	const reading = { phase: "x", done: 1_200_000, total: 2_400_000, unit: "bytes" } as const;
	expect(progressText(reading)).toBe("1.14 MiB of 2.29 MiB");
	expect(progressShare(reading)).toBe(0.5);
});

test("pace and time left are told once there is something to go by", () => {
	const pace = new Pace();
	const at = (done: number, now: number, phase = "x") =>
		pace.look({ phase, done, total: 10_000, unit: "inodes" }, now);
	expect(at(0, 0)).toBe("");
	expect(at(500, 500)).toBe("");
	expect(at(2000, 2000)).toBe("1,000 inodes/s, about 8 s left");
	expect(at(10_000, 3000)).toBe("3,333 inodes/s");
	expect(at(100, 3100)).toBe("");
	expect(at(200, 9000, "y")).toBe("");
});

test("where nothing comes any more, it is said for how long, and nothing is promised", () => {
	const pace = new Pace();
	expect(pace.standstill(9000)).toBe("");
	pace.look({ phase: "x", done: 0, total: 100, unit: "bytes" }, 0);
	pace.look({ phase: "x", done: 50, total: 100, unit: "bytes" }, 2000);
	expect(pace.standstill(7000)).toBe("");
	expect(pace.standstill(14_000)).toBe("nothing new for 12 s");
	const goesOn = (done: number, now: number) =>
		pace.look({ phase: "x", done, total: 100, unit: "bytes" }, now);
	expect(goesOn(60, 15_000)).toBe("");
	expect(pace.standstill(16_000)).toBe("");
	expect(goesOn(80, 17_000)).toBe("10 B/s, about 2 s left");
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
