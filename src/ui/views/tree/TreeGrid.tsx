/**
 * The grid of rows. One element has the focus; `aria-activedescendant` says which row it
 * is on, so that rows may come and go while the user scrolls.
 */
import { type RefObject, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { OpenImage } from "../../state/image";
import { type Marks, useMarks } from "../../state/marks";
import { textScale } from "../../state/media";
import { usePrefs } from "../../state/prefs";
import { useWidth } from "../../state/width";
import { activeRow } from "../../widgets/active-row";
import type { Damage } from "../../widgets/DamageDot";
import { ROW_GROUP } from "../../widgets/roles";
import { useRows } from "../../widgets/use-rows";
import type { GridActions } from "./grid-actions";
import { type Checked, isChecked } from "./model/checked";
import { deepestLevel, fitColumns, gridTemplate } from "./model/columns.model";
import { pathOfDir } from "./model/dir";
import { isDirectory } from "./model/entries";
import type { Tree } from "./model/tree.model";
import { NoteRow } from "./NoteRow";
import { RowMenu, type RowMenuState } from "./RowMenu";
import { entryOfSpot, indexOfSpot, pathOfSpot, sameSpot, spotOf } from "./spots";
import { TreeHead } from "./TreeHead";
import { EntryRow } from "./TreeRow";
import type { Spot } from "./tree.store";
import { useAnchor } from "./useAnchor";
import { useGridEvents } from "./useGridEvents";
import { useHeights } from "./useSizes";
import "./grid.css";

interface TreeGridProps {
	readonly image: OpenImage;
	readonly tree: Tree;
	/** Changes with the rows of the tree. */
	readonly version: number;
	readonly label: string;
	/** Hits of a search, or one directory alone: no levels. */
	readonly isFlat: boolean;
	/** What is checked, where entries can be; in a flat list the selected ones are those. */
	readonly checked?: Checked;
	/** Word to mark in names; "" for none. */
	readonly mark: string;
	readonly active: Spot | undefined;
	readonly isSelected: (spot: Spot) => boolean;
	readonly actions: GridActions;
	/** Scrolls to the active row each time this changes. */
	readonly reveal: number;
	readonly element: RefObject<HTMLDivElement | null>;
}

export function TreeGrid(props: TreeGridProps) {
	const { image, tree, version, label, isFlat, checked, mark } = props;
	const { active, isSelected, actions, reveal, element } = props;
	const id = useId();
	const [menu, setMenu] = useState<RowMenuState>();
	const hidden = usePrefs((prefs) => prefs.treeHidden);
	const width = useWidth(element);
	const columns = useMemo(() => fitColumns(width / textScale, hidden), [width, hidden]);
	const deepest = deepestLevel(width / textScale, columns);
	const { row, head } = useHeights();
	const marks = useMarks(image);
	const rows = useRows({ rows: tree.count, row, head, element });
	const activeIndex = active ? indexOfSpot(tree, active) : -1;
	useAnchor(tree, version, rows, row);
	useReveal(tree, reveal, () => {
		if (activeIndex >= 0) rows.show(activeIndex, "center");
		else if (reveal) rows.scrollTo(0);
	});
	const events = useGridEvents({ tree, rows, active, activeIndex, actions, element, setMenu });

	const drawn = rows.items.map(({ index, start, slot }) => {
		const data = tree.row(index);
		if (!data) return null;
		const spot = spotOf(data);
		const place = {
			id: `${id}-${index}`,
			index,
			start,
			level: data.dir.level,
			deepest,
			isActive: sameSpot(spot, active),
			isSelected: data.kind === "entry" && isSelected(spot),
			isFlat,
		};
		if (data.kind === "note") {
			const { contents } = data.dir;
			const problem = marks.own(pathOfDir(data.dir) || "/");
			const about = { contents, problem, columns: columns.length };
			return <NoteRow key={slot} {...place} {...about} />;
		}
		const { dir, entries, entry, position } = data;
		const isOpen = tree.isOpen(dir, entry);
		const folder = isFlat || !isDirectory(entries, entry) ? "none" : isOpen ? "open" : "closed";
		const damage = damageOf(tree, marks, spot);
		const { holdsPaths } = dir;
		const box = checked && isChecked(checked, spot);
		const look = { folder, columns, mark, damage, holdsPaths, isChecked: box } as const;
		const entryProps = { entries, entry, position, ...look };
		return <EntryRow key={slot} {...place} {...entryProps} />;
	});

	const grid = {
		role: isFlat ? "grid" : "treegrid",
		tabIndex: 0,
		"aria-label": label,
		"aria-rowcount": tree.count + 1,
		"aria-colcount": columns.length,
		...(checked && isFlat ? { "aria-multiselectable": true } : {}),
		"data-checking": checked && checked.size > 0 ? "" : undefined,
		"aria-activedescendant": activeRow(id, activeIndex, rows.items),
	};
	const sizes = {
		"--tree-columns": gridTemplate(columns),
		"--tree-row": `${row}px`,
		"--tree-head": `${head}px`,
	};
	return (
		<div
			ref={element}
			className="tree-grid"
			style={sizes as React.CSSProperties}
			{...grid}
			{...events}
		>
			<TreeHead columns={columns} sort={tree.sort} onSort={actions.sortBy} />
			<div {...ROW_GROUP} className="tree-canvas" style={{ height: rows.height }}>
				{drawn}
			</div>
			{menu && (
				<RowMenu {...menu} image={image} isFlat={isFlat} onClose={() => setMenu(undefined)} />
			)}
		</div>
	);
}

/** What is known to be wrong with an entry: by its directory, and by all that was found since. */
function damageOf(tree: Tree, marks: Marks, spot: Spot): Damage {
	const { path = pathOfSpot(spot), nid } = entryOfSpot(spot) ?? {};
	const own = marks.own(path, nid) ?? tree.problemOf(spot.dir, spot.entry);
	return { own, below: marks.below(path) };
}

/** Runs when the owner asks for it, and when the rows have been put in another order. */
function useReveal(tree: Tree, request: number, show: () => void): void {
	const latest = useRef(show);
	useLayoutEffect(() => {
		latest.current = show;
	});
	// biome-ignore lint/correctness/useExhaustiveDependencies: these are the occasions
	useLayoutEffect(() => latest.current(), [request, tree.sort]);
}
