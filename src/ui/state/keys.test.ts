import { expect, test } from "vitest";
import { BYTES, EVERYWHERE, KEY_GROUPS, keyName, meaningOf } from "./keys";

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test.each([
	["g", { ctrlKey: true }, "Ctrl+G"],
	["G", { metaKey: true, shiftKey: true }, "Ctrl+Shift+G"],
	["F6", { shiftKey: true }, "Shift+F6"],
	["?", { shiftKey: true }, "?"],
	["*", { shiftKey: true }, "*"],
	[" ", { shiftKey: true }, "Shift+Space"],
	["ArrowLeft", { altKey: true }, "Alt+←"],
	["w", {}, "W"],
	["1", {}, "1"],
])("%s with %o is %s", (key, held, name) => {
	expect(keyName({ key, ...NONE, ...held })).toBe(name);
});

test("a key has one meaning at a place", () => {
	for (const { title, rows } of KEY_GROUPS) {
		const keys = rows.flatMap((row) => row.keys);
		expect(new Set(keys).size, title).toBe(keys.length);
	}
});

test("meanings are looked up by any of their keys", () => {
	expect(meaningOf(EVERYWHERE, "Ctrl+L")).toBe("goto");
	expect(meaningOf(BYTES, "Alt+PgUp")).toBe("block");
	expect(meaningOf(BYTES, "Ctrl+Q")).toBeUndefined();
});
