/** The device table: one slot of 128 bytes for each extra device. */
import { reportOrThrow } from "../base/errors";
import type { Report } from "../base/finding";
import { span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { check, decode } from "../schema/struct";
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
	return list;
}
