import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ClaimColumns, NOBODY } from "./claims";
import { type Piece, sweep } from "./sweep";

/** Kind 0 and 1 are structures, 2 and 3 contents. */
const RANKS = [0, 0, 1, 1];
const END = 60;

const claim = fc.record({
	start: fc.nat(END),
	length: fc.nat(20),
	kind: fc.nat(3),
	owner: fc.oneof(fc.nat(4), fc.constant(NOBODY)),
});

const columnsOf = (claims: readonly (typeof claim extends fc.Arbitrary<infer C> ? C : never)[]) => {
	const columns = new ClaimColumns();
	for (const { start, length, kind, owner } of claims)
		columns.add(start, start + length, kind, owner);
	return columns;
};

const at = (pieces: readonly Piece[], byte: number) =>
	pieces.find(({ start, end }) => start <= byte && byte < end);

describe("a sweep", () => {
	it("gives each byte to the most specific kind, with all who claim it as that", () => {
		fc.assert(
			fc.property(fc.array(claim, { maxLength: 30 }), (claims) => {
				const pieces = sweep(columnsOf(claims), { start: 0, end: END }, RANKS);
				for (let byte = 0; byte < END; byte++) {
					const here = claims
						.filter(({ start, length }) => start <= byte && byte < start + length)
						.sort((a, b) => (RANKS[a.kind] ?? 0) - (RANKS[b.kind] ?? 0));
					const best = here.filter(({ kind }) => RANKS[kind] === RANKS[here[0]?.kind ?? 0]);
					const piece = at(pieces, byte);
					expect(piece === undefined).toBe(best.length === 0);
					if (!piece) continue;
					const same = best.filter(({ kind }) => kind === piece.kind);
					expect(same.length).toBeGreaterThan(0);
					const owners = new Set(same.map(({ owner }) => owner).filter((o) => o !== NOBODY));
					expect(new Set(piece.owners)).toEqual(owners);
				}
			}),
		);
	});

	it("gives pieces in order, without overlap, joined where nothing changes", () => {
		fc.assert(
			fc.property(fc.array(claim, { maxLength: 30 }), (claims) => {
				const pieces = sweep(columnsOf(claims), { start: 5, end: 50 }, RANKS);
				let last: Piece | undefined;
				for (const piece of pieces) {
					expect(piece.start).toBeGreaterThanOrEqual(last?.end ?? 5);
					expect(piece.end).toBeGreaterThan(piece.start);
					expect(piece.end).toBeLessThanOrEqual(50);
					last = piece;
				}
			}),
		);
	});

	it("cuts units that begin together where one ends first", () => {
		const columns = new ClaimColumns();
		columns.add(0, 10, 2, 1);
		columns.add(0, 20, 2, 7);
		expect(sweep(columns, { start: 0, end: END }, RANKS)).toEqual([
			{ start: 0, end: 10, kind: 2, owners: [1, 7], note: undefined },
			{ start: 10, end: 20, kind: 2, owners: [7], note: undefined },
		]);
	});
});
