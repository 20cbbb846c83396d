import { expect, test } from "vitest";
import { commandOf, type KeyContext } from "./keys.model";

const key = (name: string, more = {}) => ({
	key: name,
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	shiftKey: false,
	...more,
});
const context: KeyContext = { index: 5, count: 20, page: 8, folder: "none", parent: 2, inside: -1 };

test.each([
	["ArrowDown", 6],
	["ArrowUp", 4],
	["PageDown", 13],
	["PageUp", 0],
	["Home", 0],
	["End", 19],
	["ArrowLeft", 2],
])("%s moves to row %i", (name, to) => {
	expect(commandOf(key(name), context)).toEqual({ kind: "move", to });
});

test("Right opens, then enters; Left closes, then goes to the parent", () => {
	expect(commandOf(key("ArrowRight"), { ...context, folder: "closed" })?.kind).toBe("expand");
	const open = { ...context, folder: "open" } as const;
	expect(commandOf(key("ArrowRight"), { ...open, inside: 6 })).toMatchObject({ to: 6 });
	expect(commandOf(key("ArrowRight"), open), "nothing of it is there yet").toBeUndefined();
	expect(commandOf(key("ArrowRight"), context)).toBeUndefined();
	expect(commandOf(key("ArrowLeft"), { ...context, folder: "open" })?.kind).toBe("collapse");
	expect(commandOf(key("ArrowLeft"), { ...context, parent: -1 })).toBeUndefined();
});

test("keys of the browser stay with the browser", () => {
	expect(commandOf(key("f", { ctrlKey: true }), context)).toBeUndefined();
	expect(commandOf(key("ArrowLeft", { altKey: true }), context)).toBeUndefined();
	expect(commandOf(key("F5"), context)).toBeUndefined();
	expect(commandOf(key("F10", { shiftKey: true }), context)?.kind).toBe("menu");
	expect(commandOf(key("c", { ctrlKey: true }), context)?.kind).toBe("copy");
});

test("Escape leaves also an empty list; nothing else means anything there", () => {
	expect(commandOf(key("Escape"), { ...context, count: 0 })?.kind).toBe("leave");
	expect(commandOf(key("End"), { ...context, count: 0 })).toBeUndefined();
});
