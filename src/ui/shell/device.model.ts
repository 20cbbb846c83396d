/** Devices and the files given for them, in words. */
import { type Candidate, fitOf, fitsSize, type Slot } from "../../base/fit";
import { exactBytes, sizeText } from "../../base/words";
import type { DeviceRow } from "../../worker/protocol";

/** Tag and size of a device as the device table says them. */
export function deviceFacts({ tag, size }: DeviceRow): string {
	return `${tag ? `tag “${tag}”` : "no tag"}, ${sizeText(size)} (${exactBytes(size)})`;
}

/** What speaks for a file being a device, or that nothing does. */
export function fitReason(device: DeviceRow, file: Candidate): string {
	const { id, tag, size } = device;
	const fit = fitOf(device, file);
	if (fit === "tag")
		return `Its name fits the tag of device ${id}, “${tag}”.${otherSize(device, file)}`;
	if (fit === "size") return `It has exactly the size of device ${id}: ${exactBytes(size)}.`;
	const its = file.size === undefined ? "not known yet" : exactBytes(file.size);
	return `Device ${id} has ${deviceFacts(device)}. The size of this file: ${its}.`;
}

/** That the sizes differ; empty when they do not, or when that is not known. */
const otherSize = (slot: Slot, file: Candidate): string =>
	file.size === undefined || fitsSize(slot, file)
		? ""
		: ` It has ${exactBytes(file.size)}, the device ${exactBytes(slot.size)}.`;

/** That nothing speaks for a file; the size of an address is known only later. */
export const misfit = (file: Candidate, of: string): string =>
	file.size === undefined
		? `Its name is not that of ${of}.`
		: `Neither its name nor its size is that of ${of}.`;
