/** Damage of a map, told with the entry it was met in. */
import { corrupt, type Failure } from "../../base/errors";
import { type Finding, ignoreFindings, type Report } from "../../base/finding";
import type { Range, Span } from "../../base/range";
import { fault } from "../faults";
import type { Inode } from "../inode";

/** `at`: bytes of the inode's home. */
export interface Damage extends Omit<Finding, "at" | "nid"> {
	readonly at: Range;
}

/** A compressed unit which is not the last of its file. */
export const tooMuchStored = (
	where: Pick<Damage, "structure" | "field" | "at">,
	file: Range,
	stored: Span,
): Damage => ({
	...fault("z-unit-too-long"),
	...where,
	leadsTo: stored,
	seen: `${file.end - file.start} bytes in ${stored.end - stored.start}`,
	allowed: "at most as many stored bytes as file bytes, but at the end of the file",
});

type Owner = Pick<Inode, "home" | "nid">;

export const findingIn = ({ home: { space }, nid }: Owner, damage: Damage): Finding => {
	const { start, end } = damage.at;
	return { ...damage, at: { space, start, end }, nid };
};

/** The failure for a map that cannot be followed any further. */
export const damaged = (inode: Owner, damage: Damage): Failure => corrupt(findingIn(inode, damage));

/** Takes damage that a reader can go on from. */
export type Tell = (damage: Damage) => void;

/** Findings of one map; who made a million of them by intent made one mistake. */
const MOST = 100;

/** Tells each damage once, however often the extents beside it are looked up. */
export function teller(inode: Owner, report: Report): Tell {
	if (report === ignoreFindings) return () => {};
	const told = new Set<string>();
	return (damage) => {
		const key = `${damage.code} ${damage.at.start}`;
		if (told.size >= MOST || told.has(key)) return;
		told.add(key);
		report(findingIn(inode, damage));
	};
}
