/** The same damage each time; `npm run fuzz` looks for more. */
import { expect, it } from "vitest";
import { runOf, smallFixtures } from "./runs";

const RUNS = 100;
const MOST_INODES = 40;

it("holds what must hold of any image, whatever is damaged", { timeout: 300_000 }, async () => {
	const images = await smallFixtures(MOST_INODES);
	expect(images.length).toBeGreaterThan(4);
	const finds = [];
	for (let seed = 1; seed <= RUNS; seed++) finds.push(await runOf(images, seed));
	expect(finds.filter((find) => find !== undefined)).toEqual([]);
});
