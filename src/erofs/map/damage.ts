/** Damage of a map, told with the entry it was met in. */
import { corrupt, type Failure } from "../../base/errors";
import type { Finding, Severity } from "../../base/finding";
import type { Range } from "../../base/range";
import type { Inode } from "../inode";

export interface Damage {
	readonly code: string;
	/** `error` unless said otherwise. */
	readonly severity?: Severity;
	readonly structure: string;
	readonly field?: string;
	readonly text: string;
	readonly seen: string;
	readonly allowed: string;
	/** Bytes of the inode's home. */
	readonly at: Range;
}

export const findingIn = (
	{ home: { space }, nid }: Pick<Inode, "home" | "nid">,
	damage: Damage,
): Finding => {
	const { start, end } = damage.at;
	return { severity: "error", ...damage, at: { space, start, end }, nid };
};

/** The failure for a map that cannot be followed any further. */
export const damaged = (inode: Pick<Inode, "home" | "nid">, damage: Damage): Failure =>
	corrupt(findingIn(inode, damage));
