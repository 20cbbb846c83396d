/** Examples of structures and fields among what is annotated, by the keys of the glossary. */
import type { SpaceId, Span } from "../../../base/range";
import { span } from "../../../base/range";
import type { Term } from "../../../lessons/glossary";
import type { Annotation } from "../../../schema/annotate";
import { KIND_WORDS, type OwnerKind } from "../../../worker/protocol";
import { groupOf, type OwnerGroup } from "../../widgets/owners.model";

/** The first of each in a space: `erofs_dirent`, `erofs_dirent.nid`. */
export function examplesIn(
	nodes: readonly Annotation[],
	space: SpaceId,
): ReadonlyMap<string, Span> {
	const found = new Map<string, Span>();
	const take = ({ key, start, end, children = [] }: Annotation, parent: string | undefined) => {
		const own = parent === undefined ? key : `${parent}.${key}`;
		for (const name of [key, own]) if (!found.has(name)) found.set(name, span(space, start, end));
		for (const child of children) take(child, key);
	};
	for (const node of nodes) take(node, undefined);
	return found;
}

type Examples = ReadonlyMap<string, Span>;

const ofKind = (kind: string, title: string, examples: Examples): Span | undefined =>
	examples.get(kind) ?? examples.get(title);

const KINDS = Object.entries(KIND_WORDS) as [OwnerKind, { readonly name: string }][];

/** What of a group is called by another word among structures. */
const SHAPES: Partial<Record<OwnerGroup, readonly string[]>> = {
	table: ["erofs_super_block"],
	xattr: ["xattrs"],
	dir: ["directory block"],
	index: ["index", "chunk map"],
	plain: ["inline tail", "symlink target"],
	unused: ["first 1,024 bytes"],
};

/** What groups of kinds begin with in the keys of the glossary. */
export const GROUP = "group.";

/** Bytes that are what a term means: a structure or field by its key, a kind of bytes or a group of them by any. */
export function exampleOf(
	{ key, kind = key, title }: Pick<Term, "key" | "kind" | "title">,
	examples: Examples,
): Span | undefined {
	if (!key.startsWith(GROUP)) return examples.get(key) ?? ofKind(kind, title, examples);
	const group = key.slice(GROUP.length) as OwnerGroup;
	const kinds = KINDS.filter(([one]) => groupOf(one) === group);
	const words = [...kinds.flatMap(([one, { name }]) => [one, name]), ...(SHAPES[group] ?? [])];
	return words.map((word) => examples.get(word)).find((at) => at !== undefined);
}
