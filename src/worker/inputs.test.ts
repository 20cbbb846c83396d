import { expect, test } from "vitest";
import { span } from "../base/range";
import { memorySource } from "../sources/memory";
import { matchDevices } from "./inputs";

const slot = (id: number, tag: string, size: number) => ({
	id,
	tag,
	size,
	unified: 0,
	at: span("image", id * 128, id * 128 + 128),
});
const file = (label: string, size: number) => memorySource(new Uint8Array(size), label);

test("files go to slots by tag, then by size, then in order", () => {
	const slots = [slot(1, "", 10), slot(2, "two", 20), slot(3, "", 30)];
	const [any, sized, tagged] = [file("a", 5), file("b", 30), file("two.img", 30)];
	expect(matchDevices(slots, [any, sized, tagged])).toEqual([any, tagged, sized]);
});

test("a file the user assigned stays in its slot, whatever speaks for another", () => {
	const slots = [slot(1, "one", 10), slot(2, "two", 20)];
	const assigned = file("one.img", 10);
	const other = file("x", 1);
	expect(matchDevices(slots, [], new Map([[2, assigned]]))).toEqual([undefined, assigned]);
	expect(matchDevices(slots, [other], new Map([[2, assigned]]))).toEqual([other, assigned]);
});
