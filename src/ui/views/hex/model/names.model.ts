/** Names of structures for the rows on which they begin, beside the text. */
import type { Range } from "../../../../base/range";
import type { Annotation } from "../../../../schema/annotate";
import { firstAfter, type Leaf } from "./leaves.model";

/** Inside another one, what it is called says more than what it is. */
function nameOf({ key, label }: Annotation, depth: number): string {
	if (!label) return key;
	return depth === 0 ? `${key} ${label}` : label;
}

/** Structures have names; of what is in none, the outermost. */
const isNamed = (node: Annotation, depth: number): boolean =>
	depth === 0 || Boolean(node.children?.length);

/**
 * @param range the bytes on screen, which begin with a row
 * @returns by row, the outermost of the structures that begin there; on the first row, where none
 *   does, the one that goes on
 */
export function rowNames(
	leaves: readonly Leaf[],
	range: Range,
	perRow: number,
): ReadonlyMap<number, string> {
	const names = new Map<number, string>();
	for (let i = firstAfter(leaves, range.start); i < leaves.length; i++) {
		const { path, start } = leaves[i] as Leaf;
		if (start >= range.end) break;
		const row = Math.floor(Math.max(start, range.start) / perRow);
		if (names.has(row)) continue;
		const goesOn = start < range.start + perRow && path[0] && path[0].start < range.start;
		const depth = goesOn
			? 0
			: path.findIndex((each, depth) => each.start === start && isNamed(each, depth));
		const node = path[depth];
		if (node) names.set(row, nameOf(node, depth));
	}
	return names;
}
