import { expect, test } from "vitest";
import { readPrefs } from "./prefs";
import { readSamples } from "./samples";

test("stored preferences of another version do not break this one", () => {
	const prefs = readPrefs({
		theme: "dark",
		paneLeft: -7,
		panelHeight: Number.NaN,
		hexRow: "16",
		unknown: true,
	});
	expect(prefs).toEqual({ ...readPrefs({}), theme: "dark" });
	expect(readPrefs(null).theme).toBe("system");
});

test("a sample without what it needs is left out of the gallery", () => {
	const good = { id: "a", title: "A", teaches: "x", file: "a.erofs", size: 5 };
	expect(readSamples([good, { ...good, size: "5" }, null, "x"])).toEqual([
		{ ...good, devices: [] },
	]);
	expect(readSamples({})).toEqual([]);
});
