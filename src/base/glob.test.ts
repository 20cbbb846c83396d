import fc from "fast-check";
import { expect, test } from "vitest";
import { type NameFilter, nameFilter } from "./glob";
import { utf8Bytes } from "./text";

/** In the middle of other bytes, as names lie in a list of names. */
function asks(filter: NameFilter, text: string): boolean {
	const bytes = utf8Bytes(`x${text}x`);
	return filter.matches(bytes, 1, bytes.length - 1);
}

const matches = (query: string, text: string) => asks(nameFilter(query), text);

test("plain text matches anywhere, ignoring case", () => {
	expect(matches("LIB", "libc.so")).toBe(true);
	expect(matches("libd", "libc.so")).toBe(false);
});

test("a glob must match the whole name", () => {
	expect(matches("*.so", "libc.so")).toBe(true);
	expect(matches("*.so", "libc.so.6")).toBe(false);
	expect(matches("lib?.so*", "libc.so.6")).toBe(true);
	expect(matches("[a-m]*[!0-9]", "libx")).toBe(true);
	expect(matches("[a-m]*[!0-9]", "lib6")).toBe(false);
});

test("an unclosed bracket is an ordinary character", () => {
	expect(matches("*[x", "a[x")).toBe(true);
});

test("a slash makes the filter look at the whole path", () => {
	const filter = nameFilter("/usr/*/env");
	expect(filter.onPath).toBe(true);
	expect(asks(filter, "/usr/bin/env")).toBe(true);
	expect(matches("etc/*.conf", "/etc/a.conf")).toBe(true);
});

test("many stars do not explode", () => {
	expect(matches(`${"*a".repeat(60)}b`, "a".repeat(5000))).toBe(false);
});

test("names are matched as they are shown", () => {
	const invalid = Uint8Array.of(0x61, 0xff, 0x62);
	expect(nameFilter("a\\xffb").matches(invalid, 0, 3)).toBe(true);
	expect(nameFilter("?").matches(invalid, 1, 2)).toBe(false);
	expect(matches("größe", "GRÖSSE Größe")).toBe(true);
	expect(matches("?", "ö")).toBe(true);
	expect(matches("k", "\u212a")).toBe(true);
	expect(matches("\u212a", "K")).toBe(true);
	expect(matches("[a-ü]", "z")).toBe(true);
});

/** The same question to a regular expression. */
function byPattern(query: string, text: string): boolean {
	if (!/[*?]/.test(query)) return text.toLowerCase().includes(query.toLowerCase());
	const pattern = query.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", ".");
	return new RegExp(`^${pattern}$`, "iu").test(text);
}

test("names of plain bytes and others are matched alike", () => {
	const chars = (all: string) => fc.array(fc.constantFrom(...all), { maxLength: 8 });
	fc.assert(
		fc.property(chars("*?aAbB-.ö"), chars("aAbB-.ö"), (some, more) => {
			const [query, text] = [some.join(""), more.join("")];
			expect(matches(query, text)).toBe(byPattern(query, text));
		}),
	);
});
