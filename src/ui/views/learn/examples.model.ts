/** Examples of structures and fields among what is annotated, by the keys of the glossary. */
import type { Range } from "../../../base/range";
import type { Term } from "../../../lessons/glossary";
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

/** Bytes that are what a term means: a structure or field by its key, a kind of bytes by its word or name. */
export const exampleOf = (
	{ key, kind, title }: Pick<Term, "key" | "kind" | "title">,
	examples: ReadonlyMap<string, Range>,
): Range | undefined =>
	examples.get(key) ?? (kind === undefined ? undefined : examples.get(kind)) ?? examples.get(title);
