/** The device table: one slot of 128 bytes for each extra device. */
import { reportOrThrow } from "../base/errors";
import { type Exact, product, sum } from "../base/exact";
import type { Report } from "../base/finding";
import { span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { countText, exactBytes } from "../base/words";
import { check, decode, fieldAt } from "../schema/struct";
import type { Container, Device } from "./image";
import { readMeta } from "./read";
import { DEVICE_SLOT, deviceRange, deviceSlot } from "./structs/device";
import type { Facts } from "./structs/facts";
import { paddedText, type Superblock } from "./structs/superblock";
import { sbField } from "./superblock";

/** The slots as stored; a table outside the image is reported and counts as empty. */
export async function readDevices(
	primary: Container,
	sb: Superblock,
	facts: Facts,
	report: Report,
	signal?: AbortSignal,
): Promise<Device[]> {
	if (facts.extraDevices === 0) return [];
	const start = sb.devt_slotoff * DEVICE_SLOT;
	const end = start + facts.extraDevices * DEVICE_SLOT;
	const fits = start + DEVICE_SLOT <= primary.source.size;
	const from = sbField(fits ? "extra_devices" : "devt_slotoff");
	const about = { structure: "device table", from };
	const list: Device[] = [];
	let bytes: Uint8Array;
	try {
		bytes = await readMeta(primary, start, end, about, signal);
	} catch (error) {
		reportOrThrow(error, report);
		return list;
	}
	for (let i = 0; i < facts.extraDevices; i++) {
		const place = {
			bytes,
			offset: i * DEVICE_SLOT,
			space: IMAGE_SPACE,
			start: start + i * DEVICE_SLOT,
		};
		check(deviceSlot, place, facts, report);
		const slot = decode(deviceSlot, bytes, place.offset);
		list.push({
			id: i + 1,
			tag: paddedText(slot.tag),
			...deviceRange(slot, facts),
			at: span(IMAGE_SPACE, place.start, place.start + DEVICE_SLOT),
		});
	}
	checkRanges(list, facts, report);
	return list;
}

/** Devices must not overlap each other or the primary device in the unified address space. */
function checkRanges(list: readonly Device[], facts: Facts, report: Report): void {
	const taken: { start: Exact; end: Exact }[] = [
		{ start: 0, end: product(facts.blocks, facts.blockSize) },
	];
	for (const { size, unified: start, at } of list) {
		const end = sum(start, size);
		if (start > 0 && taken.some((other) => other.start < end && start < other.end)) {
			report({
				...fieldAt(deviceSlot, "uniaddr_lo", at.space, at.start),
				code: "device-overlap",
				severity: "warning",
				text: "The device overlaps another one in the unified address space: addresses there are ambiguous.",
				seen: `bytes ${countText(start)} to ${countText(end)}`,
				allowed: "a range of its own",
			});
		}
		taken.push({ start, end });
	}
}

/** A file that is shorter than its device, by a block or more, is cut off or not that device. */
export function checkGiven(devices: readonly Device[], facts: Facts, report: Report): void {
	for (const { id, size, source, at } of devices) {
		if (!source || sum(source.size, facts.blockSize) > size) continue;
		report({
			...fieldAt(deviceSlot, "blocks_lo", at.space, at.start),
			code: "device-short",
			severity: "error",
			text: `The file given for extra device ${id} is shorter than the device: it is cut off, or another file.`,
			seen: `${exactBytes(size)} declared`,
			allowed: `at most ${exactBytes(source.size)}, the size of ${source.label}`,
		});
	}
}
