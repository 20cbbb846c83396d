import { expect, test } from "vitest";
import { BYTES } from "../../../state/keys";
import { commandOf, type KeyContext } from "./keys.model";

const CONTEXT: KeyContext = {
	cursor: 0x25,
	size: 0x1005,
	perRow: 16,
	page: 10,
	blockSize: 512,
	field: { start: 0x24, end: 0x28 },
};
const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

const press = (key: string, held: Partial<typeof NONE> = {}, context: Partial<KeyContext> = {}) =>
	commandOf({ key, ...NONE, ...held }, { ...CONTEXT, ...context });

const target = (...args: Parameters<typeof press>) => {
	const command = press(...args);
	return command && "to" in command ? command.to : undefined;
};

test("arrows move by a byte and by a row", () => {
	expect(target("ArrowRight")).toBe(0x26);
	expect(target("ArrowLeft")).toBe(0x24);
	expect(target("ArrowDown")).toBe(0x35);
	expect(target("ArrowUp")).toBe(0x15);
});

test("up in the first row and down in the last stay in their column", () => {
	expect(target("ArrowUp", {}, { cursor: 5 })).toBe(5);
	expect(target("ArrowDown", {}, { cursor: 0x1002 })).toBe(0x1002);
});

test("pages keep the column, also at both ends", () => {
	expect(target("PageDown")).toBe(0xc5);
	expect(target("PageUp")).toBe(5);
	expect(target("PageDown", {}, { cursor: 0xff3 })).toBe(0x1003);
	expect(press("PageDown")).toMatchObject({ page: 1 });
});

test("Home and End go to the row's ends, with Ctrl to those of the space", () => {
	expect(target("Home")).toBe(0x20);
	expect(target("End")).toBe(0x2f);
	expect(target("Home", { ctrlKey: true })).toBe(0);
	expect(press("End", { ctrlKey: true })).toEqual({ kind: "jump", to: 0x1004 });
	expect(press("End", { ctrlKey: true, shiftKey: true })).toMatchObject({ kind: "move" });
});

test("Ctrl with arrows steps over fields", () => {
	expect(target("ArrowRight", { ctrlKey: true })).toBe(0x28);
	expect(target("ArrowLeft", { ctrlKey: true })).toBe(0x24);
	expect(target("ArrowLeft", { ctrlKey: true }, { cursor: 0x24 })).toBe(0x23);
	expect(target("ArrowRight", { ctrlKey: true }, { field: undefined })).toBe(0x26);
});

test("Alt with page keys steps over blocks", () => {
	expect(target("PageDown", { altKey: true })).toBe(512);
	expect(target("PageUp", { altKey: true }, { cursor: 700 })).toBe(512);
	expect(target("PageUp", { altKey: true }, { cursor: 512 })).toBe(0);
});

test("Shift extends", () => {
	expect(press("ArrowDown", { shiftKey: true })).toMatchObject({ extend: true });
	expect(press("ArrowDown")).toMatchObject({ extend: false });
});

test("history keys and unknown keys are left to the browser", () => {
	expect(press("ArrowLeft", { altKey: true })).toBeUndefined();
	expect(press("Tab")).toBeUndefined();
	expect(press("c", { ctrlKey: true, shiftKey: true })).toBeUndefined();
	expect(press("x")).toBeUndefined();
});

test("commands", () => {
	expect(press("a", { ctrlKey: true })).toEqual({ kind: "all" });
	expect(press("C", { metaKey: true })).toEqual({ kind: "copy" });
	expect(press("Enter")).toEqual({ kind: "follow" });
});

test("every key of the table means something here", () => {
	const names: Record<string, string> = {
		"↑": "ArrowUp",
		"↓": "ArrowDown",
		"←": "ArrowLeft",
		"→": "ArrowRight",
		PgUp: "PageUp",
		PgDn: "PageDown",
		Esc: "Escape",
		Space: " ",
	};
	for (const each of Object.values(BYTES).flatMap(({ keys }) => [...keys])) {
		const parts = each.split("+");
		const last = parts.at(-1) ?? "";
		const held = {
			ctrlKey: parts.includes("Ctrl"),
			altKey: parts.includes("Alt"),
			shiftKey: parts.includes("Shift"),
		};
		expect(press(names[last] ?? last, held), each).toBeDefined();
	}
});
