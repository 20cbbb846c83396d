import { expect, test } from "vitest";
import { hexLines } from "./hexdump.model";

test("offset, bytes in groups of eight, and what is printable", () => {
	const bytes = Uint8Array.from({ length: 17 }, (_, i) => 0x41 + i);
	expect(hexLines({ bytes }, 16)).toEqual([
		{
			offset: "00000000",
			hex: "41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50",
			ascii: "ABCDEFGHIJKLMNOP",
		},
		{ offset: "00000010", hex: "51".padEnd(48), ascii: "Q" },
	]);
});

test("control bytes and high bytes show as a dot", () => {
	expect(hexLines({ bytes: Uint8Array.of(0, 10, 0x7f, 0xff, 0x20) }, 8)[0]).toMatchObject({
		ascii: "···· ",
	});
});

test("bytes that could not be read are not shown as zeros", () => {
	const [line] = hexLines(
		{ bytes: Uint8Array.of(0x41, 0, 0, 0x42), missing: [{ start: 1, end: 3 }] },
		8,
	);
	expect(line).toMatchObject({ hex: expect.stringMatching(/^41 -- -- 42/), ascii: "A  B" });
});

test("every line has the same width", () => {
	const lines = hexLines({ bytes: new Uint8Array(21).fill(1) }, 8);
	expect(new Set(lines.map((line) => "hex" in line && line.hex.length))).toEqual(new Set([23]));
});

test("a hole is one line, of missing bytes or of zeros", () => {
	const bytes = new Uint8Array(4096);
	bytes[0] = bytes[4095] = 1;
	const lines = hexLines({ bytes }, 16);
	expect(lines.map(({ offset }) => offset)).toEqual(["00000000", "00000010", "00000ff0"]);
	expect(lines[1]).toMatchObject({ hole: "zeros" });
	const lost = hexLines({ bytes, missing: [{ start: 16, end: 4096 }] }, 16);
	expect(lost.map((line) => "hole" in line && line.hole)).toEqual([false, "missing"]);
});
