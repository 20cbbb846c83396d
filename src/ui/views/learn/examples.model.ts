/** Examples of structures and fields among what is annotated, by the keys of the glossary. */
import type { Range } from "../../../base/range";
import type { Annotation } from "../../../schema/annotate";

/** The first of each: `erofs_dirent`, `erofs_dirent.nid`. */
export function examplesIn(nodes: readonly Annotation[]): ReadonlyMap<string, Range> {
	const found = new Map<string, Range>();
	const take = ({ key, start, end, children = [] }: Annotation, parent: string | undefined) => {
		const own = parent === undefined ? key : `${parent}.${key}`;
		for (const name of [key, own]) if (!found.has(name)) found.set(name, { start, end });
		for (const child of children) take(child, key);
	};
	for (const node of nodes) take(node, undefined);
	return found;
}
