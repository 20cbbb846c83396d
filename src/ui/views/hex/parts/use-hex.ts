/** Parts of the hex state in components, and what follows from them. */
import { useMemo } from "react";
import { useStore } from "zustand";
import type { Severity } from "../../../../base/finding";
import { isImage, type OpenFile } from "../../../state/image";
import { type Description, describeLeaf } from "../model/describe.model";
import { INSPECTED, inspect, type Reading } from "../model/inspector.model";
import type { Leaf } from "../model/leaves.model";
import { rangeOf } from "../model/selection.model";
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

/** Why nothing is said of a byte. */
export function whyNothing(image: OpenFile, known: boolean): string {
	if (!known) return "Looking up what is here";
	if (isImage(image)) return "No known structure here";
	return "This file is not open as an EROFS image, so nothing is told of these bytes";
}

/** What is wrong with a byte, and how bad that is. */
export interface Wrong {
	readonly what: "missing" | Severity;
	readonly text: string;
	readonly seen?: string;
	readonly allowed?: string;
}

export function useWrong(hex: Hex, offset: number): Wrong | undefined {
	useHex(hex, (s) => s.findings);
	useHex(hex, (s) => s.arrived);
	const missing = hex.pages.missingAt(offset);
	if (missing) return { what: "missing", text: missing.why };
	const found = hex.findingAt(offset);
	return found && { what: found.severity, ...found };
}

/** The selected bytes, from their first on, as values of all kinds. */
export function useReadings(hex: Hex): readonly Reading[] {
	const selection = useHex(hex, (s) => s.selection);
	const arrived = useHex(hex, (s) => s.arrived);
	const { start } = rangeOf(selection);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `arrived` says that bytes changed
	return useMemo(
		() => inspect(hex.pages.bytes({ start, end: start + INSPECTED })),
		[hex, start, arrived],
	);
}
