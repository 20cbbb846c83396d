/** Units of an index that contradicts itself: nobody who asks for a byte gets a unit without it. */
import { expect, it } from "vitest";
import type { Failure } from "../../base/errors";
import { span } from "../../base/range";
import { memorySource } from "../../sources/memory";
import type { BodyInode } from "../inode";
import { LCLUSTER } from "../structs/zmap";
import type { Header } from "./header";
import { Lcluster, type LclusterIndex } from "./lcluster";
import { Units } from "./unit";

const BITS = 12;
const CLUSTER = 2 ** BITS;
const ENTRY = 8;

/** Heads are `undefined`, the others the distance back that they record. */
function unitsOf(backs: readonly (number | undefined)[]): Units {
	const cursor = new Lcluster();
	const index: LclusterIndex = {
		count: backs.length,
		structure: "z_erofs_lcluster_index",
		where: (field, { start, end }) => ({
			structure: "z_erofs_lcluster_index",
			field,
			at: span("image", start, end),
		}),
		load(lcn) {
			const back = backs[lcn];
			const [start, end] = [lcn * ENTRY, (lcn + 1) * ENTRY];
			const type = back === undefined ? LCLUSTER.HEAD1 : LCLUSTER.NONHEAD;
			return Object.assign(cursor, { type, back: back ?? 0, start, end });
		},
	};
	const size = backs.length * CLUSTER;
	const home = { space: "image", source: memorySource(new Uint8Array(backs.length * ENTRY)) };
	const inode = { nid: 36n, home, size, i_size: size } as unknown as BodyInode;
	return new Units(inode, { advise: 0, lclusterBits: BITS } as Header, index);
}

it.each([
	{ name: "at once", backs: [undefined, 1, undefined, 3], lcn: 3, wrong: 3 },
	{ name: "on the way", backs: [undefined, 1, undefined, 2, 1], lcn: 4, wrong: 3 },
])("refuses a distance that leads too far back: $name", ({ backs, lcn, wrong }) => {
	const units = unitsOf(backs);
	expect(units.at(CLUSTER)).toMatchObject({ lcn: 0, end: 2 * CLUSTER });
	try {
		units.at(lcn * CLUSTER);
		expect.unreachable();
	} catch (error) {
		expect((error as Failure).info).toMatchObject({
			code: "z-lookback",
			finding: { field: "delta[0]", at: { start: wrong * ENTRY }, allowed: "at most 1" },
		});
	}
});
