/** One entry of the tree or of a list of hits. */
import { memo } from "react";
import type { Column } from "./model/columns.model";
import { NameCell, type NameCellProps } from "./NameCell";
import { ValueCell } from "./ValueCell";
import "./row.css";

export interface RowPlace {
	readonly id: string;
	readonly index: number;
	/** Distance from the top of the canvas, px. */
	readonly start: number;
	readonly level: number;
	readonly deepest: number;
	readonly isActive: boolean;
	readonly isSelected: boolean;
	/** A flat list has no levels to speak of. */
	readonly isFlat: boolean;
}

interface EntryRowProps extends RowPlace, NameCellProps {
	/** Place among its siblings. */
	readonly position: number;
	readonly columns: readonly Column[];
}

/** What every kind of row tells: who it is, where it is drawn, and its state. */
export function rowAttributes(place: RowPlace) {
	const { id, index, start, level, isActive, isSelected, isFlat } = place;
	return {
		role: "row",
		id,
		className: "tree-row",
		style: { transform: `translateY(${start}px)` },
		// The header is row 1.
		"aria-rowindex": index + 2,
		"aria-selected": isSelected,
		"data-row": index,
		"data-active": isActive || undefined,
		...(isFlat ? {} : { "aria-level": level }),
	};
}

export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
	const { entries, entry, position, folder, columns, isFlat } = props;
	const tree = isFlat
		? {}
		: {
				"aria-posinset": position + 1,
				"aria-setsize": entries.count,
				...(folder === "none" ? {} : { "aria-expanded": folder === "open" }),
			};
	return (
		<div {...rowAttributes(props)} {...tree} data-type={entries.type[entry]}>
			<NameCell {...props} />
			{columns.slice(1).map((column) => (
				<ValueCell key={column.id} id={column.id} entries={entries} entry={entry} />
			))}
		</div>
	);
});
