import type { ReactNode } from "react";
import "./table.css";

export interface Column<Row> {
	readonly id: string;
	readonly label: ReactNode;
	/** Numbers stand to the right. */
	readonly numeric?: boolean;
	/** The cell names its row. */
	readonly rowHead?: boolean;
	/** Bytes, offsets, names on disk. */
	readonly mono?: boolean;
	readonly className?: string;
	cell(row: Row): ReactNode;
}

interface TableProps<Row> {
	/** Name of the table for screen readers. */
	readonly label: string;
	readonly columns: readonly Column<Row>[];
	readonly rows: readonly Row[];
	keyOf(row: Row): string | number;
	/** A last row of sums, in the order of the columns. */
	readonly foot?: readonly ReactNode[];
}

/** A table whose rows all fit on the page; long ones are virtual lists of their own. */
export function Table<Row>({ label, columns, rows, keyOf, foot }: TableProps<Row>) {
	return (
		<div className="table-scroll">
			<table className="table" aria-label={label}>
				<thead>
					<tr>
						{columns.map((c) => (
							<th key={c.id} scope="col" className={classOf({ ...c, mono: false })}>
								{c.label}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={keyOf(row)}>
							{columns.map((c) => (
								<Cell key={c.id} column={c} row={row} />
							))}
						</tr>
					))}
				</tbody>
				{foot && (
					<tfoot>
						<tr>
							{columns.map((c, i) => (
								<td key={c.id} className={classOf(c)}>
									{foot[i]}
								</td>
							))}
						</tr>
					</tfoot>
				)}
			</table>
		</div>
	);
}

const classOf = <Row,>({ numeric, mono, className }: Column<Row>): string | undefined =>
	[numeric && "num", mono && "mono", className].filter(Boolean).join(" ") || undefined;

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
	const content = column.cell(row);
	return column.rowHead ? (
		<th scope="row" className={classOf(column)}>
			{content}
		</th>
	) : (
		<td className={classOf(column)}>{content}</td>
	);
}
