/** From an address to the device that has the byte. */
import type { Span } from "../base/range";
import { parseSpace } from "../base/space";
import { countText, exactBytes } from "../base/words";
import type { Device } from "../erofs/image";
import { deviceSlot } from "../erofs/structs/device";
import { hasIncompat } from "../erofs/structs/features";
import { fieldAt } from "../schema/struct";
import { known, minus, plus, type Term } from "../schema/sum";
import { number, place, type Walker } from "./walker";

/** What a step says when it has come to the byte. */
export interface Arrival {
	readonly text: string;
	readonly why?: string;
	readonly since?: string;
	/** Other bytes that were read with it. */
	readonly more?: readonly Span[];
	/** Structure and field that gave the address. */
	readonly field?: string;
}

/** @param at where the byte at `address` of the unified space is */
export async function toUnified(
	w: Walker,
	address: Term,
	at: Span,
	arrival: Arrival,
): Promise<void> {
	const device = deviceOf(w, at);
	if (!device) {
		arrive(w, address, at, arrival);
		return;
	}
	w.add({
		at: [at],
		text: `The address is byte ${countText(address.value)} of the line on which all devices have their places.`,
		sum: number(address),
	});
	await toSlot(w, device, "uniaddr_lo", {
		text: `Extra device ${device.id} has the addresses from ${countText(device.unified)} on, ${exactBytes(device.size)}.`,
	});
	const start = known(device.unified, "start of the device");
	arrive(w, minus(known(address.value, "address"), start), at, arrival);
}

/** @param address on device `id`, 0 for none in particular */
export async function toDevice(
	w: Walker,
	id: number,
	address: Term,
	at: Span,
	arrival: Arrival,
): Promise<void> {
	const device = w.image.devices[id - 1];
	if (!device) {
		await toUnified(w, address, at, arrival);
		return;
	}
	if (deviceOf(w, at) === device) {
		await toSlot(w, device, "blocks_lo", {
			text: `The address counts on extra device ${id} alone.`,
		});
		arrive(w, address, at, arrival);
		return;
	}
	await toSlot(w, device, "uniaddr_lo", {
		text: `The file of extra device ${id} was not given; the image has a copy of it from byte ${countText(device.unified)} on.`,
	});
	arrive(w, plus(address, known(device.unified, "start of the copy")), at, arrival);
}

function deviceOf(w: Walker, { space }: Span): Device | undefined {
	const named = parseSpace(space);
	return named?.kind === "device" ? w.image.devices[named.id - 1] : undefined;
}

async function toSlot(
	w: Walker,
	{ id, at }: Device,
	field: "uniaddr_lo" | "blocks_lo",
	{ text }: { readonly text: string },
): Promise<void> {
	if (!w.isNew(`device ${id}`)) return;
	const of = (name: "uniaddr_lo" | "uniaddr_hi" | "blocks_lo" | "blocks_hi") =>
		fieldAt(deviceSlot, name, at.space, at.start);
	const wide = hasIncompat(w.image.facts, "48BIT");
	const low = field === "uniaddr_lo" ? "blocks_lo" : "uniaddr_lo";
	await w.field(w.fixed(), of(field), {
		text,
		more: [of(low), ...(wide ? [of("uniaddr_hi"), of("blocks_hi")] : [])].map(({ at }) => at),
		since: "5.16",
	});
}

export function arrive(w: Walker, sum: Term, at: Span, { more = [], ...words }: Arrival): void {
	w.add({ at: [at, ...more], sum: place(sum), ...words });
}
