import { expect, test } from "vitest";
import { crc32 } from "./crc32";
import { crc32c } from "./crc32c";
import { utf8Bytes } from "./text";
import { xxh32 } from "./xxh32";

test("CRC-32C of the standard check string, without the final XOR", () => {
	expect((crc32c(utf8Bytes("123456789")) ^ 0xffffffff) >>> 0).toBe(0xe3069283);
});

test("CRC-32 of the standard check string, in one piece or several", () => {
	const bytes = utf8Bytes("123456789");
	expect(crc32(bytes)).toBe(0xcbf43926);
	for (let cut = 0; cut <= bytes.length; cut++) {
		expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(0xcbf43926);
	}
});

test("XXH32 known values", () => {
	expect(xxh32(new Uint8Array(), 0)).toBe(0x02cc5d05);
	expect(xxh32(utf8Bytes("a"), 0)).toBe(0x550d7456);
	expect(xxh32(utf8Bytes("Nobody inspects the spammish repetition"), 0)).toBe(0xe2293b2f);
});

test("XXH32 gives the filter bits of well-known attribute names", () => {
	const bit = (base: number, rest: string) => xxh32(utf8Bytes(rest), 0x25bbe08f + base) & 31;
	expect(bit(1, "a")).toBe(21);
	expect(bit(1, "common")).toBe(13);
	expect(bit(2, "")).toBe(30);
	expect(bit(4, "overlay.redirect")).toBe(17);
	expect(bit(6, "selinux")).toBe(11);
});
