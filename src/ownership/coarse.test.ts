import { expect, it } from "vitest";
import { IMAGE_SPACE } from "../base/space";
import { type KindName, kind } from "../erofs/layout/kinds";
import { clashesOf } from "./clashes";
import { OwnedLayer } from "./layer";
import { numbersTo, Order } from "./order";

/** Things of one kind, each with an owner of its own when none is given. */
class Things extends OwnedLayer {
	readonly bytes = 0;
	readonly name: KindName;
	readonly ranges: readonly (readonly [number, number])[];
	readonly order: Order;
	readonly #owner: number | undefined;

	constructor(name: KindName, ranges: readonly (readonly [number, number])[], owner?: number) {
		super();
		this.#owner = owner;
		this.name = name;
		this.ranges = ranges;
		this.order = Order.sorted(this, numbersTo(ranges.length));
	}

	startOf(thing: number): number {
		return this.ranges[thing]?.[0] ?? 0;
	}

	endOf(thing: number): number {
		return this.ranges[thing]?.[1] ?? 0;
	}

	kindOf(): number {
		return kind(this.name);
	}

	ownerOf(thing: number): number {
		return this.#owner ?? kind(this.name) * 100 + thing;
	}

	lay(): void {}
}

const clashesAmong = (...layers: Things[]) => {
	const shape = { id: IMAGE_SPACE, size: 1 << 20, declared: 1 << 20, blockSize: 4096, free: 0 };
	return clashesOf({ layers, shape }, 100).map(({ range }) => [range.start, range.end]);
};

const file = new Things("pcluster", [
	[4096, 8192],
	[12288, 12300],
]);

it.each(["packed-data", "metabox-data"] as const)(
	"a stored piece is shared with a file by %s too, but only as a whole",
	(name) => {
		expect(clashesAmong(file, new Things(name, [[12288, 12300]]))).toEqual([]);
		expect(clashesAmong(file, new Things(name, [[12290, 12310]]))).toEqual([[12290, 12300]]);
	},
);

it("structures of one inode share no byte with each other", () => {
	const ranges = [
		[4096, 4120],
		[4104, 4112],
	] as const;
	expect(clashesAmong(new Things("shared-xattr", ranges, 1))).toEqual([[4104, 4112]]);
	// A hidden file may have pieces of its own twice, as other files may.
	expect(clashesAmong(new Things("packed-data", ranges, 1))).toEqual([]);
});

it("contents in one piece are shared from their first byte on, or not at all", () => {
	const longer = new Things("plain-data", [[4096, 16384]]);
	expect(clashesAmong(longer, new Things("plain-data", [[4096, 8192]]))).toEqual([]);
	expect(clashesAmong(longer, new Things("plain-data", [[8192, 20480]]))).toEqual([[8192, 16384]]);
	expect(clashesAmong(longer, new Things("plain-data", [[16384, 20480]]))).toEqual([]);
});

it("structures share no byte with contents", () => {
	expect(clashesAmong(file, new Things("chunk-map", [[4096, 8192]]))).toEqual([[4096, 8192]]);
});
