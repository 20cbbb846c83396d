/** Images whose contents lie on devices as no tool puts them there, made of ones that have none. */
import type { Range } from "../base/range";
import { DEVICE_SLOT, deviceSlot } from "../erofs/structs/device";
import { INCOMPAT } from "../erofs/structs/features";
import { SB_OFFSET, superblock } from "../erofs/structs/superblock";

export interface OnDevices {
	readonly bytes: Uint8Array;
	/** Slot 1 of the device table first. */
	readonly devices: readonly Uint8Array[];
}

/** In front of the superblock there is room for so many slots. */
const FIRST_SLOT = 4;

/**
 * Contents that begin in one of `ranges` lie on a device: the first one that has the block. The
 * image keeps its copy, for who is not given the device.
 * @param ranges blocks, four at most
 */
export function onDevices(image: Uint8Array, ranges: readonly Range[]): OnDevices {
	const bytes = image.slice();
	const view = new DataView(bytes.buffer, bytes.byteOffset);
	const sb = superblock.at;
	const blockSize = 2 ** view.getUint8(SB_OFFSET + sb.blkszbits);
	const features = view.getUint32(SB_OFFSET + sb.feature_incompat, true);
	view.setUint32(SB_OFFSET + sb.feature_incompat, features | INCOMPAT.DEVICE_TABLE, true);
	view.setUint16(SB_OFFSET + sb.extra_devices, ranges.length, true);
	view.setUint16(SB_OFFSET + sb.devt_slotoff, FIRST_SLOT, true);
	for (const [i, { start, end }] of ranges.entries()) {
		const slot = (FIRST_SLOT + i) * DEVICE_SLOT;
		view.setUint32(slot + deviceSlot.at.blocks_lo, end - start, true);
		view.setUint32(slot + deviceSlot.at.uniaddr_lo, start, true);
	}
	const devices = ranges.map(({ start, end }) => image.slice(start * blockSize, end * blockSize));
	return { bytes, devices };
}
