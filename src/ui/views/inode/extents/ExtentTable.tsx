/**
 * Extents as a grid. Only the rows in sight are drawn; further pages are asked
 * for when the end comes near. The active row is announced through
 * aria-activedescendant, so focus survives rows that scroll away.
 */
import {
	type CSSProperties,
	type KeyboardEvent,
	type Ref,
	useCallback,
	useEffect,
	useId,
	useImperativeHandle,
	useRef,
	useState,
} from "react";
import { EXTENTS, keyName, meaningOf } from "../../../state/keys";
import { textScale, useNarrow } from "../../../state/media";
import { activeRow } from "../../../widgets/active-row";
import { movedTo } from "../../../widgets/list-moves";
import { Spacer } from "../../../widgets/Spacer";
import { useRows } from "../../../widgets/use-rows";
import { ExtentCells, ExtentTotals } from "./ExtentCells";
import type { Base, ExtentList, ExtentRow, Names } from "./extents.model";

/** Pixels of a row and of what stands above and below; on a phone a row has two lines. */
const DENSE = { row: 26 * textScale, edge: 26 * textScale };
const TWO_LINES = { row: 52 * textScale, edge: 40 * textScale };
/** Rows before the end at which the next page is asked for. */
const NEAR = 200;

export interface TableHandle {
	/** Makes a row the active one and brings it into sight. */
	reveal(index: number | undefined): void;
}

interface Props {
	readonly ref: Ref<TableHandle>;
	readonly list: ExtentList;
	readonly base: Base;
	readonly names: Names;
	/** What is wrong with a row, in words; "" when nothing is known to be. */
	damageOf(row: ExtentRow): string;
	onNear(): void;
	onMark(row: ExtentRow | undefined): void;
	/** `contents`: the bytes of the file rather than the stored ones. */
	onOpen(row: ExtentRow, contents: boolean): void;
	/** What is inside a compressed one. */
	onInside(row: ExtentRow): void;
}

/** Name, meaning, width in pixels. */
const COLUMNS = [
	["#", "Number of the extent", 36],
	["In the file at", "Bytes of the file, the end not included", 128],
	["Length", "Bytes of the file the extent covers", 80],
	["Kind", "How the extent is stored, and what decodes it", 98],
	["On disk at", "Where on disk its bytes lie, the end not included", 132],
	["On disk", "Bytes it takes on disk", 82],
	["% of size", "Bytes on disk as a share of the length", 96],
] as const;

const NUMBERS: ReadonlySet<string> = new Set(["#", "Length", "On disk"]);

export function ExtentTable(props: Props) {
	const { ref, list, base, names, damageOf, onNear, onMark, onOpen, onInside } = props;
	const { row, edge } = useNarrow() ? TWO_LINES : DENSE;
	const scroller = useRef<HTMLDivElement>(null);
	const id = useId();
	const [active, setActive] = useState(0);
	const count = list.totals.count;
	// The header and the totals stick to the edges.
	const rows = useRows({ rows: count, row, head: edge, foot: edge, element: scroller });
	const { items } = rows;
	const last = items.at(-1)?.index ?? 0;
	useEffect(() => {
		if (last >= count - NEAR) onNear();
	}, [last, count, onNear]);

	const activate = (index: number, align: "nearest" | "center" = "nearest") => {
		setActive(index);
		rows.show(index, align);
	};
	useImperativeHandle(ref, () => ({
		reveal: (index) =>
			index !== undefined && activate(Math.max(0, Math.min(count - 1, index)), "center"),
	}));
	const onKeyDown = (e: KeyboardEvent) => {
		const name = keyName(e);
		const meaning = meaningOf(EXTENTS, name);
		const to = movedTo(name, { index: active, count, page: rows.page });
		if (to !== undefined) activate(to);
		else if (meaning === "inside") {
			if (active < count && list.row(active).algorithm !== undefined) onInside(list.row(active));
		} else if (meaning && active < count) onOpen(list.row(active), meaning === "contents");
		else return;
		e.preventDefault();
	};
	const open = useCallback(
		(row: ExtentRow, contents: boolean) => {
			setActive(row.index);
			onOpen(row, contents);
		},
		[onOpen],
	);

	return (
		<div ref={scroller} className="extent-scroll" onPointerLeave={() => onMark(undefined)}>
			<table
				// biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: keys move its active row, which makes it a grid
				role="grid"
				className="extent-table"
				aria-label="Extents"
				aria-rowcount={list.complete ? count + 2 : -1}
				aria-activedescendant={activeRow(id, active, items)}
				style={{ "--extent-row": `${row}px`, "--extent-edge": `${edge}px` } as CSSProperties}
				tabIndex={0}
				onKeyDown={onKeyDown}
			>
				<colgroup>
					{COLUMNS.map(([name, , width]) => (
						<col key={name} style={{ width }} />
					))}
				</colgroup>
				<thead>
					<tr aria-rowindex={1}>
						{COLUMNS.map(([name, doc]) => (
							<th key={name} scope="col" title={doc} className={NUMBERS.has(name) ? "num" : ""}>
								{name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					<Spacer height={rows.before} />
					{items.map(({ index }) => (
						<ExtentCells
							key={index}
							id={`${id}-${index}`}
							row={list.row(index)}
							damage={damageOf(list.row(index))}
							active={index === active}
							base={base}
							names={names}
							onMark={onMark}
							onOpen={open}
							onInside={onInside}
						/>
					))}
					<Spacer height={rows.after} />
				</tbody>
				<ExtentTotals list={list} />
			</table>
		</div>
	);
}
