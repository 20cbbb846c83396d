/** The same damage each time; `npm run fuzz` looks for more. */
import { expect, it } from "vitest";
import { wrappers } from "../../containers/registry";
import { folders } from "../made-folders";
import { folderOf, placeOf, seen } from "../wrappers";
import { fuzzFolder, wholeFolders } from "./folders";
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
	// Folders are damaged in ways of their own.
	const missing = wrappers.map(({ id }) => id).filter((id) => id !== "folder" && !kinds.has(id));
	expect(missing).toEqual([]);
});

it.each(folders)("finds the images in a whole folder: $name", async ({ files, images }) => {
	const { entries, findings } = await seen(folderOf(files));
	expect(findings).toEqual([]);
	expect(entries.filter(({ kind }) => kind === "erofs").map(({ chain }) => chain)).toEqual(
		images.map((chain) => `folder/${chain}`),
	);
});

it("holds what must hold of any folder, whatever is done to it", { timeout: 300_000 }, async () => {
	const wholes = await wholeFolders();
	expect(await findsOf(wholes, fuzzFolder, 200)).toEqual([]);
});

it("holds what must hold of any wrapper, whatever is damaged", { timeout: 300_000 }, async () => {
	const wholes = await wholeWrappers();
	expect(wholes.length).toBeGreaterThan(10);
	expect(await findsOf(wholes, fuzzWrapper, 200)).toEqual([]);
});
