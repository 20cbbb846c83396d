/** Where block addresses lead, as far as the devices' files were given. */
import { Failure } from "../base/errors";
import type { Span } from "../base/range";
import type { Device, Image } from "./image";
import { type DevicePlace, placeOf, spanOf, unifiedPlace } from "./structs/address";

/** The failure for bytes on a device whose file was not given. */
function missing(device: Device): Failure {
	const name = device.tag ? `“${device.tag}”` : "without a name";
	return new Failure({
		kind: "unsupported",
		code: "device-missing",
		message: `Extra device ${device.id} (${name}) was not given.`,
		hint: "Open the image again together with the device's file.",
		at: device.at,
	});
}

/** For each device of which not all bytes can be had, the failure of who needs them. */
export const missingDevices = ({ devices, primary }: Image): Failure[] =>
	devices
		.filter(({ source, unified, size }) => {
			const inPrimary = unified > 0 && unified + size <= primary.source.size;
			return !source && !inPrimary;
		})
		.map(missing);

function given({ devices }: Image, place: DevicePlace, length: number): Span {
	const device = devices[place.device - 1];
	if (device && !device.source) throw missing(device);
	return spanOf(place, length);
}

/**
 * Where `length` bytes at byte `address` of the unified space lie. Compressed and
 * flat data is addressed this way. The result can reach beyond the end of its
 * space: readers check.
 * @throws Failure `unsupported` (`device-missing`) when the device's file was not given.
 */
export const resolveUnified = (image: Image, address: number, length: number): Span =>
	given(image, unifiedPlace(image.facts, address, length), length);

/**
 * The same for an address on device `id` (already masked), as chunk indexes give it.
 * Undefined for an id the device table does not have.
 * @throws Failure `unsupported` (`device-missing`).
 */
export function resolveAddress(
	image: Image,
	id: number,
	address: number,
	length: number,
): Span | undefined {
	const place = placeOf(image.facts, id, address, length);
	return place && given(image, place, length);
}
