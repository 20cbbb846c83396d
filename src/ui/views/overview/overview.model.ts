/** Figures of the overview in words. */
import type { Exact } from "../../../base/exact";
import { countText, exactBytes, percentText, storedShare } from "../../../base/words";
import type { AlgorithmRow, Fact, FeatureRow } from "../../../worker/protocol";

export const algorithmNames = (algorithms: readonly AlgorithmRow[]): string =>
	algorithms.map((a) => a.label).join(", ");

/** `19 blocks of 4,096 bytes`. */
export const blocksText = (o: { readonly blocks: number; readonly blockSize: number }): string =>
	`${countText(o.blocks)} ${o.blocks === 1 ? "block" : "blocks"} of ${exactBytes(o.blockSize)}`;

/** Where a structure lies, from its fields in order: `128 bytes at byte 1,024`. */
export function placeText(facts: readonly Fact[]): string {
	const start = facts[0]?.at?.start ?? 0;
	const end = facts.at(-1)?.at?.end ?? start;
	return `${exactBytes(end - start)} at byte ${countText(start)}`;
}

/** `35 % of size`, for a large figure. */
export function shareText(stored: Exact, size: Exact): string {
	const share = storedShare(stored, size);
	return share === undefined ? "no contents" : `${percentText(share)} of size`;
}

/** Features that are set stand first; otherwise the order of their bits. */
export const bySet = (features: readonly FeatureRow[]): FeatureRow[] => [
	...features.filter((f) => f.set),
	...features.filter((f) => !f.set),
];
