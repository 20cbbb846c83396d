/** The same damage each time; `npm run fuzz` looks for more. */
import { expect, it } from "vitest";
import { tinyImages } from "./images";
import { runOf } from "./runs";

const RUNS = 400;

it("holds what must hold of any image, whatever is damaged", { timeout: 300_000 }, async () => {
	const images = await tinyImages();
	expect(images.length).toBeGreaterThan(10);
	const finds = [];
	for (let seed = 1; seed <= RUNS; seed++) finds.push(await runOf(images, seed));
	expect(finds.filter((find) => find !== undefined)).toEqual([]);
});
