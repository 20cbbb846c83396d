import { expect, it } from "vitest";
import { stripLeadingZeros } from "./padding";

it("counts the zero bytes in front of a stream", () => {
	expect(stripLeadingZeros(Uint8Array.of(0, 0, 0, 7, 0))).toBe(3);
	expect(stripLeadingZeros(Uint8Array.of(7, 0))).toBe(0);
});

it("finds no stream where all is padding", () => {
	expect(stripLeadingZeros(new Uint8Array(16))).toBe(16);
	expect(stripLeadingZeros(new Uint8Array(0))).toBe(0);
});
