/** Parts of the hex state in components, and what follows from them. */
import { useMemo } from "react";
import { useStore } from "zustand";
import { contains } from "../../../../base/range";
import { type Description, describeLeaf } from "../model/describe.model";
import { type Leaf, leafAt } from "../model/leaves.model";
import type { Hex, HexState } from "../state/hex";

export const useHex = <T>(hex: Hex, pick: (state: HexState) => T): T => useStore(hex.store, pick);

/** What the panels speak of: the byte under the pointer, else the tree's row, else the cursor. */
export interface Subject {
	readonly offset: number;
	readonly by: "tree" | "pointer" | "cursor";
	readonly leaf: Leaf | undefined;
	readonly description: Description | undefined;
	/** False while the structures around it are on their way. */
	readonly known: boolean;
}

export function useSubject(hex: Hex): Subject {
	const framed = useHex(hex, (s) => s.framed);
	const hover = useHex(hex, (s) => s.hover);
	const cursor = useHex(hex, (s) => s.selection.cursor);
	const notes = useHex(hex, (s) => s.notes);
	const offset = hover ?? framed?.start ?? cursor;
	return useMemo(() => {
		const inTree = hover === undefined ? framed : undefined;
		const leaf = inTree ?? leafAt(notes.leaves, offset);
		const by = inTree ? "tree" : hover === undefined ? "cursor" : "pointer";
		const known = inTree !== undefined || contains(notes, offset);
		return { offset, by, leaf, description: leaf && describeLeaf(leaf), known };
	}, [framed, hover, offset, notes]);
}

/** The same for the cursor alone, whatever the pointer does. */
export function useCursorField(hex: Hex): Description | undefined {
	const cursor = useHex(hex, (s) => s.selection.cursor);
	const notes = useHex(hex, (s) => s.notes);
	return useMemo(() => {
		const leaf = leafAt(notes.leaves, cursor);
		return leaf && describeLeaf(leaf);
	}, [cursor, notes]);
}
