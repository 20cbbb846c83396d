import { expect, test } from "vitest";
import type { AlgorithmRow, Fact, FeatureRow } from "../../../worker/protocol";
import { algorithmNames, blocksText, bySet, placeText, shareText } from "./overview.model";

test("algorithms are listed by name", () => {
	const row = (label: string) => ({ label }) as AlgorithmRow;
	expect(algorithmNames([row("LZ4"), row("DEFLATE")])).toBe("LZ4, DEFLATE");
});

test("one block is not called blocks", () => {
	expect(blocksText({ blocks: 1, blockSize: 4096 })).toBe("1 block of 4,096 bytes");
	expect(blocksText({ blocks: 1234, blockSize: 512 })).toBe("1,234 blocks of 512 bytes");
});

test("a structure is as long as its fields, extensions included", () => {
	const fact = (start: number, end: number) => ({ at: { space: "image", start, end } }) as Fact;
	expect(placeText([fact(1024, 1028), fact(1168, 1176)])).toBe("152 bytes at byte 1,024");
});

test("no ratio is shown for an image without contents", () => {
	expect(shareText(0, 0)).toBe("no contents");
	expect(shareText(35, 100)).toBe("35 % of size");
});

test("set features come first and keep their order", () => {
	const row = (name: string, set: boolean) => ({ name, set }) as FeatureRow;
	const rows = [row("a", false), row("b", true), row("c", false), row("d", true)];
	expect(bySet(rows).map((f) => f.name)).toEqual(["b", "d", "a", "c"]);
});
