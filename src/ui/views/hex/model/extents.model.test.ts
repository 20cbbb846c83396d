import { expect, test } from "vitest";
import { EXTENT_KINDS, type ExtentPage, NO_ALGORITHM } from "../../../../worker/protocol";
import { extentNodes } from "./extents.model";

const kind = (name: (typeof EXTENT_KINDS)[number]) => EXTENT_KINDS.indexOf(name);

const PAGE: ExtentPage = {
	extents: {
		count: 2,
		start: Float64Array.of(0, 12_000),
		length: Float64Array.of(12_000, 4096),
		kind: Uint8Array.of(kind("compressed"), kind("hole")),
		algorithm: Uint8Array.of(0, NO_ALGORITHM),
		at: Float64Array.of(8192, Number.NaN),
		size: Float64Array.of(4096, 0),
		stored: Float64Array.of(4096, 0),
		space: Uint8Array.of(1, 0),
		recordStart: Float64Array.of(1000, Number.NaN),
		recordEnd: Float64Array.of(1008, Number.NaN),
		partial: Uint8Array.of(0, 0),
	},
	spaces: ["image", "device:1"],
};

test("an extent says how it is stored, and leads to the stored bytes", () => {
	expect(extentNodes(PAGE)[0]).toMatchObject({
		start: 0,
		end: 12_000,
		role: "data",
		value: "LZ4, 4 KiB, 34 % of size",
		target: { span: { space: "device:1", start: 8192, end: 12_288 } },
	});
});

test("a hole is stored nowhere", () => {
	const [, hole] = extentNodes(PAGE);
	expect(hole).toMatchObject({ start: 12_000, end: 16_096, value: "hole" });
	expect(hole).not.toHaveProperty("target");
});
