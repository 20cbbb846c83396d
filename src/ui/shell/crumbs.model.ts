/** The way through wrappers to what is open, and what lies beside each step of it. */
import type { PartEntry } from "../../worker/protocol";
import { lastName } from "./image.model";

export interface Crumb {
	readonly label: string;
	readonly chain: string;
	/** What its wrapper holds, itself among it; only itself where that is not known. */
	readonly siblings: readonly Pick<
		PartEntry,
		"chain" | "name" | "kind" | "what" | "size" | "trouble"
	>[];
}

/** Its own name, without the folders of an archive; of what has none the word of its wrapper. */
export const partLabel = ({ name, chain }: Pick<PartEntry, "name" | "chain">): string =>
	lastName(name || chain);

/**
 * @param list all that is in the file, each wrapper in front of its parts, the file itself first
 * @param chain to what is open
 * @returns steps from the outside in; those that could only lead on are left out
 */
export function crumbsTo(list: readonly PartEntry[], chain: string): readonly Crumb[] {
	const at = list.findIndex((entry) => entry.chain === chain);
	if (at < 0) return [unlisted(chain)];
	const crumbs: Crumb[] = [];
	for (let i = at; i >= 0; i = parentOf(list, i)) {
		const entry = list[i] as PartEntry;
		const siblings = childrenOf(list, parentOf(list, i));
		const isStep = entry.name !== "" || siblings.length > 1;
		if (entry.chain !== "" && (i === at || isStep)) {
			crumbs.unshift({
				...{ label: partLabel(entry), chain: entry.chain },
				siblings: siblings.length > 0 ? siblings : [entry],
			});
		}
	}
	return crumbs;
}

/** The entry with all that it lies in, the file itself first; nothing while the list is not here. */
export function wayTo(list: readonly PartEntry[], chain: string): readonly PartEntry[] {
	const way: PartEntry[] = [];
	for (let i = list.findIndex((entry) => entry.chain === chain); i >= 0; i = parentOf(list, i)) {
		way.unshift(list[i] as PartEntry);
	}
	return way;
}

/** While the list is not here, or when it is too long to have it. */
const unlisted = (chain: string): Crumb => ({
	...{ label: lastName(chain), chain },
	siblings: [{ chain, name: lastName(chain), kind: "unknown" }],
});

/** Index of what the entry lies in; -1 for the first. */
function parentOf(list: readonly PartEntry[], at: number): number {
	const depth = list[at]?.depth ?? 0;
	let i = at - 1;
	while (i >= 0 && (list[i] as PartEntry).depth >= depth) i--;
	return i;
}

function childrenOf(list: readonly PartEntry[], parent: number): readonly PartEntry[] {
	const outer = list[parent];
	if (!outer) return [];
	const children: PartEntry[] = [];
	for (const entry of list.slice(parent + 1)) {
		if (entry.depth <= outer.depth) break;
		if (entry.depth === outer.depth + 1) children.push(entry);
	}
	return children;
}
