/** Parts of the hex state in components, and what follows from them. */
import { useMemo } from "react";
import { useStore } from "zustand";
import { type Description, describeLeaf } from "../model/describe.model";
import type { Leaf } from "../model/leaves.model";
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
	// biome-ignore lint/correctness/useExhaustiveDependencies: `notes` say that more is known
	return useMemo(() => {
		const inTree = hover === undefined ? framed : undefined;
		const leaf = inTree ?? hex.leaf(offset);
		const by = inTree ? "tree" : hover === undefined ? "cursor" : "pointer";
		const known = inTree !== undefined || hex.knows(offset);
		return { offset, by, leaf, description: leaf && describeLeaf(leaf), known };
	}, [hex, framed, hover, offset, notes]);
}

/** The same for the cursor alone, whatever the pointer does. */
export function useCursorField(hex: Hex): Pick<Subject, "description" | "known"> {
	const cursor = useHex(hex, (s) => s.selection.cursor);
	const notes = useHex(hex, (s) => s.notes);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `notes` say that more is known
	return useMemo(() => {
		const leaf = hex.leaf(cursor);
		return { description: leaf && describeLeaf(leaf), known: hex.knows(cursor) };
	}, [hex, cursor, notes]);
}
