/** The oldest Linux that can mount an image, and every reason that pushes it up. */
import type { Facts } from "../erofs/structs/facts";
import { ALGORITHMS, hasIncompat, INCOMPAT_FEATURES } from "../erofs/structs/features";

export interface KernelReason {
	/** "5.4" */
	readonly version: string;
	readonly because: string;
}

export interface KernelNeed {
	readonly version: string;
	/** Newest first. */
	readonly reasons: readonly KernelReason[];
}

/** EROFS left the staging area in this version. */
const FLOOR: KernelReason = { version: "5.4", because: "EROFS is part of Linux since 5.4." };

const PAGE = 4096;

export function compareVersions(a: string, b: string): number {
	const [majorA = 0, minorA = 0] = a.split(".").map(Number);
	const [majorB = 0, minorB = 0] = b.split(".").map(Number);
	return majorA - majorB || minorA - minorB;
}

function blockSizeReason(facts: Facts): KernelReason[] {
	const { blockSize } = facts;
	if (blockSize === PAGE) return [];
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
	const features = INCOMPAT_FEATURES.filter((f) => facts.featureIncompat & f.mask).map((f) => ({
		version: f.since,
		because: `${f.label}: ${f.doc}`,
	}));
	const declared = hasIncompat(facts, "COMPR_CFGS");
	const algorithms = ALGORITHMS.filter((a) => declared && facts.algorithms & (1 << a.id)).map(
		(a) => ({
			version: a.since,
			because: `Data compressed with ${a.label}.`,
		}),
	);
	const reasons = [...features, ...algorithms, ...blockSizeReason(facts), FLOOR].sort((a, b) =>
		compareVersions(b.version, a.version),
	);
	return { version: reasons[0]?.version ?? FLOOR.version, reasons };
}
