import { expect, test } from "vitest";
import type { Walk, WalkStep } from "../../../worker/protocol";
import { goalText, placeOfStep, readingTime, spokenStep, sumText } from "./walk.model";

const step = (more: Partial<WalkStep> = {}): WalkStep => ({
	at: [{ space: "image", start: 1152, end: 1184 }],
	text: "Inode 36 lies here.",
	depth: 0,
	...more,
});

const sum = { text: "nid 36 × 32 + 0", value: 1152 };
const walk: Walk = {
	steps: [
		step({ sum: { ...sum, of: "place" } }),
		step({ at: [{ space: "metabox", start: 64, end: 64 }] }),
	],
	end: "byte",
};
const to = { space: "image", offset: 1160 };

test("a step selects its bytes, and a range without any the byte it begins with", () => {
	expect(placeOfStep(walk, to, 1)).toEqual({
		view: "bytes",
		space: "image",
		at: { start: 1152, end: 1184 },
		walk: to,
		step: 1,
	});
	expect(placeOfStep(walk, to, 2)).toMatchObject({ space: "metabox", at: { start: 64, end: 65 } });
	expect(placeOfStep(walk, to, 0)).toEqual({ walk: to, step: 0 });
});

test("places are hexadecimal, numbers are not", () => {
	expect(sumText(step({ sum: { ...sum, of: "place" } }))).toBe("nid 36 × 32 + 0 = 0x480");
	expect(sumText(step({ sum: { ...sum, of: "number" } }))).toBe("nid 36 × 32 + 0 = 1152");
	expect(sumText(step())).toBeUndefined();
	expect(goalText(to)).toBe("byte 0x488 of the image");
	expect(goalText({ space: "file:51", offset: 4 })).toBe("byte 0x4 of contents of inode 51");
	expect(goalText({ path: "/a", byte: 10 })).toBe("byte 0xa of /a");
	expect(goalText({ path: "/a", xattr: "user.b" })).toBe("user.b of /a");
});

test("a step is spoken with its number, its sum and its bytes, the last one with the end", () => {
	expect(spokenStep(walk, 1)).toBe(
		"Step 1 of 2. Inode 36 lies here. nid 36 × 32 + 0 = 0x480. Bytes 0x480–0x4a0 (32 bytes).",
	);
	expect(spokenStep(walk, 2)).toContain("The way arrives at the byte.");
	expect(spokenStep(walk, 0)).toBe("");
});

test("longer words are read longer, and none for ever", () => {
	expect(readingTime({ text: "a".repeat(80) })).toBeGreaterThan(readingTime({ text: "short" }));
	expect(readingTime({ text: "a".repeat(5000) })).toBeLessThan(10_000);
});
