/** Compressed units that decode, and that kernels do not read all the same. */
import { corrupt } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Span } from "../base/range";
import { exactBytes } from "../base/words";
import { stripLeadingZeros } from "../codecs/padding";
import { decodeInto, decodes } from "../erofs/decode";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { readStored } from "../erofs/stored";
import { lz4Settings } from "../erofs/structs/configs";
import { hasIncompat } from "../erofs/structs/features";
import { sbField } from "../erofs/superblock";
import { decode, fieldAt } from "../schema/struct";
import { areSilent, type Check, judge } from "./check";

/** A unit that was decoded. */
export interface StoredUnit {
	readonly nid: bigint;
	readonly extent: Extent;
	readonly at: Span;
	/** Its bytes, with the padding in front of the stream. */
	readonly stored: Uint8Array;
}

const LZ4 = 0;

/** Images before Linux 5.4 have no padding in front of streams, but something behind. */
const isPadded = ({ facts }: Image, { algorithm }: Extent): boolean =>
	algorithm !== LZ4 || hasIncompat(facts, "LZ4_0PADDING");

const NONE = 65_535;

type Distance = ReturnType<typeof readDistance>;

/** Of images whose units are looked at, each of which is measured against it. */
const distances = new WeakMap<Image, { readonly declared: Distance }>();

/** How far back matches may reach, as declared. */
function lz4Distance(image: Image): Distance {
	const known = distances.get(image) ?? { declared: readDistance(image) };
	distances.set(image, known);
	return known.declared;
}

/** By the superblock, or by the settings of LZ4. */
function readDistance({ facts, superblock, configs }: Image) {
	if (!hasIncompat(facts, "COMPR_CFGS")) {
		return { distance: superblock.lz4_max_distance || NONE, where: sbField("lz4_max_distance") };
	}
	const config = configs.find(({ id }) => id === LZ4);
	if (!config) return undefined;
	const { space, start } = config.at;
	return {
		distance: decode(lz4Settings, config.payload).max_distance || NONE,
		where: fieldAt(lz4Settings, "max_distance", space, start),
	};
}

/**
 * The furthest that a match of an LZ4 block reaches back. Nothing is checked: the block was decoded.
 */
function furthestMatch(block: Uint8Array, decoded: number): number {
	let furthest = 0;
	let out = 0;
	let p = 0;
	const length = (nibble: number): number => {
		let sum = nibble;
		if (nibble === 15) {
			let more = 255;
			while (more === 255 && p < block.length) {
				more = block[p++] as number;
				sum += more;
			}
		}
		return sum;
	};
	while (p < block.length && out < decoded) {
		const token = block[p++] as number;
		const literals = length(token >> 4);
		p += literals;
		out += literals;
		if (p + 2 > block.length || out >= decoded) break;
		furthest = Math.max(furthest, (block[p] as number) | ((block[p + 1] as number) << 8));
		p += 2;
		out += length(token & 15) + 4;
	}
	return furthest;
}

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

/** Whether it would, as `decodes` does. */
export function isSound(image: Image, unit: StoredUnit, length: number): boolean {
	return decodes(image, unit.extent, unit.stored, length) && areSilent(unitChecks, unit, image);
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
			if (!declared || declared.distance >= NONE) return undefined;
			const block = stored.subarray(stripLeadingZeros(stored));
			const reach = furthestMatch(block, extent.end - extent.start);
			if (reach <= declared.distance) return undefined;
			const seen = exactBytes(declared.distance);
			const allowed = `at least ${exactBytes(reach)}`;
			return [{ ...declared.where, nid, leadsTo: at, seen, allowed }];
		},
	},
];
