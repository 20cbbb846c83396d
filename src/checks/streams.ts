/** Compressed units that decode, and that kernels do not read all the same. */
import { corrupt } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Span } from "../base/range";
import { exactBytes } from "../base/words";
import { stripLeadingZeros } from "../codecs/padding";
import { decodeInto } from "../erofs/decode";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { readStored } from "../erofs/stored";
import { lz4Settings } from "../erofs/structs/configs";
import { hasIncompat } from "../erofs/structs/features";
import { sbField } from "../erofs/superblock";
import { decode, fieldAt } from "../schema/struct";
import { type Check, judge } from "./check";
import { furthestMatch } from "./lz4-reach";
import { LZ4, LZ4_WINDOW, type UnitRules } from "./units";

/** A unit that was decoded. */
export interface StoredUnit {
	readonly nid: bigint;
	readonly extent: Extent;
	readonly at: Span;
	/** Its bytes, with the padding in front of the stream. */
	readonly stored: Uint8Array;
}

const isLz4Padded = ({ facts }: Image): boolean => hasIncompat(facts, "LZ4_0PADDING");

const isPadded = (image: Image, { algorithm }: Extent): boolean =>
	algorithm !== LZ4 || isLz4Padded(image);

/** How far back matches may reach, as declared: by the superblock, or by the settings of LZ4. */
function lz4Distance({ facts, superblock, configs }: Image) {
	if (!hasIncompat(facts, "COMPR_CFGS")) {
		const distance = superblock.lz4_max_distance || LZ4_WINDOW;
		return { distance, where: sbField("lz4_max_distance") };
	}
	const config = configs.find(({ id }) => id === LZ4);
	if (!config) return undefined;
	const { space, start } = config.at;
	return {
		distance: decode(lz4Settings, config.payload).max_distance || LZ4_WINDOW,
		where: fieldAt(lz4Settings, "max_distance", space, start),
	};
}

/** What holds for all units of an image. */
export const unitRules = (image: Image): UnitRules => ({
	blockSize: image.facts.blockSize,
	algorithms: image.facts.algorithms | (image.facts.undeclaredLz4 ? 1 << LZ4 : 0),
	isLz4Padded: isLz4Padded(image),
	lz4Distance: lz4Distance(image)?.distance ?? LZ4_WINDOW,
});

/**
 * Decodes a unit as `decodeInto`, and as strictly as kernels.
 * @throws Failure as that, and `corrupt` for what kernels do not read
 */
export async function decodeStrictly(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	out: Uint8Array,
	signal?: AbortSignal,
): Promise<void> {
	await decodeInto(image, inode, extent, at, out, signal);
	const stored = await readStored(image, inode, extent, at, signal);
	await judge(unitChecks, { nid: inode.nid, extent, at, stored }, image, refuse);
}

/** @throws Failure */
const refuse = (finding: Finding): never => {
	throw corrupt(finding);
};

export const unitChecks: readonly Check<"unit">[] = [
	{
		code: "z-padding",
		on: "unit",
		severity: "error",
		text: "The compressed data begins behind the first block of its unit: kernels look for it in that block alone, and refuse the unit.",
		test({ nid, extent, at, stored }, image) {
			const { blockSize } = image.facts;
			const room = blockSize - (at.start % blockSize);
			if (stored.length <= room || !isPadded(image, extent)) return undefined;
			const zeros = stripLeadingZeros(stored);
			if (zeros < room || zeros === stored.length) return undefined;
			const seen = `${zeros} zero bytes`;
			const allowed = `fewer than ${room}`;
			return [{ structure: "compressed data", at, nid, seen, allowed }];
		},
	},
	{
		code: "z-lz4-distance",
		on: "unit",
		severity: "error",
		text: "LZ4 matches reach further back than is declared: kernels, which keep no more, read something else there.",
		test({ nid, extent, at, stored }, image) {
			if (extent.algorithm !== LZ4 || !isPadded(image, extent)) return undefined;
			const declared = lz4Distance(image);
			if (!declared || declared.distance >= LZ4_WINDOW) return undefined;
			const block = stored.subarray(stripLeadingZeros(stored));
			const reach = furthestMatch(block, extent.end - extent.start);
			if (reach <= declared.distance) return undefined;
			const seen = exactBytes(declared.distance);
			const allowed = `at least ${exactBytes(reach)}`;
			return [{ ...declared.where, nid, leadsTo: at, seen, allowed }];
		},
	},
];
