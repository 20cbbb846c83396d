import { expect, test } from "vitest";
import { showName } from "../../../../base/text";
import { nameOf } from "./entries";
import { append, noEntries } from "./hits.model";
import { listing } from "./testing";

test("batches of hits become one listing, earlier results stay as they are", () => {
	const first = append(noEntries(), listing([{ name: "/a", size: 1 }]));
	const all = append(append(first, listing([])), listing([{ name: "/b", size: 2 }, "/c"]));
	const names = Array.from({ length: all.count }, (_, i) => showName(nameOf(all, i)));
	expect(names).toEqual(["/a", "/b", "/c"]);
	expect([...all.size]).toEqual([1n, 2n, 0n]);
	expect([first.count, showName(nameOf(first, 0))]).toEqual([1, "/a"]);
	let many = all;
	for (let i = 0; i < 300; i++) many = append(many, listing([{ name: `/x${i}`, uid: i }]));
	expect(showName(nameOf(many, 302))).toBe("/x299");
	expect([...many.uid.subarray(3)]).toEqual(Array.from({ length: 300 }, (_, i) => i));
});
