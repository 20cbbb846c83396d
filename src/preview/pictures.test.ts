import { expect, test } from "vitest";
import { concat } from "../base/text";
import { lookAt, mutations } from "../testing/previews";

const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

const cases: [name: string, header: string, width: number, height: number][] = [
	["PNG", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0", 640, 480],
	["GIF", "GIF89a\x80\x02\xe0\x01", 640, 480],
	["BMP", `BM${"\0".repeat(12)}\x28\0\0\0\x80\x02\0\0\x20\xfe\xff\xff`, 640, 480],
	["BMP", `BM${"\0".repeat(12)}\x0c\0\0\0\x80\x02\xe0\x01\0\0\0\0`, 640, 480],
	["WebP", `RIFF\0\0\0\0WEBPVP8X${"\0".repeat(8)}\x7f\x02\0\xdf\x01\0`, 640, 480],
	["WebP", "RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x7f\xc2\x77\0", 640, 480],
	["WebP", `RIFF\0\0\0\0WEBPVP8 ${"\0".repeat(10)}\x80\x02\xe0\x01`, 640, 480],
	["JPEG", "\xff\xd8\xff\xe0\0\x04xx\xff\xc0\0\x11\x08\x01\xe0\x02\x80", 640, 480],
	["JPEG", "\xff\xd8\xff\xc4\0\x02\xff\xff\xc2\0\x11\x08\x01\xe0\x02\x80", 640, 480],
	[
		"AVIF",
		"\0\0\0\x20ftypavif..ispe\0\0\0\0\0\0\0\x10\0\0\0\x10ispe\0\0\0\0\0\0\x02\x80\0\0\x01\xe0",
		640,
		480,
	],
	["icon", `\0\0\x01\0\x02\0\x10\x10${"\0".repeat(14)}\0\0${"\0".repeat(14)}`, 256, 256],
];

test.each(cases)("%s header %j", async (name, header, width, height) => {
	const size = { width, height };
	expect(await lookAt(latin(header))).toMatchObject({ kind: "picture", name, size });
});

test("the size of a JPEG may stand behind a long profile", async () => {
	const profile = concat([latin("\xff\xe2\xff\xff"), new Uint8Array(65_533)]);
	const head = latin("\xff\xd8");
	const frame = latin("\xff\xc0\0\x11\x08\x01\xe0\x02\x80");
	const preview = await lookAt(concat([head, profile, profile, profile, frame]));
	expect(preview).toMatchObject({ name: "JPEG", size: { width: 640, height: 480 } });
});

test("a header cut anywhere gives no size and no error", async () => {
	for (const [name, header] of cases) {
		const bytes = latin(header);
		for (let n = 1; n < bytes.length; n++) {
			const preview = await lookAt(bytes.subarray(0, n));
			if (preview.kind === "picture") expect(preview.name).toBe(name);
		}
		for (const changed of mutations(bytes, 100)) await lookAt(changed);
	}
});

test("a picture of no pixels has no size", async () => {
	const preview = await lookAt(latin("GIF89a\0\0\xe0\x01"));
	expect(preview).toMatchObject({ kind: "picture", size: undefined });
});
