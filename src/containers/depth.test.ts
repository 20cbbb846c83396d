/** Wrappers in wrappers: as many as are looked into, and what is said of more. */
import { expect, it } from "vitest";
import { tarOf } from "../testing/made-archives";
import { image } from "../testing/made-bytes";
import { placeOf, seen, tools } from "../testing/wrappers";
import { onlyImage } from "./choose";
import { MOST_DEPTH } from "./places";

/** An image in so many archives. */
const nested = (depth: number): Uint8Array =>
	depth === 0 ? image : tarOf([{ name: `n${depth - 1}`, bytes: Buffer.from(nested(depth - 1)) }]);

it("as many are looked into as are allowed", async () => {
	const { entries } = await seen(placeOf(nested(MOST_DEPTH)));
	expect(entries.at(-1)).toMatchObject({ kind: "erofs", depth: MOST_DEPTH });
	expect(entries.filter(({ trouble }) => trouble)).toEqual([]);
});

it("of more it is said that they were not, and what to do", async () => {
	const place = placeOf(nested(MOST_DEPTH + 1));
	const { entries } = await seen(place);
	expect(entries.at(-1)).toMatchObject({
		kind: "tar",
		depth: MOST_DEPTH,
		trouble: "n1 lies in too many wrappers. Take it out, and open it by itself.",
	});
	expect(await onlyImage(place, tools)).toMatchObject({
		images: [],
		troubles: [expect.stringContaining("n1 lies in too many wrappers.")],
	});
});
