/** Everybody who has advice. A new one is a file like `inodes.ts` and its name here. */
import type { Ledger } from "../ledger";
import type { Advice, Adviser } from "./advice";
import { compressible } from "./compressible";
import { duplicates } from "./duplicates";
import { inodes } from "./inodes";
import { padding } from "./padding";
import { recipe } from "./recipe";
import { inlineTails, packedTails } from "./tails";
import { units } from "./units";
import { xattrs } from "./xattrs";

const ADVISERS: readonly Adviser[] = [
	compressible,
	packedTails,
	inlineTails,
	duplicates,
	inodes,
	xattrs,
	units,
	padding,
];

export interface AllAdvice {
	/** What saves most first. */
	readonly advice: readonly Advice[];
	/** Words of a command line of mkfs.erofs that makes an image with these features. */
	readonly recipe: readonly string[];
}

/** @throws Failure `io`, `cancelled` */
export async function adviceOn(ledger: Ledger, signal?: AbortSignal): Promise<AllAdvice> {
	const all: Advice[] = [];
	for (const adviser of ADVISERS) {
		all.push(...[(await adviser(ledger, signal)) ?? []].flat());
	}
	const advice = all.sort((a, b) => (b.saves ?? 0) - (a.saves ?? 0));
	return { advice, recipe: await recipe(ledger, signal) };
}
