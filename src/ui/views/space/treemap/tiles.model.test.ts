import { expect, test } from "vitest";
import { NO_ALGORITHM, TILE_KINDS, type TreemapColumns } from "../../../../worker/protocol";
import { figureOf, nameOf, SHAPE, sentenceOf, swatchOf } from "./tiles.model";

/** One file in a frame. */
function fileOf(contents: number, stored: number, algorithm: number): TreemapColumns {
	const pair = (value: number) => Float64Array.of(value, value);
	return {
		...{ count: 2, names: Uint8Array.of(0x66), nameStart: Uint32Array.of(0, 0, 1) },
		...{ x: pair(0), y: pair(0), width: pair(90), height: pair(90) },
		...{ frame: Uint32Array.of(0, 0), nid: BigUint64Array.of(1n, 2n) },
		...{ shape: Uint8Array.of(SHAPE.FRAME, SHAPE.FILE), kind: Uint8Array.of(0, 0) },
		...{ algorithm: Uint8Array.of(algorithm, algorithm), inodes: Uint32Array.of(2, 1) },
		...{ disk: pair(stored + 32), contents: pair(contents), stored: pair(stored) },
	} as unknown as TreemapColumns;
}

test.each([
	["compressed", fileOf(8192, 1024, 0), "under 30 % of size", "13 %", /, 13 % of size$/],
	["as it is", fileOf(8192, 8192, NO_ALGORITHM), "not compressed", "8.03 KiB", /not compressed$/],
	["stored elsewhere", fileOf(8192, 0, NO_ALGORITHM), "not compressed", "32 B", /none of them/],
])("a file that is %s", (_, tiles, words, figure, sentence) => {
	expect(swatchOf(tiles, 1, "ratio").words).toBe(words);
	expect(figureOf(tiles, 1, "disk", "ratio")).toBe(figure);
	expect(sentenceOf(tiles, 1)).toMatch(sentence);
});

test.each([
	["unclaimed", "(unused)"],
	["unknown", "(not known)"],
	["orphan", "(left over)"],
	["superblock", "(tables)"],
] as const)("what is in no file has a name: %s", (kind, name) => {
	const tiles = {
		...fileOf(0, 0, NO_ALGORITHM),
		shape: Uint8Array.of(SHAPE.FRAME, SHAPE.OTHER),
		kind: Uint8Array.of(0, TILE_KINDS.indexOf(kind)),
	};
	expect(nameOf(tiles, 1)).toBe(name);
});
