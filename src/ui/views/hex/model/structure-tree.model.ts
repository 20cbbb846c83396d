/**
 * The structure tree as rows. Sections stand at level 1 (what is at fixed places, the selected
 * inode, what is in sight); below them the annotations. Only opened nodes give rows, so a
 * section with thousands of fields costs nothing while it is closed.
 */
import { contains } from "../../../../base/range";
import type { Annotation } from "../../../../schema/annotate";
import { type Key, keyName, meaningOf, STRUCTURES } from "../../../state/keys";
import { movedTo } from "../../../widgets/list-moves";

export interface Section {
	readonly id: string;
	readonly label: string;
	readonly nodes: readonly Annotation[];
}

export interface TreeRow {
	/** Path of keys and offsets: the same structure keeps it when the view moves. */
	readonly id: string;
	readonly label: string;
	/** Absent for sections. */
	readonly node?: Annotation;
	readonly level: number;
	/** Undefined for rows without children. */
	readonly open?: boolean;
	/** Position among its siblings, from 1, and their number. */
	readonly position: number;
	readonly siblings: number;
	/** Index of the row around it; -1 at the top. */
	readonly parent: number;
	/** Children that exist but are not listed. */
	readonly more?: number;
}

const idOf = (parent: string, node: Annotation): string => `${parent}/${node.key}@${node.start}`;

export function treeRows(sections: readonly Section[], open: ReadonlySet<string>): TreeRow[] {
	const rows: TreeRow[] = [];
	const add = (nodes: readonly Annotation[], parentId: string, level: number, parent: number) => {
		nodes.forEach((node, i) => {
			const id = idOf(parentId, node);
			const folder = Boolean(node.children?.length);
			const isOpen = folder && open.has(id);
			const index = rows.length;
			rows.push({
				id,
				label: node.key,
				node,
				level,
				position: i + 1,
				siblings: nodes.length,
				parent,
				...(folder ? { open: isOpen } : {}),
				...(node.more ? { more: node.more } : {}),
			});
			if (isOpen) add(node.children ?? [], id, level + 1, index);
		});
	};
	sections.forEach(({ id, label, nodes }, i) => {
		const isOpen = open.has(id);
		const place = { level: 1, position: i + 1, siblings: sections.length, parent: -1 };
		const index = rows.length;
		rows.push({ id, label, ...place, open: isOpen });
		if (isOpen) add(nodes, id, 2, index);
	});
	return rows;
}

const same = (a: Annotation, b: Annotation): boolean =>
	a.key === b.key && a.start === b.start && a.end === b.end;

/** Ids from the section down to `target`, or undefined when the tree does not have it. */
export function findInTree(
	sections: readonly Section[],
	target: Annotation,
): readonly string[] | undefined {
	const search = (nodes: readonly Annotation[], id: string): string[] | undefined => {
		for (const node of nodes) {
			const here = idOf(id, node);
			if (same(node, target)) return [here];
			if (!contains(node, target.start) || !node.children) continue;
			const below = search(node.children, here);
			if (below) return [here, ...below];
		}
		return undefined;
	};
	for (const { id, nodes } of sections) {
		const below = search(nodes, id);
		if (below) return [id, ...below];
	}
	return undefined;
}

/** The row of the deepest of `ids` that is on screen; -1 for none. */
export function deepestRow(rows: readonly TreeRow[], ids: readonly string[]): number {
	const wanted = new Map(ids.map((id, depth) => [id, depth]));
	let best = -1;
	let bestDepth = -1;
	rows.forEach((row, index) => {
		const depth = wanted.get(row.id);
		if (depth === undefined || depth <= bestDepth) return;
		best = index;
		bestDepth = depth;
	});
	return best;
}

/** Nodes of which no other section has the very bytes already, under whatever name. */
export function withoutThose(
	nodes: readonly Annotation[],
	others: readonly (readonly Annotation[])[],
): readonly Annotation[] {
	const known = new Set(others.flat().map(({ start, end }) => `${start}-${end}`));
	return nodes.filter(({ start, end }) => !known.has(`${start}-${end}`));
}

export type TreeCommand =
	| { readonly kind: "move"; readonly to: number }
	| { readonly kind: "open" | "close" | "choose" | "follow" };

/** Keys of the tree pattern of the WAI-ARIA authoring practices. */
export function treeCommand(
	key: Key,
	rows: readonly TreeRow[],
	active: number,
	page: number,
): TreeCommand | undefined {
	const name = keyName(key);
	const row = rows[active];
	const to = movedTo(name, { index: active, count: rows.length, page });
	if (to !== undefined) return { kind: "move", to };
	switch (row && meaningOf(STRUCTURES, name)) {
		case "inward":
			if (row?.open === false) return { kind: "open" };
			return row?.open ? { kind: "move", to: active + 1 } : undefined;
		case "outward":
			if (row?.open) return { kind: "close" };
			return row && row.parent >= 0 ? { kind: "move", to: row.parent } : undefined;
		case "follow":
			return { kind: row?.node?.target ? "follow" : "choose" };
		case "choose":
			return { kind: "choose" };
		default:
			return undefined;
	}
}
