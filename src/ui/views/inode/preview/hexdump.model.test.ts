import { expect, test } from "vitest";
import { hexLines } from "./hexdump.model";

test("offset, bytes in groups of eight, and what is printable", () => {
	const bytes = Uint8Array.from({ length: 17 }, (_, i) => 0x41 + i);
	expect(hexLines(bytes, 16)).toEqual([
		{
			offset: "00000000",
			hex: "41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50",
			ascii: "ABCDEFGHIJKLMNOP",
		},
		{ offset: "00000010", hex: "51".padEnd(48), ascii: "Q" },
	]);
});

test("control bytes and high bytes show as a dot", () => {
	expect(hexLines(Uint8Array.of(0, 10, 0x7f, 0xff, 0x20), 8)[0]?.ascii).toBe("···· ");
});

test("bytes that could not be read are not shown as zeros", () => {
	const [line] = hexLines(Uint8Array.of(0x41, 0, 0, 0x42), 8, [{ start: 1, end: 3 }]);
	expect(line).toMatchObject({ hex: expect.stringMatching(/^41 -- -- 42/), ascii: "A  B" });
});

test("every line has the same width", () => {
	const lines = hexLines(new Uint8Array(21), 8);
	expect(new Set(lines.map((l) => l.hex.length))).toEqual(new Set([23]));
});
