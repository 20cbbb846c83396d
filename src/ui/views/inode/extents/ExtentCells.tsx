/** One extent in words, and the totals under them. */
import { memo } from "react";
import type { Exact } from "../../../../base/exact";
import { IMAGE_SPACE } from "../../../../base/space";
import { countText, percentText, storedShare, storedText } from "../../../../base/words";
import { DamageDot } from "../../../widgets/DamageDot";
import { RatioBar } from "../../../widgets/RatioBar";
import { Size } from "../../../widgets/Size";
import {
	type Base,
	type ExtentList,
	type ExtentRow,
	KIND_DOC,
	lengthOf,
	type Names,
	rangeText,
} from "./extents.model";

interface RowProps {
	readonly id: string;
	readonly row: ExtentRow;
	readonly active: boolean;
	/** What is wrong with it, in words; "" when nothing is known to be. */
	readonly damage: string;
	readonly base: Base;
	readonly names: Names;
	onMark(row: ExtentRow): void;
	/** `contents`: the bytes of the file rather than the stored ones. */
	onOpen(row: ExtentRow, contents: boolean): void;
	/** Of a compressed one. */
	onInside(row: ExtentRow): void;
}

const PARTIAL = "Only the first part of what the stored bytes decode to belongs to this extent.";

/** The button of the stored bytes is stretched over the whole row. */
export const ExtentCells = memo(function ExtentCells(props: RowProps) {
	const { id, row, active, damage, base, names, onMark, onOpen, onInside } = props;
	const length = lengthOf(row);
	const { start, end } = row.logical;
	return (
		<tr
			id={id}
			aria-rowindex={row.index + 2}
			aria-selected={active}
			onPointerEnter={() => onMark(row)}
		>
			<td className="num">
				<DamageDot own={damage} below={0} />
				{countText(row.index + 1)}
			</td>
			<td className="extent-from" title={rangeText({ start, end: row.beyond ?? end }, base)}>
				<button type="button" tabIndex={-1} onClick={() => onOpen(row, true)}>
					{rangeText({ start, end: row.beyond ?? end }, base)}
				</button>
			</td>
			<td className="num">
				<Size bytes={length} />
			</td>
			<td className="extent-kind" title={KIND_DOC[row.kind]}>
				<span className={`extent-swatch extent-${row.kind}`} aria-hidden />
				{row.algorithm === undefined ? (
					row.kind
				) : (
					<button
						type="button"
						tabIndex={-1}
						className="extent-inside"
						title="Look inside the compressed unit"
						onClick={() => onInside(row)}
					>
						{names.algorithm(row.algorithm)}
					</button>
				)}
				{row.partial && <abbr title={PARTIAL}> part</abbr>}
			</td>
			<td
				className="extent-at"
				title={row.at && `${rangeText(row.at, base)} of ${names.space(row.at.space)}`}
			>
				{row.at ? (
					<button type="button" tabIndex={-1} onClick={() => onOpen(row, false)}>
						{rangeText(row.at, base)}
						{row.at.space !== IMAGE_SPACE && <small> {names.space(row.at.space)}</small>}
					</button>
				) : (
					"nothing stored"
				)}
			</td>
			<StoredCells stored={row.stored} length={length} />
		</tr>
	);
});

function StoredCells({ stored, length }: { readonly stored: Exact; readonly length: Exact }) {
	const share = storedShare(stored, length);
	return (
		<>
			<td className="num">
				<Size bytes={stored} />
			</td>
			<td title={storedText(stored, length)}>
				<span className="extent-ratio">
					<RatioBar stored={stored} size={length} decorative />
					{share === undefined ? "" : percentText(share)}
				</span>
			</td>
		</>
	);
}

export function ExtentTotals({ list }: { readonly list: ExtentList }) {
	const { length, stored, count } = list.totals;
	return (
		<tfoot>
			<tr aria-rowindex={count + 2}>
				<td className="num">Σ</td>
				<td>{list.complete ? "all" : "loaded so far"}</td>
				<td className="num">
					<Size bytes={length} />
				</td>
				<td colSpan={2} />
				<StoredCells stored={stored} length={length} />
			</tr>
		</tfoot>
	);
}
