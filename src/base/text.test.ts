import fc from "fast-check";
import { expect, test } from "vitest";
import { compareBytes, nameBytes, showEnd, showName, utf8Bytes } from "./text";

test("valid UTF-8 shows as itself", () => {
	expect(showName(utf8Bytes("naïve 名前.txt"))).toBe("naïve 名前.txt");
});

test("invalid bytes, control characters and backslashes are escaped", () => {
	expect(showName(Uint8Array.of(0x61, 0xff, 0x0a, 0x5c))).toBe("a\\xff\\x0a\\x5c");
	expect(showName(utf8Bytes("a\u202eb"))).toBe("a\\xe2\\x80\\xaeb");
});

test("joiners stay where a script or a picture needs them, and are told elsewhere", () => {
	for (const name of ["می\u200cخواهم.txt", "क्\u200dष", "👩\u200d👧", "🏳️\u200d🌈"])
		expect(showName(utf8Bytes(name))).toBe(name);
	expect(showName(utf8Bytes("a\u200db"))).toBe("a\\xe2\\x80\\x8db");
	expect(showName(utf8Bytes("می\u200c.txt"))).toBe("می\\xe2\\x80\\x8c.txt");
});

test("of a long path the end is shown", () => {
	expect(showEnd("/a/b", 4)).toBe("/a/b");
	expect(showEnd("/some/🕯.txt", 6)).toBe("…/🕯.txt");
});

test("any bytes survive the round trip", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
			expect(nameBytes(showName(bytes))).toEqual(bytes);
		}),
	);
});

test("names compare as unsigned bytes, shorter prefix first", () => {
	const sorted = ["!x", "-b", ".", "..", ".a", "a"].map(utf8Bytes);
	expect([...sorted].reverse().sort(compareBytes)).toEqual(sorted);
	expect(compareBytes(Uint8Array.of(0x7f), Uint8Array.of(0x80))).toBeLessThan(0);
});

test("what is no UTF-8 is told byte by byte, by the word of the decoder", () => {
	const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
	const isText = (bytes: readonly number[]): boolean => {
		try {
			strict.decode(Uint8Array.from(bytes));
			return true;
		} catch {
			return false;
		}
	};
	const edges = [
		0x61, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xf0, 0xf4,
	];
	for (let first = 0x80; first <= 0xff; first++) {
		for (const second of edges) {
			for (const rest of [[], [0x80], [0x80, 0xbf]]) {
				const bytes = [first, second, ...rest];
				// A byte behind it that is none keeps the whole from being text.
				const shown = showName(Uint8Array.from([...bytes, 0xff]));
				const length = [1, 2, 3, 4].find((n) => n <= bytes.length && isText(bytes.slice(0, n)));
				const isEscaped = shown.startsWith(`\\x${first.toString(16)}`);
				const same = shown.startsWith(showName(Uint8Array.from(bytes.slice(0, length ?? 1))));
				expect([bytes, same]).toEqual([bytes, true]);
				if (length === undefined) expect([bytes, isEscaped]).toEqual([bytes, true]);
			}
		}
	}
});
