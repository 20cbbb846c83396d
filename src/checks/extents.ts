/** Where the contents of files lie, against what else lies there. */
import { IMAGE_SPACE, parseSpace } from "../base/space";
import { exactBytes } from "../base/words";
import { addressField } from "../erofs/map/culprit";
import { deviceSlot } from "../erofs/structs/device";
import { SB_OFFSET } from "../erofs/structs/superblock";
import { superblockSize } from "../erofs/superblock";
import { fieldAt } from "../schema/struct";
import type { Check } from "./check";

export const extentChecks: readonly Check<"extent">[] = [
	{
		code: "data-on-superblock",
		on: "extent",
		severity: "warning",
		text: "The contents lie on the superblock: they are read as they are there, and cannot be what was stored.",
		test({ inode, extent }, image) {
			const { at } = extent;
			const end = SB_OFFSET + superblockSize(image.superblock);
			if (at?.space !== IMAGE_SPACE || at.start >= end || at.end <= SB_OFFSET) return undefined;
			return addressField(image, inode, extent).then((culprit) => [
				{
					...culprit,
					// A superblock can be a file's contents by intent, but never a compressed stream.
					...(extent.kind === "compressed" ? { severity: "error" as const } : {}),
					leadsTo: at,
					seen: `bytes ${at.start} to ${at.end}`,
					allowed: `none of bytes ${SB_OFFSET} to ${end}`,
				},
			]);
		},
	},
	{
		code: "data-beyond-device",
		on: "extent",
		severity: "error",
		text: "Contents lie beyond the size that the device table declares for their device: one of them is wrong.",
		test({ extent: { at } }, { devices }) {
			const space = at && at.space !== IMAGE_SPACE ? parseSpace(at.space) : undefined;
			const device = space?.kind === "device" ? devices[space.id - 1] : undefined;
			if (!at || !device || at.end <= device.size) return undefined;
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
