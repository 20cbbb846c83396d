import fc from "fast-check";
import { expect, test } from "vitest";
import { isSortedByName, type Row, toColumns } from "./listing";

const row = (name: Uint8Array): Row => ({
	name,
	nid: 36n,
	type: 1,
	inode: undefined,
	stored: 0,
	bad: true,
});

test("names are in order when each one's bytes do not come before those of the one before", () => {
	const names = fc.array(fc.uint8Array({ maxLength: 3, max: 3 }), { maxLength: 4 });
	fc.assert(
		fc.property(names, (list) => {
			const ordered = list.every((name, i) => i === 0 || Buffer.compare(list[i - 1]!, name) <= 0);
			return isSortedByName(list.map(row)) === ordered;
		}),
	);
});

test("an entry whose inode cannot be read has a name and a type, and knows nothing else", () => {
	const { count, names, nameStart, type, known, bad } = toColumns([
		row(Uint8Array.of(0x61)),
		row(Uint8Array.of(0x62, 0xff)),
	]);
	expect(count).toBe(2);
	expect([...names.subarray(nameStart[1], nameStart[2])]).toEqual([0x62, 0xff]);
	expect([type[0], known[0], bad[0]]).toEqual([1, 0, 1]);
});
