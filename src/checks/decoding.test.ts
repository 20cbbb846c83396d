/** Many batches of units at once, whose bytes arrive in any order, into the one memory of a decoder. */
import { expect, test } from "vitest";
import { IMAGE_SPACE } from "../base/space";
import { Extents } from "../census/extents";
import type { Image } from "../erofs/image";
import { rootOf } from "../export/tree";
import { fixture, fixtures } from "../testing/fixtures";
import { devicesOf, openTestImage, sourceOf, type TestImage } from "../testing/image-set";
import { shuffledSource } from "../testing/shuffled";
import { Tally } from "./coverage";
import { UnitBatches } from "./decoding";
import { open } from "./open";
import { run } from "./run";
import { type UnitPlaces, unitsHere } from "./unit-places";

const SEEDS = [1, 2, 3];
/** Of less than a unit, so that each unit is a batch. */
const TINY = 1;

const packed = [...fixtures.good, ...fixtures.bad].filter(({ name }) =>
	/lz4|zstd|lzma|deflate/.test(name),
);

/** What a check finds, and how many units take more than a look. */
async function checked(image: Image, places: UnitPlaces) {
	let doubtful = 0;
	const units: UnitPlaces = {
		...places,
		async outcome(batch) {
			const found = await places.outcome(batch);
			doubtful += found.length;
			return found;
		},
	};
	return { ...(await run(image, { start: rootOf(image), level: "contents", units })), doubtful };
}

async function shuffled(fixture: TestImage, seed: number) {
	const source = shuffledSource(sourceOf(fixture), seed);
	const image = await open(source, { devices: () => devicesOf(fixture) });
	return checked(image, unitsHere(image, undefined, { ahead: 15, batch: TINY }));
}

test.each(packed)("$name", async (fixture) => {
	const image = await openTestImage(fixture);
	const expected = await checked(image, unitsHere(image));
	for (const seed of SEEDS) expect(await shuffled(fixture, seed)).toEqual(expected);
});

test("who waits for room waits until half of it is free", async () => {
	const image = await openTestImage(fixture("lz4hc-b1024"));
	let waiting = 0;
	const places: UnitPlaces = {
		...unitsHere(image, undefined, { ahead: 6, batch: TINY }),
		begin() {
			waiting++;
		},
		outcome: () => [],
		help: async () => {
			waiting--;
			return true;
		},
	};
	const tally = new Tally("contents", "/");
	const units = new UnitBatches(image, { places, tally });
	const extents = new Extents();
	const owners = { nid: () => 0n, unread() {} };
	for (let n = 0; !units.isFull; n++) {
		const at = { space: IMAGE_SPACE, start: n * 1024, end: (n + 1) * 1024 };
		const unit = { start: 0, end: 1, kind: "compressed", at, algorithm: 0 } as const;
		units.put(owners, 0, extents, extents.add(0, unit), 1);
	}
	expect(waiting).toBe(6);
	await units.room();
	expect(waiting).toBe(3);
});

test("a batch that two wait for is told once, and both come to the end", async () => {
	const image = await openTestImage(fixture("lz4hc-b1024"));
	const asked: (() => void)[] = [];
	const places: UnitPlaces = {
		...unitsHere(image, undefined, { ahead: 6, batch: TINY }),
		begin() {},
		outcome: () => new Promise((resolve) => asked.push(() => resolve([]))),
	};
	const tally = new Tally("contents", "/");
	const units = new UnitBatches(image, { places, tally });
	const extents = new Extents();
	const owners = { nid: () => 0n, unread() {} };
	for (let n = 0; n < 3; n++) {
		const at = { space: IMAGE_SPACE, start: n * 1024, end: (n + 1) * 1024 };
		const unit = { start: 0, end: 1, kind: "compressed", at, algorithm: 0 } as const;
		units.put(owners, 0, extents, extents.add(0, unit), 1);
	}
	const ends = Promise.all([units.end(), units.end()]);
	for (let n = 0; n < 3; n++) {
		await expect.poll(() => asked.length).toBe(n + 1);
		asked[n]?.();
	}
	await ends;
	expect(tally.coverage.units.decoded).toBe(3);
	expect(asked.length).toBe(3);
});
