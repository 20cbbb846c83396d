import { expect, test } from "vitest";
import { nameFilter } from "./glob";

const matches = (query: string, text: string) => nameFilter(query).matches(text);

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
	expect(filter.matches("/usr/bin/env")).toBe(true);
	expect(nameFilter("etc/*.conf").matches("/etc/a.conf")).toBe(true);
});

test("many stars do not explode", () => {
	expect(matches(`${"*a".repeat(60)}b`, "a".repeat(5000))).toBe(false);
});
