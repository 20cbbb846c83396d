/** What the fields of the superblock, the devices and the file say of each other. */
import { type Exact, product, sum } from "../base/exact";
import { counted, countText, exactBytes } from "../base/words";
import type { Image } from "../erofs/image";
import { deviceSlot } from "../erofs/structs/device";
import { COMPAT, hasIncompat } from "../erofs/structs/features";
import { SB_OFFSET } from "../erofs/structs/superblock";
import { sbField, superblockSize } from "../erofs/superblock";
import { NYDUS } from "../erofs/writer";
import { hex } from "../schema/show";
import { fieldAt } from "../schema/struct";
import type { Check, Violation } from "./check";

type AreaField = "meta_blkaddr" | "xattr_blkaddr";

/** An area begins inside the file; one without anything in it may begin where the file ends. */
function areaBeyond({ superblock, facts }: Image, field: AreaField): Violation[] {
	const { blockSize, imageSize } = facts;
	const start = superblock[field] * blockSize;
	if (start < imageSize || (field === "xattr_blkaddr" && start === imageSize)) return [];
	const allowed = `below ${Math.ceil(imageSize / blockSize)}`;
	return [{ ...sbField(field), seen: `block ${superblock[field]}`, allowed }];
}

interface Taken {
	readonly start: Exact;
	readonly end: Exact;
}

/** Devices must not overlap each other or the primary device in the unified address space. */
function overlapping({ devices, facts }: Image): Violation[] {
	const taken: Taken[] = [{ start: 0, end: product(facts.blocks, facts.blockSize) }];
	return devices.flatMap(({ size, unified: start, at }) => {
		const end = sum(start, size);
		const clash = start > 0 && taken.some((other) => other.start < end && start < other.end);
		taken.push({ start, end });
		if (!clash) return [];
		return {
			...fieldAt(deviceSlot, "uniaddr_lo", at.space, at.start),
			seen: `bytes ${countText(start)} to ${countText(end)}`,
			allowed: "a range of its own",
		};
	});
}

/**
 * erofs-utils lets each device begin where the one before it ends, so one without blocks begins where
 * the next one does, however it came to have none.
 */
function uncounted({ devices }: Image): Violation[] {
	return devices.flatMap(({ size, unified, at }, i) => {
		const next = devices[i + 1]?.unified ?? 0;
		if (size !== 0 || unified === 0 || next <= unified) return [];
		const place = fieldAt(deviceSlot, "blocks_lo", at.space, at.start);
		const allowed = `${exactBytes(sum(next, -unified))}, up to the next device`;
		return [{ ...place, seen: "no blocks", allowed }];
	});
}

