/**
 * What a block address means (format section 5.2). Id 0 addresses the unified space: the primary
 * device, or any device mapped into it at its `uniaddr`. Id N addresses device N directly.
 */
import { type Span, span } from "../../base/range";
import { deviceSpace } from "../../base/space";

/** A slot of the device table. */
export interface DeviceRange {
	/** Bytes. */
	readonly size: number;
	/** Byte address in the unified space; 0 when it has none. */
	readonly unified: number;
	/** Whether we have its bytes. */
	readonly given: boolean;
}

export interface Addressing {
	/** Bytes of the primary device as given to us. */
	readonly imageSize: number;
	/** Slot 1 first. */
	readonly devices: readonly DeviceRange[];
}

/** Bits of a raw 16-bit device id that count: up to the next power of two above the device count. */
export const deviceIdMask = (extraDevices: number): number => {
	let size = 1;
	while (size < extraDevices + 1) size *= 2;
	return size - 1;
};

/** Bytes of a device: 0 is the primary. */
export interface DevicePlace {
	readonly device: number;
	readonly start: number;
}

/**
 * Where `length` bytes at byte `address` of device `id` lie; undefined for an id that the table
 * does not have. The place can reach beyond the end of its device, and be on one whose bytes we do
 * not have: then the primary has no copy of them either.
 */
export function placeOf(
	{ devices, imageSize }: Addressing,
	id: number,
	address: number,
	length: number,
): DevicePlace | undefined {
	if (id === 0) return unifiedPlace({ devices, imageSize }, address, length);
	const device = devices[id - 1];
	if (!device) return undefined;
	const flat = device.unified + address;
	const copied = !device.given && device.unified > 0 && flat + length <= imageSize;
	return copied ? { device: 0, start: flat } : { device: id, start: address };
}

/** The same in the unified space, where every address is one of the primary at least. */
export function unifiedPlace(
	{ devices, imageSize }: Addressing,
	address: number,
	length: number,
): DevicePlace {
	for (let i = 0; i < devices.length; i++) {
		const { unified, size, given } = devices[i] as DeviceRange;
		const inside = address - unified;
		if (unified === 0 || inside < 0 || inside >= size) continue;
		if (given || address + length > imageSize) return { device: i + 1, start: inside };
	}
	return { device: 0, start: address };
}

export const spanOf = ({ device, start }: DevicePlace, length: number): Span =>
	span(deviceSpace(device), start, start + length);
