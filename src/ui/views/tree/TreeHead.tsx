/** The header row: a button a column, which sorts by it. */
import { ArrowDown, ArrowUp } from "lucide-react";
import { columnHeader, HEAD_ROW } from "../../widgets/roles";
import type { Column } from "./model/columns.model";
import type { ColumnId, Sort } from "./model/sort.model";

interface TreeHeadProps {
	readonly columns: readonly Column[];
	readonly sort: Sort;
	readonly onSort: (column: ColumnId) => void;
}

export function TreeHead({ columns, sort, onSort }: TreeHeadProps) {
	const Arrow = sort.descending ? ArrowDown : ArrowUp;
	const direction = sort.descending ? "descending" : "ascending";
	return (
		<div {...HEAD_ROW} className="tree-head">
			{columns.map(({ id, label, doc, isEnd }) => (
				<div key={id} {...columnHeader(sort.column === id ? direction : "none")}>
					<button
						type="button"
						data-end={isEnd || undefined}
						title={`${doc} Click to sort.`}
						onClick={() => onSort(id)}
					>
						{label}
						{sort.column === id && <Arrow size={12} aria-hidden />}
					</button>
				</div>
			))}
		</div>
	);
}
