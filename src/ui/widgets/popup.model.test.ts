import { expect, test } from "vitest";
import { type Align, type Box, fitPopup } from "./popup.model";

const WINDOW = { width: 400, height: 300 };
const at = (left: number, top: number): Box => ({ left, top, right: left + 40, bottom: top + 20 });
const below = (anchor: Box, height: number, align: Align = "start") =>
	fitPopup(anchor, { width: 100, height }, WINDOW, align);

test("it lies below, at the edge that was asked for", () => {
	expect(below(at(50, 20), 80)).toEqual({ left: 50, top: 45, height: 247 });
	expect(below(at(150, 20), 80, "end").left).toBe(90);
	expect(below(at(150, 20), 80, "center").left).toBe(120);
});

test("it lies above where only there is room, and is never higher than the room", () => {
	expect(below(at(50, 200), 120)).toEqual({ left: 50, top: 75, height: 187 });
	expect(below(at(50, 200), 900)).toEqual({ left: 50, top: 8, height: 187 });
	expect(below(at(50, 20), 900)).toEqual({ left: 50, top: 45, height: 247 });
});

test("it stays in the window, its start first", () => {
	expect(below(at(390, 20), 80).left).toBe(292);
	expect(below(at(2, 20), 80, "end").left).toBe(8);
	expect(fitPopup(at(2, 20), { width: 900, height: 10 }, WINDOW, "start").left).toBe(8);
});
