/** Keys that are pressed before it is known what is at the cursor. */
import type { KeyboardEvent } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Annotation } from "../../../../schema/annotate";
import type { OpenImage } from "../../../state/image";
import { currentPlace } from "../../../state/location";
import { columnsOf } from "../model/geometry.model";
import { Hex } from "../state/hex";
import { useKeys } from "./use-keys";

const COLUMNS = columnsOf({ perRow: 16, group: 8, digits: 8, charWidth: 8, rowHeight: 20 });
/** At 0x40 a pointer of eight bytes that leads to the end of the image; nothing is known behind it. */
const POINTER: Annotation = {
	key: "ptr",
	start: 0x40,
	end: 0x48,
	role: "pointer",
	target: { span: { space: "image", start: 0x300, end: 0x310 }, label: "the end" },
};

let hex: Hex;
let arrive: () => void;
let calls: string[];

/** Just what the keys take of an open image. */
const image = () =>
	({
		facts: { spaces: [{ id: "image", label: "Image", size: 0x400 }] },
		overview: { devices: [] },
		client: {
			call: async (method: string) => {
				calls.push(method);
				return method === "origins" ? {} : { list: [], more: false };
			},
			close: () => undefined,
		},
	}) as unknown as OpenImage;

const press = (key: string, held: Partial<KeyboardEvent> = {}) => {
	let prevented = false;
	const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
	const preventDefault = () => {
		prevented = true;
	};
	useKeys(image(), hex)({ key, ...none, ...held, preventDefault } as KeyboardEvent);
	return prevented;
};

beforeEach(() => {
	vi.useFakeTimers();
	calls = [];
	const window = { location: { hash: "", pathname: "/", search: "" } };
	vi.stubGlobal("window", window);
	vi.stubGlobal("document", { activeElement: null });
	const go = (_state: unknown, _title: string, address: string) => {
		window.location.hash = address.slice(1);
	};
	vi.stubGlobal("history", { pushState: go, replaceState: go });
	const here = new Promise<void>((resolve) => {
		arrive = resolve;
	});
	hex = new Hex({
		space: "image",
		size: 0x400,
		home: 0,
		blockSize: 512,
		fetchBytes: async (start, end) => ({ bytes: new Uint8Array(end - start), missing: [] }),
		fetchNodes: async () => {
			await here;
			return [POINTER];
		},
	});
	hex.layout(COLUMNS, 700);
	hex.move(0x42, false);
});

afterEach(() => {
	hex.close();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(200);

/** What shows that a key did what it does at the pointer, and nothing else. */
const ASKING: readonly [name: string, press: () => boolean, done: () => unknown, is: unknown][] = [
	["Enter", () => press("Enter"), () => currentPlace().at, { start: 0x300, end: 0x310 }],
	["F1", () => press("F1"), () => currentPlace().learn, "about.ptr"],
	["Ctrl+→", () => press("ArrowRight", { ctrlKey: true }), () => hex.state.selection.cursor, 0x48],
	["Ctrl+←", () => press("ArrowLeft", { ctrlKey: true }), () => hex.state.selection.cursor, 0x40],
	[
		"Ctrl+Shift+→",
		() => press("ArrowRight", { ctrlKey: true, shiftKey: true }),
		() => hex.selected,
		{ start: 0x42, end: 0x49 },
	],
	["Shift+Enter", () => press("Enter", { shiftKey: true }), () => calls, ["origins", "holdings"]],
];

test.each(ASKING)("%s waits until it is known what is at the cursor", async (_, key, done, is) => {
	const before = done();
	expect(key()).toBe(true);
	await settle();
	expect(done()).toEqual(before);
	expect(before).not.toEqual(is);
	arrive();
	await settle();
	expect(done()).toEqual(is);
});

test.each(ASKING)("%s does nothing once the cursor is elsewhere", async (_, key, done) => {
	key();
	hex.move(0x100, false);
	const before = done();
	arrive();
	await settle();
	expect(done()).toEqual(before);
});

test("F1 opens the drawer where it turns out that nothing is known", async () => {
	hex.move(0x100, false);
	press("F1");
	await settle();
	expect(currentPlace().learn).toBeUndefined();
	arrive();
	await settle();
	expect(currentPlace().learn).toBe("lessons");
});

test("what is asked about comes in sight: only there it becomes known", async () => {
	hex.layout(COLUMNS, 100);
	hex.scrollTo(50 * 20);
	expect(hex.visible.start).toBeGreaterThan(0x42);
	press("Enter");
	arrive();
	await settle();
	expect(currentPlace().at).toEqual({ start: 0x300, end: 0x310 });
});

test("moves wait for nothing", () => {
	press("ArrowRight");
	expect(hex.state.selection.cursor).toBe(0x43);
	press("w");
	expect(currentPlace().walk).toEqual({ space: "image", offset: 0x43 });
});
