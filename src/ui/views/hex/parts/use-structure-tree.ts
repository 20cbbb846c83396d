/** Which rows of the structure tree are open, which has the keyboard, and which one lights up. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { Annotation } from "../../../../schema/annotate";
import type { Leaf } from "../model/leaves.model";
import {
	deepestRow,
	findInTree,
	type Section,
	type TreeRow,
	treeRows,
} from "../model/structure-tree.model";
import type { Hex } from "../state/hex";
import { useHex, useSubject } from "./use-hex";

const FIRST_OPEN: ReadonlySet<string> = new Set(["fixed", "selected", "around"]);

export function useStructureTree(
	hex: Hex,
	sections: readonly Section[],
	scrollTo: (index: number) => void,
) {
	const [open, setOpen] = useState(FIRST_OPEN);
	const [activeId, setActive] = useState<string>();
	const rows = useMemo(() => treeRows(sections, open), [sections, open]);
	const found = rows.findIndex((row) => row.id === activeId);

	const reveal = (ids: readonly string[]) => {
		setOpen((before) => new Set([...before, ...ids.slice(0, -1)]));
		setActive(ids.at(-1));
	};
	const revealed = usePicked(hex, sections, reveal);
	useEffect(() => {
		const index = rows.findIndex((row) => row.id === revealed.current);
		if (index < 0) return;
		revealed.current = undefined;
		scrollTo(index);
	});

	return {
		rows,
		active: Math.max(0, found),
		lit: useLit(hex, sections, rows),
		setActive,
		toggle: ({ id }: TreeRow) =>
			setOpen((before) => {
				const next = new Set(before);
				if (!next.delete(id)) next.add(id);
				return next;
			}),
	};
}

/** What a click or jump has led to. */
interface Answer {
	readonly picked: number;
	readonly cursor: number;
	/** Row in the tree. */
	readonly id: string;
}

/**
 * Opens the tree at the cursor's row, once for each click on a byte or jump.
 * @returns the row that waits to be scrolled to, once it is listed
 */
function usePicked(
	hex: Hex,
	sections: readonly Section[],
	reveal: (ids: readonly string[]) => void,
) {
	const picked = useHex(hex, (s) => s.picked);
	const notes = useHex(hex, (s) => s.notes);
	const answered = useRef<Answer>(undefined);
	const waiting = useRef<string>(undefined);
	// biome-ignore lint/correctness/useExhaustiveDependencies: new annotations may know the byte
	useEffect(() => {
		const { cursor } = hex.state.selection;
		const last = answered.current?.picked === picked ? answered.current : undefined;
		if (last && last.cursor !== cursor) return;
		const leaf = hex.leaf(cursor);
		const ids = leaf && findInTree(sections, leaf.node);
		const id = ids?.at(-1);
		// What is there may not be known yet, or have got another place in the tree since.
		if (!ids || id === undefined || id === last?.id) return;
		answered.current = { picked, cursor, id };
		waiting.current = id;
		reveal(ids);
	}, [hex, sections, picked, notes]);
	return waiting;
}

/** The row of the byte the pointer or the cursor is on, or the nearest one listed around it. */
function useLit(hex: Hex, sections: readonly Section[], rows: readonly TreeRow[]): number {
	const { leaf, by } = useSubject(hex);
	const node = by === "tree" ? undefined : leaf?.node;
	const ids = useMemo(() => node && findInTree(sections, node), [sections, node]);
	return useMemo(() => (ids ? deepestRow(rows, ids) : -1), [rows, ids]);
}

/** A row as the leaf it would be among the bytes; undefined for sections. */
export function leafOf(rows: readonly TreeRow[], index: number): Leaf | undefined {
	const node = rows[index]?.node;
	if (!node) return undefined;
	const path: Annotation[] = [];
	for (let row = rows[index]; row?.node; row = rows[row.parent]) path.unshift(row.node);
	return { start: node.start, end: node.end, path, node, odd: false };
}
