/** Every byte of every sound image, held against a program that shares no line with this one. */
import { expect, it } from "vitest";
import { corpusImages, readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { ownersOf } from "../testing/oracle/owners";
import { difference, type OwnedPiece, ownerAt } from "../testing/oracle/pieces";
import { volumeOf } from "../testing/oracle/test-files";
import { allPieces, kindOf, nidsOf, ownersIn, spaceIn } from "../testing/owners";
import { clashesOf } from "./clashes";
import { PADDING } from "./kinds";
import type { SpaceOwners } from "./space-owners";

const sound: readonly TestImage[] = [
	...fixtures.good,
	...(readCorpus()?.good ?? []),
	...corpusImages("others"),
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

it.each(sound)("$name: every byte has the owners that the oracle gives it", async (image) => {
	const owners = await ownersIn(await openTestImage(image));
	const truth = ownersOf(volumeOf(image)).spaces;
	expect(difference(truth, await allPieces(owners))).toBeUndefined();

	const ids = [...owners.spaces()];
	const next = random();
	for (const id of ids) {
		const space = await spaceIn(owners, id);
		const wrong: unknown[] = [];
		for (let n = 0; n < BYTES / ids.length; n++) {
			const offset = Math.floor(next() * space.shape.size);
			const piece = await space.at(offset);
			const { start, end } = piece;
			const found = ownershipOf({ kind: kindOf(piece), nids: nidsOf(owners, piece) });
			const expected = ownershipOf(ownerAt(truth, id, offset));
			if (found !== expected || offset < start || end <= offset)
				wrong.push({ id, offset, start, end, found, expected });
		}
		expect(wrong).toEqual([]);

		// What is free is so at a glance, and no byte has two owners.
		const free = truth.get(id)?.filter(({ kind }) => ["unclaimed", "after-image"].includes(kind));
		expect(joined(freeIn(space)), id).toEqual(joined(free ?? []));
		expect(clashesOf(space, 1), id).toEqual([]);
	}
});

const ownershipOf = (piece: Pick<OwnedPiece, "kind" | "nids"> | undefined): string =>
	`${piece?.kind} of ${piece?.nids.join()}`;

function freeIn({ gaps: { count, kind, start, end } }: SpaceOwners) {
	const all = Array.from({ length: count }, (_, i) => ({ start: start[i] ?? 0, end: end[i] ?? 0 }));
	return all.filter((_, i) => kind[i] !== PADDING);
}

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
