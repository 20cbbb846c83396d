import { expect, test } from "vitest";
import { imageSize } from "./image-size.model";
import type { ImageFormat } from "./sniff.model";

const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

const cases: [ImageFormat, string, number, number][] = [
	["png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0", 640, 480],
	["gif", "GIF89a\x80\x02\xe0\x01", 640, 480],
	["bmp", `BM${"\0".repeat(12)}\x28\0\0\0\x80\x02\0\0\x20\xfe\xff\xff`, 640, 480],
	["bmp", `BM${"\0".repeat(12)}\x0c\0\0\0\x80\x02\xe0\x01\0\0\0\0`, 640, 480],
	["webp", `RIFF\0\0\0\0WEBPVP8X${"\0".repeat(8)}\x7f\x02\0\xdf\x01\0`, 640, 480],
	["webp", "RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x7f\xc2\x77\0", 640, 480],
	["webp", `RIFF\0\0\0\0WEBPVP8 ${"\0".repeat(10)}\x80\x02\xe0\x01`, 640, 480],
	["jpeg", "\xff\xd8\xff\xe0\0\x04xx\xff\xc0\0\x11\x08\x01\xe0\x02\x80", 640, 480],
	["jpeg", "\xff\xd8\xff\xc4\0\x02\xff\xff\xc2\0\x11\x08\x01\xe0\x02\x80", 640, 480],
	[
		"avif",
		"\0\0\0\x20ftypavif..ispe\0\0\0\0\0\0\0\x10\0\0\0\x10ispe\0\0\0\0\0\0\x02\x80\0\0\x01\xe0",
		640,
		480,
	],
	["ico", `\0\0\x01\0\x02\0\x10\x10${"\0".repeat(14)}\0\0${"\0".repeat(14)}`, 256, 256],
];

test.each(cases)("%s header %j", (format, header, width, height) => {
	expect(imageSize(format, latin(header))).toEqual({ width, height });
});

test("a header cut anywhere gives no size and no error", () => {
	for (const [format, header] of cases) {
		const bytes = latin(header);
		for (let n = 0; n < bytes.length; n++) {
			expect(() => imageSize(format, bytes.subarray(0, n))).not.toThrow();
		}
		expect(imageSize(format, bytes.subarray(0, 2))).toBeUndefined();
	}
});

test("an image of no pixels has no size", () => {
	expect(imageSize("gif", latin("GIF89a\0\0\xe0\x01"))).toBeUndefined();
});
