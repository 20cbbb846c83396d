/**
 * The cells beside the name: numbers that align, and words. What an element costs is paid for every
 * row in sight, so that a cell has no more of them than it shows.
 */
import type { ReactNode } from "react";
import type { Exact } from "../../../base/exact";
import { exactBytes } from "../../../base/words";
import type { EntryColumns } from "../../../worker/protocol";
import { RatioBar } from "../../widgets/RatioBar";
import { CELL } from "../../widgets/roles";
import { amountOf, modeCell, ownerCell, ratioOf, timeCell } from "./model/cells.model";
import { isDirectory, sizeOf, storedOf, timeOf } from "./model/entries";
import type { ColumnId } from "./model/sort.model";

interface Value {
	/** More than there is room for, to be seen at the pointer. */
	readonly title?: string | undefined;
	readonly text: ReactNode;
}

type Entry = readonly [entries: EntryColumns, entry: number];

function amount(bytes: Exact | undefined, of: Entry): Value {
	const { number, unit } = amountOf(bytes, isDirectory(...of));
	return {
		title: bytes === undefined ? undefined : exactBytes(bytes),
		text: (
			<>
				{number} <span className="tree-unit">{unit}</span>
			</>
		),
	};
}

function share(...of: Entry): Value {
	const { text, title } = ratioOf(...of);
	if (!title) return { text };
	const bar = <RatioBar stored={storedOf(...of) ?? 0} size={sizeOf(...of) ?? 0} decorative />;
	return {
		title,
		text: (
			<>
				<span>{text}</span>
				{bar}
			</>
		),
	};
}

const VALUES: Partial<Record<ColumnId, (...of: Entry) => Value>> = {
	size: (...of) => amount(sizeOf(...of), of),
	stored: (...of) => amount(storedOf(...of), of),
	ratio: share,
	mode: (entries, entry) => modeCell(entries.known[entry] ? entries.mode[entry] : undefined),
	owner: ownerCell,
	time: (...of) => timeCell(timeOf(...of)),
};

interface ValueCellProps {
	readonly id: ColumnId;
	readonly entries: EntryColumns;
	readonly entry: number;
}

export function ValueCell({ id, entries, entry }: ValueCellProps) {
	const { title, text } = VALUES[id]?.(entries, entry) ?? { text: "" };
	return (
		<div {...CELL} className={`tree-cell tree-${id}`} title={title || undefined}>
			{text}
		</div>
	);
}
