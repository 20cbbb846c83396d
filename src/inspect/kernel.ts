/** The oldest Linux that can mount an image, and every reason that pushes it up. */
import { product } from "../base/exact";
import { exactBytes } from "../base/words";
import type { Image } from "../erofs/image";
import { weightOf } from "../erofs/severity";
import type { Facts } from "../erofs/structs/facts";
import {
	ALGORITHMS,
	hasCompat,
	hasIncompat,
	INCOMPAT_FEATURES,
	KNOWN_INCOMPAT,
} from "../erofs/structs/features";
import { isBlockSize } from "../erofs/superblock";
import { hex } from "../schema/show";
import type { Use, Uses } from "./uses";

export interface KernelReason {
	/** "5.4"; absent for what no Linux reads. */
	readonly version?: string;
	readonly because: string;
	/** The file that it is about, when no feature of the superblock tells it. */
	readonly path?: string;
}

export interface KernelNeed {
	/** The oldest; absent when no Linux that this program knows mounts the image. */
	readonly version?: string;
	/** The newest that reads all contents, when later ones refuse some. */
	readonly until?: string;
	/** What no Linux reads first, then the newest. */
	readonly reasons: readonly KernelReason[];
}

/** `Linux 5.4 or newer`. */
export function kernelText({ version, until }: KernelNeed): string {
	if (version === undefined) return "no known Linux";
	return until === undefined ? `Linux ${version} or newer` : `Linux ${version} to ${until}`;
}

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

/**
 * Judged from what is read at opening (format section 3.4), whose features need not be used, and
 * from what the files use, where somebody looked.
 */
export function kernelNeed(image: Image, uses?: Uses): KernelNeed {
	const { facts } = image;
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
	const reasons = [
		...refusals(image),
		...unknownFeatures(facts),
		...features,
		...algorithms,
		...blockSizeReason(facts),
		...placeReasons(image),
		...undeclaredReasons(facts, uses),
		...USE_REASONS.flatMap(({ use, version, because }) => {
			const path = uses?.paths.get(use);
			return path === undefined ? [] : [{ version, because: because(path), path }];
		}),
		FLOOR,
	].toSorted((a, b) => compareVersions(b.version ?? NEVER, a.version ?? NEVER));
	const version = reasons[0]?.version;
	const refused = undeclaredReasons(facts, uses).length > 0;
	return {
		...(version === undefined ? {} : { version }),
		...(refused ? { until: LAST_UNDECLARED } : {}),
		reasons,
	};
}

/** The last version that takes LZ4 for granted. */
const LAST_UNDECLARED = "6.18";

function undeclaredReasons({ undeclaredLz4 }: Facts, uses?: Uses): KernelReason[] {
	const path = undeclaredLz4 ? uses?.paths.get("compressed") : undefined;
	if (path === undefined) return [];
	const because = `LZ4 that the superblock does not declare (${path}): Linux 7.0 and newer refuse it.`;
	return [{ version: FLOOR.version, because, path }];
}

const USE_REASONS: readonly {
	readonly use: Use;
	readonly version: string;
	because(path: string): string;
}[] = [
	{
		use: "hole",
		version: "7.2",
		because: (path) => `Holes in compressed files (${path}), which older versions misread.`,
	},
	{
		use: "large-cluster",
		version: "6.15",
		because: (path) => `Logical clusters of 256 blocks and more (${path}).`,
	},
	{
		use: "interlaced",
		version: "6.1",
		because: (path) => `Uncompressed units that are rotated in their blocks (${path}).`,
	},
];

/** What lies where older versions do not look for it. */
function placeReasons({ facts, devices, prefixes, metabox, packed }: Image): KernelReason[] {
	const reasons: KernelReason[] = [];
	const most = product(2 ** 32, facts.blockSize);
	if (devices.some(({ size, unified }) => size >= most || unified >= most)) {
		reasons.push({
			version: "7.1",
			because: "A device of, or at, more than 2^32 blocks, which older versions compute wrongly.",
		});
	}
	if (prefixes.length > 0 && hasCompat(facts, "PLAIN_XATTR_PFX") && (metabox || packed)) {
		reasons.push({
			version: "6.17",
			because: "PLAIN_XATTR_PFX: Older versions look for attribute prefixes in the packed inode.",
		});
	}
	return reasons;
}

/** What has a reason of its own, in words about Linux alone. */
const EXPLAINED: ReadonlySet<string> = new Set(["sb-incompat-unknown", "sb-blkszbits-large"]);

/** Damage that no Linux mounts. */
function refusals({ findings }: Image): KernelReason[] {
	const fatal = findings.filter((one) => weightOf(one) === "fatal" && !EXPLAINED.has(one.code));
	return [...new Set(fatal.map(({ text }) => text))].map((because) => ({ because }));
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
