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

it("counts long runs at any place of an array", () => {
	for (let at = 0; at < 8; at++) {
		for (let length = 60; length < 140; length++) {
			for (let zeros = 0; zeros <= length; zeros++) {
				const room = new Uint8Array(160).fill(7);
				const input = room.subarray(at, at + length).fill(0, 0, zeros);
				if (stripLeadingZeros(input) !== zeros) expect.fail(`${at}, ${length}, ${zeros}`);
			}
		}
	}
});