export const imageChecks: readonly Check<"image">[] = [
	{
		code: "image-truncated",
		on: "image",
		severity: "error",
		text: "The file is shorter than the superblock says: it is cut off, and what lay behind its end is missing.",
		test(image) {
			const { blocks, blockSize, imageSize } = image.facts;
			const need = product(blocks, blockSize);
			if (need <= imageSize || image.writer === NYDUS) return undefined;
			const allowed = `at most ${exactBytes(imageSize)}, the size of the file`;
			return [
				{
					...sbField("blocks_lo"),
					seen: `${counted(blocks, "block")} = ${exactBytes(need)}`,
					allowed,
				},
			];
		},
	},
	{
		code: "image-unstored",
		on: "image",
		severity: "error",
		text: "The file around the image stores only the beginning of it: what is missing is read as zeros. Where it is a piece of the image, open all pieces together.",
		test({ primary: { source }, facts: { blocks, blockSize } }) {
			const need = product(blocks, blockSize);
			if (source.unstored === undefined || need <= source.unstored) return undefined;
			const allowed = `at most ${exactBytes(source.unstored)}, which are stored`;
			return [{ ...sbField("blocks_lo"), seen: exactBytes(need), allowed }];
		},
	},
	{
		code: "sb-blocks-zero",
		on: "image",
		severity: "warning",
		text: "The superblock says the file system has no blocks at all.",
		test: ({ facts }) =>
			facts.blocks === 0
				? [{ ...sbField("blocks_lo"), seen: "0", allowed: "at least 1" }]
				: undefined,
	},
	{
		code: "sb-meta-blkaddr",
		on: "image",
		severity: "error",
		text: "The superblock points beyond the end of the image.",
		test: (image) => areaBeyond(image, "meta_blkaddr"),
	},
	{
		code: "sb-xattr-blkaddr",
		on: "image",
		severity: "error",
		text: "The superblock points beyond the end of the image.",
		test: (image) => areaBeyond(image, "xattr_blkaddr"),
	},
	{
		code: "sb-extslots",
		on: "image",
		severity: "error",
		text: "The superblock does not fit in its block; kernels refuse the image.",
		test({ superblock, facts: { blockSize } }) {
			const size = superblockSize(superblock);
			const room = blockSize - (SB_OFFSET % blockSize);
			if (size <= room) return undefined;
			const allowed = `at most ${room} bytes`;
			return [{ ...sbField("sb_extslots"), seen: `${size} bytes`, allowed }];
		},
	},
	{
		code: "sb-devices-unused",
		on: "image",
		severity: "warning",
		text: "A device count is set, but the image does not have the device table feature.",
		test({ superblock: { extra_devices: count }, facts }) {
			if (count === 0 || hasIncompat(facts, "DEVICE_TABLE")) return undefined;
			return [{ ...sbField("extra_devices"), seen: String(count), allowed: "0" }];
		},
	},
	{
		code: "sb-prefixes-undeclared",
		on: "image",
		severity: "warning",
		text: "A count of long prefixes is set, but the image does not have the feature. Kernels go by the count, and refuse the image when there is no such table.",
		test({ superblock: { xattr_prefix_count: count }, facts }) {
			if (count === 0 || hasIncompat(facts, "XATTR_PREFIXES")) return undefined;
			return [{ ...sbField("xattr_prefix_count"), seen: String(count), allowed: "0" }];
		},
	},
	{
		code: "device-overlap",
		on: "image",
		severity: "warning",
		text: "The device overlaps another one in the unified address space: addresses there are ambiguous.",
		test: overlapping,
	},
	{
		code: "device-gap",
		on: "image",
		severity: "error",
		text: "The device table says that this device has no blocks, but leaves room for them in front of the next one: its size is lost, and what is addressed through the whole image is not found on it.",
		test: uncounted,
	},
	{
		code: "device-short",
		on: "image",
		severity: "error",
		text: "The file given for an extra device is shorter than the device: it is cut off, or another file.",
		test({ devices, facts }) {
			// By a block or more: the last one may be cut where its contents end.
			const short = devices.filter(
				({ source, size }) => source && sum(source.size, facts.blockSize) <= size,
			);
			return short.map(({ id, size, source, at }) => ({
				...fieldAt(deviceSlot, "blocks_lo", at.space, at.start),
				text: `The file given for extra device ${id} is shorter than the device: it is cut off, or another file.`,
				seen: `${exactBytes(size)} declared`,
				allowed: `at most ${exactBytes(source?.size ?? 0)}, the size of ${source?.label}`,
			}));
		},
	},
];

/** Pages of most machines. */
const PAGE = 4096;

/** Told of blocks that cannot be as large as it is said. */
const WRONG_SIZE = {
	severity: "error",
	text: "The block size does not fit: the file has as many blocks as the superblock counts when they are of the usual size.",
	allowed: exactBytes(PAGE),
} as const;

/** What a sound image lacks to be used everywhere, or to be trusted: told by a check, not by who opens it. */
export const mountChecks: readonly Check<"image">[] = [
	{
		code: "sb-checksum-absent",
		on: "image",
		severity: "note",
		text: "The superblock has no checksum: readers cannot notice when something in the first block was changed.",
		test({ superblock: { feature_compat: seen } }) {
			if ((seen & COMPAT.SB_CHKSUM) !== 0) return undefined;
			return [{ ...sbField("feature_compat"), seen: hex(seen), allowed: "SB_CHKSUM set" }];
		},
	},
	{
		code: "sb-blkszbits-page",
		on: "image",
		severity: "note",
		text: "The blocks are larger than the pages of most machines: Linux mounts the image only where pages are as large.",
		test({ facts: { blocks, blockSize, imageSize } }) {
			if (blockSize <= PAGE) return undefined;
			const about = { ...sbField("blkszbits"), seen: exactBytes(blockSize) };
			if (product(blocks, PAGE) === imageSize) return [{ ...about, ...WRONG_SIZE }];
			return [{ ...about, allowed: `${exactBytes(PAGE)} for every machine` }];
		},
	},
];
