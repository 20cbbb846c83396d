/** Files in the order of a figure: thousands of rows, of which those in sight are drawn. */
import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef, useState } from "react";
import { failureInfo } from "../../../../base/errors";
import { showName } from "../../../../base/text";
import { counted, countText, exactBytes, percentText, sizeText } from "../../../../base/words";
import type { ListParams, Ranked, TableColumn } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { navigate } from "../../../state/location";
import { textScale, useNarrow } from "../../../state/media";
import { Placeholder } from "../../../widgets/EmptyState";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { Spacer } from "../../../widgets/Spacer";
import { Unprinted } from "../../../widgets/Unprinted";
import { useRows } from "../../../widgets/use-rows";
import { useRanked } from "../queries";
import { SaveTable } from "./SaveTable";
import "./list.css";

interface FileListProps {
	readonly image: OpenImage;
	readonly list: {
		readonly id: string;
		readonly label: string;
		readonly doc: string;
		readonly sort: string;
	};
	/** The directory that is looked into, and where its files begin to differ. */
	readonly zoom: string;
	readonly nid: bigint | undefined;
	readonly query: string;
	readonly selected: bigint | undefined;
}

interface Order {
	readonly sort: string;
	readonly descending: boolean;
}

export function FileList({ image, list, zoom, nid, query, selected }: FileListProps) {
	const [order, setOrder] = useState<Order>({ sort: list.sort, descending: true });
	const params: ListParams = {
		list: list.id,
		query,
		...order,
		...(nid === undefined ? {} : { nid }),
	};
	const { data, error, refetch } = useRanked(image, params);
	if (error)
		return (
			<FailureNotice
				title="The list could not be made"
				info={failureInfo(error)}
				onRetry={() => void refetch()}
			/>
		);
	if (!data) return <Placeholder label={`Making the list ${list.label}`} lines={5} />;
	const sortBy = (sort: string) =>
		setOrder({ sort, descending: order.sort === sort ? !order.descending : sort !== "path" });
	if (data.total === 0)
		return <p className="list-none">{`${list.doc} There are none${hereText(zoom, query)}.`}</p>;
	return (
		<>
			<div className="list-head">
				<p>{summaryOf(data, zoom, query)}</p>
				<SaveTable
					name={list.label}
					make={(as, context) => image.client.call("listFile", { ...params, as }, context)}
				/>
			</div>
			<Rows
				data={data}
				zoom={zoom}
				order={order}
				onSort={sortBy}
				selected={selected}
				label={list.label}
			/>
		</>
	);
}

/** Among which inodes; nothing for all of them. */
const hereText = (zoom: string, query: string): string =>
	`${zoom === "/" ? "" : ` in ${zoom}`}${query ? ` whose names match “${query}”` : ""}`;

/** How many there are, and what all of them need. */
function summaryOf({ total, count, need }: Ranked, zoom: string, query: string): string {
	const files = counted(total, "inode");
	const where = hereText(zoom, query);
	const part = count < total ? `, the first ${countText(count)} of them below` : "";
	if (!need) return `${files}${where}${part}.`;
	const { contents, stored, around, whole } = need;
	return `${files}${where}${part}: ${sizeText(contents)} of contents in ${sizeText(stored)}, and ${sizeText(around)} of metadata: ${percentText((stored + around) / (whole || 1))} of the image, each byte counted once.`;
}

interface RowsProps {
	readonly data: Ranked;
	readonly zoom: string;
	readonly order: Order;
	onSort(id: string): void;
	readonly selected: bigint | undefined;
	readonly label: string;
}

/** Heights of a row and of what stands above, px; on a phone the figures are under the path. */
const DENSE = { row: 26 * textScale, head: 28 * textScale };
const TWO_LINES = { row: 56 * textScale, head: 68 * textScale };

function Rows({ data, zoom, order, onSort, selected, label }: RowsProps) {
	const scroller = useRef<HTMLDivElement>(null);
	const { row, head } = useNarrow() ? TWO_LINES : DENSE;
	const rows = useRows({ rows: data.count, row, head, element: scroller });
	return (
		<div
			ref={scroller}
			className="list-scroll"
			style={
				{
					"--list-row": `${row}px`,
					"--list-head": `${head}px`,
					"--list-figures": data.columns.length,
				} as React.CSSProperties
			}
		>
			<table className="list" aria-label={label} aria-rowcount={data.count + 1}>
				<thead>
					<tr>
						<Head id="path" label="Path" order={order} onSort={onSort} />
						{data.columns.map((column) => (
							<Head key={column.id} {...column} order={order} onSort={onSort} />
						))}
					</tr>
				</thead>
				<tbody>
					<Spacer height={rows.before} />
					{rows.items.map(({ index, slot }) => (
						<FileRow
							key={slot}
							data={data}
							i={index}
							zoom={zoom}
							isSelected={data.nid[index] === selected}
						/>
					))}
					<Spacer height={rows.after} />
				</tbody>
			</table>
			<Unprinted left={rows.left} instead="the saved table has all of them" />
		</div>
	);
}

interface HeadProps {
	readonly id: string;
	readonly label: string;
	readonly doc?: string;
	readonly order: Order;
	onSort(id: string): void;
}

function Head({ id, label, doc, order, onSort }: HeadProps) {
	const isSorted = order.sort === id;
	const Arrow = order.descending ? ArrowDown : ArrowUp;
	const sort = isSorted ? (order.descending ? "descending" : "ascending") : undefined;
	return (
		<th scope="col" className={id === "path" ? undefined : "num"} aria-sort={sort}>
			<button type="button" title={doc} onClick={() => onSort(id)}>
				{label}
				{isSorted && <Arrow aria-hidden size={12} />}
			</button>
		</th>
	);
}

interface FileRowProps {
	readonly data: Ranked;
	readonly i: number;
	readonly zoom: string;
	readonly isSelected: boolean;
}

function FileRow({ data, i, zoom, isSelected }: FileRowProps) {
	const path = showName(data.names.subarray(data.nameStart[i], data.nameStart[i + 1]));
	const base = zoom === "/" ? "/" : `${zoom}/`;
	const shown = path.startsWith(base) && path.length > base.length ? path.slice(base.length) : path;
	const name = shown.lastIndexOf("/") + 1;
	return (
		<tr
			aria-rowindex={i + 2}
			aria-selected={isSelected || undefined}
			className={isSelected ? "is-selected" : undefined}
		>
			<th scope="row">
				<button type="button" title={path} onClick={() => navigate({ path, nid: undefined })}>
					<span className="list-folder">{shown.slice(0, name)}</span>
					<span>{shown.slice(name)}</span>
				</button>
			</th>
			{data.columns.map((column, c) => (
				<Figure key={column.id} column={column} value={data.values[c]?.[i] ?? Number.NaN} />
			))}
		</tr>
	);
}

function Figure({ column, value }: { readonly column: TableColumn; readonly value: number }) {
	if (Number.isNaN(value)) return <td className="num">–</td>;
	if (column.unit === "count") return <td className="num">{countText(value)}</td>;
	if (column.unit === "bytes") {
		const bytes = Math.round(value);
		return (
			<td className="num" title={exactBytes(bytes)}>
				{sizeText(bytes)}
			</td>
		);
	}
	return (
		<td className="num">
			<span className="list-share">
				<span className="list-bar" aria-hidden>
					<i style={{ width: `${Math.min(1, value) * 100}%` }} />
				</span>
				{percentText(value)}
			</span>
		</td>
	);
}
