import { expect, test } from "vitest";
import { span } from "../base/range";
import { memorySource } from "../sources/memory";
import { chooseImage, matchDevices } from "./inputs";
import type { Role } from "./protocol";

const slot = (id: number, tag: string, size: number) => ({
	id,
	tag,
	size,
	unified: 0,
	isFilled: true,
	at: span("image", id * 128, id * 128 + 128),
});
const file = (label: string, size: number) => memorySource(new Uint8Array(size), label);

test("files go to slots by tag, then by size, then in order", () => {
	const slots = [slot(1, "", 10), slot(2, "two", 20), slot(3, "", 30)];
	const [any, sized, tagged] = [file("a", 5), file("b", 30), file("two.img", 30)];
	expect(matchDevices(slots, [any, sized, tagged], new Map())).toEqual([any, tagged, sized]);
});

test("a file the user assigned stays in its slot, whatever speaks for another", () => {
	const slots = [slot(1, "one", 10), slot(2, "two", 20)];
	const assigned = file("one.img", 10);
	const other = file("x", 1);
	expect(matchDevices(slots, [], new Map([[assigned, 2]]))).toEqual([undefined, assigned]);
	expect(matchDevices(slots, [other], new Map([[assigned, 2]]))).toEqual([other, assigned]);
});

test("what the user says a file is, it is: nothing else is made of it", async () => {
	const slots = [slot(1, "", 10), slot(2, "", 20)];
	const [image, piece, spare, device] = [file("a", 1), file("b", 10), file("c", 20), file("d", 9)];
	const roles = new Map<ReturnType<typeof file>, Role>([
		[device, "image"],
		[piece, "beside"],
		[spare, "unused"],
		[image, 2],
	]);
	const chosen = await chooseImage([image, piece, spare, device], 0, roles);
	expect(chosen).toEqual({ image: device, others: [piece] });
	expect(matchDevices(slots, chosen.others, roles)).toEqual([undefined, image]);
});
