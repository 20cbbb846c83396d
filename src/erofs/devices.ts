/** Where block addresses lead, as far as the devices' files were given. */
import { corrupt, Failure } from "../base/errors";
import { type Exact, sum } from "../base/exact";
import type { Culprit, Finding } from "../base/finding";
import type { Span } from "../base/range";
import { countText, exactBytes } from "../base/words";
import { fault } from "./faults";
import type { Device, Image } from "./image";
import { type DevicePlace, placeOf, spanOf, unifiedPlace } from "./structs/address";

/** Code of the failure for bytes that are on a device whose file was not given. */
export const DEVICE_MISSING = "device-missing";

/** One for each device: every file of an image can lie on it. */
const failures = new WeakMap<Device, Failure>();

/** The failure for bytes on a device whose file was not given. */
export function missing(device: Device): Failure {
	const known = failures.get(device) ?? newMissing(device);
	failures.set(device, known);
	return known;
}

function newMissing(device: Device): Failure {
	const name = device.tag ? `“${device.tag}”` : "without a name";
	return new Failure({
		kind: "unsupported",
		code: DEVICE_MISSING,
		message: `Extra device ${device.id} (${name}) was not given.`,
		hint: "Open the image again together with the device's file.",
		at: device.at,
	});
}

/** Whether not all bytes of a device can be had: neither its file was given, nor does the image hold it. */
export function isMissing({ primary }: Image, device: Device): boolean {
	const { source, unified, size, isFilled } = device;
	const inPrimary = isFilled && unified > 0 && sum(unified, size) <= primary.source.size;
	return !source && !inPrimary;
}

/** Whether that is why something could not be read. */
export const isMissingDevice = (error: unknown): error is Failure =>
	error instanceof Failure && error.info.code === DEVICE_MISSING;

/** For each device of which not all bytes can be had, the failure of who needs them. */
export const missingDevices = (image: Image): Failure[] =>
	image.devices.filter((device) => isMissing(image, device)).map(missing);

function given({ devices }: Image, place: DevicePlace, length: number): Span {
	const device = devices[place.device - 1];
	if (device && !device.source) throw missing(device);
	return spanOf(place, length);
}

/** The finding for contents that lie where no byte of their device is. */
export const beyondDevice = (
	culprit: Culprit,
	start: Exact,
	end: Exact,
	size: number,
): Finding => ({
	...fault("data-beyond-end"),
	...culprit,
	seen: `bytes ${countText(start)} to ${countText(end)}`,
	allowed: `within ${exactBytes(size)}`,
});

/** The address as a position. @throws Failure `corrupt` when it is further than positions count. */
function reachable(
	{ primary }: Image,
	address: Exact,
	length: number,
	culprit: () => Culprit,
): number {
	const end = sum(address, length);
	if (typeof address === "number" && typeof end === "number") return address;
	throw corrupt(beyondDevice(culprit(), address, end, primary.source.size));
}

/**
 * Where `length` bytes at byte `address` of the unified space lie. Compressed and
 * flat data is addressed this way. The result can reach beyond the end of its
 * space: readers check.
 * @param culprit the field that gave the address, asked only for one that cannot be right
 * @throws Failure `unsupported` (`device-missing`) when the device's file was not given,
 *         `corrupt` for an address beyond 2^53.
 */
export function resolveUnified(
	image: Image,
	address: Exact,
	length: number,
	culprit: () => Culprit,
): Span {
	const start = reachable(image, address, length, culprit);
	return given(image, unifiedPlace(image.facts, start, length), length);
}

/**
 * The same for an address on device `id` (already masked), as chunk indexes give it.
 * Undefined for an id the device table does not have.
 */
export function resolveAddress(
	image: Image,
	id: number,
	address: Exact,
	length: number,
	culprit: () => Culprit,
): Span | undefined {
	const start = reachable(image, address, length, culprit);
	const place = placeOf(image.facts, id, start, length);
	return place && given(image, place, length);
}
