/** Every byte of every sound image, held against a program that shares no line with this one. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { corpusFolder, readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { ownersOf } from "../testing/oracle/owners";
import { difference, ownerAt } from "../testing/oracle/pieces";
import { filesOf } from "../testing/oracle/test-files";
import { allPieces, kindOf, nidsOf, ownersIn, spaceIn } from "../testing/owners";
import { clashesOf } from "./clashes";
import { gapsOf } from "./coarse";

/** Sound images without a truth file. */
function imagesIn(folder: string | undefined): TestImage[] {
	if (!folder || !existsSync(folder)) return [];
	const names = readdirSync(folder).filter((name) => name.endsWith(".erofs"));
	return names.map((name) => ({ name, file: join(folder, name), devices: [], offset: 0 }));
}

const sound: readonly TestImage[] = [
	...fixtures.good,
	...(readCorpus()?.good ?? []),
	...imagesIn(corpusFolder && join(corpusFolder, "others")),
];

/** Bytes asked about one by one, in all spaces of an image together. */
const BYTES = 1000;

/** 0 <= n < 1, the same sequence everywhere. */
function random(): () => number {
	let state = 1;
	return () => {
		state = (state * 48271) % 0x7fffffff;
		return state / 0x7fffffff;
	};
}

describe("every byte", () => {
	it.each(sound)("of $name has the owners that the oracle gives it", async (image) => {
		const owners = await ownersIn(await openTestImage(image));
		const truth = ownersOf(filesOf(image)).spaces;
		expect(difference(truth, await allPieces(owners))).toBeUndefined();

		const ids = [...owners.spaces()];
		const next = random();
		for (const id of ids) {
			const space = await spaceIn(owners, id);
			for (let n = 0; n < BYTES / ids.length; n++) {
				const offset = Math.floor(next() * space.shape.size);
				const piece = await space.at(offset);
				const { kind, nids } = ownerAt(truth, id, offset) ?? {};
				expect({ id, offset, kind: kindOf(piece), nids: nidsOf(owners, piece) }).toEqual({
					id,
					offset,
					kind,
					nids,
				});
				expect(piece.start <= offset && offset < piece.end).toBe(true);
			}
		}
	});

	it.each(sound)("of $name that is free is so at a glance, and none has two", async (image) => {
		const owners = await ownersIn(await openTestImage(image));
		const truth = ownersOf(filesOf(image)).spaces;
		for (const id of owners.spaces()) {
			const space = await spaceIn(owners, id);
			const free = truth.get(id)?.filter(({ kind }) => ["unclaimed", "after-image"].includes(kind));
			expect(joined(gapsOf(space)), id).toEqual(joined(free ?? []));
			expect(clashesOf(space, 1), id).toEqual([]);
		}
	});
});

/** Without cuts. */
function joined(ranges: readonly { readonly start: number; readonly end: number }[]) {
	const all: { start: number; end: number }[] = [];
	for (const { start, end } of ranges) {
		const last = all.at(-1);
		if (last?.end === start) last.end = end;
		else all.push({ start, end });
	}
	return all;
}
