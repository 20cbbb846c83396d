/**
 * Address resolution: which file a block address means (format section 5.2).
 * Id 0 addresses the unified space: the primary device, or any device mapped
 * into it at its `uniaddr`. Id N addresses device N directly.
 */
import { Failure } from "../base/errors";
import { type Span, span } from "../base/range";
import { deviceSpace, IMAGE_SPACE } from "../base/space";
import type { Device, Image } from "./image";

/** Bits of a raw 16-bit device id that count: up to the next power of two above the device count. */
export const deviceIdMask = (extraDevices: number): number => {
	let size = 1;
	while (size < extraDevices + 1) size *= 2;
	return size - 1;
};

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

/**
 * Where `length` bytes at byte `address` of the unified space lie. Compressed and
 * flat data is addressed this way. The result can reach beyond the end of its
 * space: readers check.
 * @throws Failure `unsupported` (`device-missing`) when the device's file was not given.
 */
export function resolveUnified(image: Image, address: number, length: number): Span {
	for (const device of image.devices) {
		const inside = address - device.unified;
		if (device.unified === 0 || inside < 0 || inside >= device.size) continue;
		if (device.source) return span(deviceSpace(device.id), inside, inside + length);
		if (address + length > image.primary.source.size) throw missing(device);
	}
	return span(IMAGE_SPACE, address, address + length);
}

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
	if (id === 0) return resolveUnified(image, address, length);
	const device = image.devices[id - 1];
	if (!device) return undefined;
	if (device.source) return span(deviceSpace(id), address, address + length);
	const flat = device.unified + address;
	if (device.unified === 0 || flat + length > image.primary.source.size) throw missing(device);
	return span(IMAGE_SPACE, flat, flat + length);
}
