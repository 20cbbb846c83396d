/** The same damage each time; `npm run fuzz` looks for more. */
import { expect, it } from "vitest";
import { wrappers } from "../../containers/registry";
import { placeOf, seen } from "../wrappers";
import { fuzz } from "./fuzz";
import { tinyImages } from "./images";
import { type Find, type Look, runOf, type Target } from "./runs";
import { fuzzWrapper, wholeWrappers } from "./wrappers";

async function findsOf<T extends Target>(targets: readonly T[], look: Look<T>, runs: number) {
	const finds: Find[] = [];
	for (let seed = 1; seed <= runs; seed++) {
		const find = await runOf(targets, look, seed);
		if (find) finds.push(find);
	}
	return finds;
}

it("holds what must hold of any image, whatever is damaged", { timeout: 300_000 }, async () => {
	const images = await tinyImages();
	expect(images.length).toBeGreaterThan(10);
	expect(await findsOf(images, fuzz, 400)).toEqual([]);
});

it("has every wrapper among them", async () => {
	const kinds = new Set<string>();
	for (const { bytes } of await wholeWrappers()) {
		const { entries } = await seen(placeOf(bytes));
		for (const { kind } of entries) kinds.add(kind);
	}
	const missing = wrappers.map(({ id }) => id).filter((id) => id !== "folder" && !kinds.has(id));
	expect(missing).toEqual([]);
});

it("holds what must hold of any wrapper, whatever is damaged", { timeout: 300_000 }, async () => {
	const wholes = await wholeWrappers();
	expect(wholes.length).toBeGreaterThan(10);
	expect(await findsOf(wholes, fuzzWrapper, 200)).toEqual([]);
});
