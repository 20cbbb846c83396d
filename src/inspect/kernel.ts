/** The oldest Linux that can mount an image, and every reason that pushes it up. */
import { exactBytes } from "../base/words";
import type { Facts } from "../erofs/structs/facts";
import {
	ALGORITHMS,
	hasIncompat,
	INCOMPAT_FEATURES,
	KNOWN_INCOMPAT,
} from "../erofs/structs/features";
import { isBlockSize } from "../erofs/superblock";
import { hex } from "../schema/show";

export interface KernelReason {
	/** "5.4"; absent for what no Linux reads. */
	readonly version?: string;
	readonly because: string;
}

export interface KernelNeed {
	/** Absent when no Linux that this program knows mounts the image. */
	readonly version?: string;
	/** What no Linux reads first, then the newest. */
	readonly reasons: readonly KernelReason[];
}

/** `Linux 5.4 or newer`. */
export const kernelText = ({ version }: KernelNeed): string =>
	version === undefined ? "no known Linux" : `Linux ${version} or newer`;

/** EROFS left the staging area in this version. */
const FLOOR = { version: "5.4", because: "EROFS is part of Linux since 5.4." };

const PAGE = 4096;

export function compareVersions(a: string, b: string): number {
	const [majorA = 0, minorA = 0] = a.split(".").map(Number);
	const [majorB = 0, minorB = 0] = b.split(".").map(Number);
	return majorA - majorB || minorA - minorB;
}

function blockSizeReason(facts: Facts): KernelReason[] {
	const { blkszbits, blockSize } = facts;
	if (blockSize === PAGE) return [];
	if (!isBlockSize(blkszbits)) {
		return [{ because: `Blocks of ${exactBytes(blockSize)} are larger than any Linux reads.` }];
	}
	if (blockSize > PAGE) {
		return [
			{
				version: "6.4",
				because: `Blocks of ${blockSize} bytes can be mounted only where memory pages are at least that large.`,
			},
		];
	}
	return facts.algorithms
		? [
				{
					version: "6.8",
					because: `Compressed data in blocks of ${blockSize} bytes, smaller than a page.`,
				},
			]
		: [{ version: "6.4", because: `Blocks of ${blockSize} bytes, smaller than a page.` }];
}

/** Judged from the superblock alone (format section 3.4); data may use less than its bits allow. */
export function kernelNeed(facts: Facts): KernelNeed {
	const features = INCOMPAT_FEATURES.filter((f) => facts.featureIncompat & f.mask).map(
		({ since, label, doc }) => ({
			...(since ? { version: since } : {}),
			because: `${label}: ${doc}`,
		}),
	);
	const declared = hasIncompat(facts, "COMPR_CFGS");
	const algorithms = ALGORITHMS.filter((a) => declared && facts.algorithms & (1 << a.id)).map(
		(a) => ({
			version: a.since,
			because: `Data compressed with ${a.label}.`,
		}),
	);
	const all = [...unknownFeatures(facts), ...features, ...algorithms, ...blockSizeReason(facts)];
	return needOf([...all, FLOOR]);
}

function needOf(reasons: readonly KernelReason[]): KernelNeed {
	const sorted = reasons.toSorted((a, b) =>
		compareVersions(b.version ?? NEVER, a.version ?? NEVER),
	);
	const version = sorted[0]?.version;
	return { ...(version === undefined ? {} : { version }), reasons: sorted };
}

/** Behind all versions. */
const NEVER = "999.0";

function unknownFeatures({ featureIncompat }: Facts): KernelReason[] {
	const unknown = (featureIncompat & ~KNOWN_INCOMPAT) >>> 0;
	return unknown
		? [
				{
					because: `Features unknown to this program: ${hex(unknown)}. Linux refuses what it does not know.`,
				},
			]
		: [];
}
