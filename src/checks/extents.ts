/** Where the contents of files lie, against what else lies there. */
import type { Exact } from "../base/exact";
import type { SpaceId, Span } from "../base/range";
import { IMAGE_SPACE, parseSpace } from "../base/space";
import { exactBytes } from "../base/words";
import type { Device, Image } from "../erofs/image";
import { addressField } from "../erofs/map/culprit";
import { deviceSlot } from "../erofs/structs/device";
import { SB_OFFSET } from "../erofs/structs/superblock";
import { superblockSize } from "../erofs/superblock";
import { fieldAt } from "../schema/struct";
import type { Check } from "./check";

/** Behind the superblock with its extension. */
export const superblockEnd = ({ superblock }: Image): number =>
	SB_OFFSET + superblockSize(superblock);

const isOnSuperblock = (at: Span | undefined, image: Image): at is Span =>
	at?.space === IMAGE_SPACE && at.end > SB_OFFSET && at.start < superblockEnd(image);

/** The device that a space is, when it is one. */
function deviceOf(space: SpaceId, { devices }: Image): Device | undefined {
	if (space === IMAGE_SPACE) return undefined;
	const named = parseSpace(space);
	return named?.kind === "device" ? devices[named.id - 1] : undefined;
}

/** Bytes that a space has by what is declared of it; undefined where nothing is. */
export function declaredSize(space: SpaceId, image: Image): Exact | undefined {
	const device = deviceOf(space, image);
	return device?.isFilled ? device.size : undefined;
}

/** The device that stored bytes lie on, when they reach beyond its declared end. */
function shortDevice({ space, end }: Span, image: Image): Device | undefined {
	const device = deviceOf(space, image);
	if (!device?.isFilled || end <= device.size) return undefined;
	// What its file does not have either is told of the address.
	return device.source && end > device.source.size ? undefined : device;
}

/** Whether the checks of extents find something about stored bytes. */
export const isOddPlace = (at: Span, image: Image): boolean =>
	isOnSuperblock(at, image) || shortDevice(at, image) !== undefined;

export const extentChecks: readonly Check<"extent">[] = [
	{
		code: "data-on-superblock",
		on: "extent",
		severity: "warning",
		text: "The contents lie on the superblock: they are read as they are there, and cannot be what was stored.",
		test({ inode, extent }, image) {
			const { at } = extent;
			if (!isOnSuperblock(at, image)) return undefined;
			return addressField(image, inode, extent).then((culprit) => [
				{
					...culprit,
					// A superblock can be a file's contents by intent, but never a compressed stream.
					...(extent.kind === "compressed" ? { severity: "error" as const } : {}),
					leadsTo: at,
					seen: `bytes ${at.start} to ${at.end}`,
					allowed: `none of bytes ${SB_OFFSET} to ${superblockEnd(image)}`,
				},
			]);
		},
	},
	{
		code: "data-beyond-device",
		on: "extent",
		severity: "error",
		text: "Contents lie beyond the size that the device table declares for their device: one of them is wrong.",
		test({ extent: { at } }, image) {
			const device = at && shortDevice(at, image);
			if (!device) return undefined;
			return [
				{
					...fieldAt(deviceSlot, "blocks_lo", device.at.space, device.at.start),
					seen: exactBytes(device.size),
					allowed: `at least ${exactBytes(at.end)}`,
				},
			];
		},
	},
];
