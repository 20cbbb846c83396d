import { expect, test } from "vitest";
import type { FeatureRow } from "../../../worker/protocol";
import { algorithmNames, bySet, ratioParts } from "./overview.model";

test("an image without compression says so", () => {
	expect(algorithmNames([])).toBe("none");
});

test("no ratio is shown for an image without contents", () => {
	expect(ratioParts(0, 0)).toEqual({ share: "no contents", ratio: "" });
	expect(ratioParts(35, 100)).toEqual({ share: "35 %", ratio: "2.9:1" });
});

test("set features come first and keep their order", () => {
	const row = (name: string, set: boolean) => ({ name, set }) as FeatureRow;
	const rows = [row("a", false), row("b", true), row("c", false), row("d", true)];
	expect(bySet(rows).map((f) => f.name)).toEqual(["b", "d", "a", "c"]);
});
