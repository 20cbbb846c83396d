import { expect, test } from "vitest";
import { utf8Bytes } from "../../../../base/text";
import { copyAs } from "./copy.model";

const MAGIC = Uint8Array.of(0xe2, 0xe1, 0xf5, 0xe0);

test("hex has spaces, and lines of sixteen", () => {
	expect(copyAs("hex", MAGIC, 0)).toBe("e2 e1 f5 e0");
	const two = copyAs("hex", new Uint8Array(17), 0).split("\n");
	expect(two).toEqual([Array(16).fill("00").join(" "), "00"]);
});

test("text keeps what is UTF-8", () => {
	expect(copyAs("text", utf8Bytes("a\n€"), 0)).toBe("a\n€");
	expect(copyAs("text", Uint8Array.of(0x61, 0xff), 0)).toBe("a\ufffd");
});

test("a C array compiles: named by its place, sized, closed", () => {
	expect(copyAs("c", MAGIC, 0x400)).toBe(
		"static const unsigned char bytes_0x400[4] = {\n\t0xe2, 0xe1, 0xf5, 0xe0,\n};\n",
	);
});

test("base64 of pieces equals base64 of the whole", () => {
	const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) & 0xff);
	expect(copyAs("base64", bytes, 0)).toBe(Buffer.from(bytes).toString("base64"));
});
