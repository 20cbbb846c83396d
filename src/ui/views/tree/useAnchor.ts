/**
 * Keeps what the user is looking at where it is when rows appear or disappear above it,
 * for example when a directory further up has been read.
 */
import { useLayoutEffect, useRef } from "react";
import type { Rows } from "../../widgets/use-rows";
import type { Tree } from "./model/tree.model";
import { nearestIndex, spotAt } from "./spots";
import type { Spot } from "./tree.store";

export function useAnchor(tree: Tree, version: number, rows: Rows, row: number): void {
	/** Which row each drawn index was at the last commit. */
	const drawn = useRef(new Map<number, Spot>());
	const last = useRef({ tree, sort: tree.sort });

	// biome-ignore lint/correctness/useExhaustiveDependencies: runs when the rows have changed, only
	useLayoutEffect(() => {
		const same = last.current.tree === tree && last.current.sort === tree.sort;
		last.current = { tree, sort: tree.sort };
		const top = rows.top();
		const first = Math.floor(top / row);
		const spot = drawn.current.get(first);
		if (!same || top === 0 || !spot) return;
		const index = nearestIndex(tree, spot);
		if (index >= 0 && index !== first) rows.scrollTo(top + (index - first) * row);
	}, [version]);

	useLayoutEffect(() => {
		drawn.current.clear();
		for (const { index } of rows.items) {
			const spot = spotAt(tree, index);
			if (spot) drawn.current.set(index, spot);
		}
	});
}
