/** The findings as a grid of rows, of which only those in sight are drawn. */
import {
	type KeyboardEvent,
	type MouseEvent,
	type RefObject,
	useEffect,
	useId,
	useLayoutEffect,
	useMemo,
	useState,
} from "react";
import {
	placeOf,
	selectFinding,
	turnRow,
	useFindingRows,
	useSelectedFinding,
} from "../../state/finding-list";
import { type FindingRow, isChosen } from "../../state/finding-rows";
import type { OpenImage } from "../../state/image";
import { FINDINGS, keyName, meaningOf } from "../../state/keys";
import { navigate } from "../../state/location";
import { textScale, useNarrow } from "../../state/media";
import { activeRow } from "../../widgets/active-row";
import { movedTo } from "../../widgets/list-moves";
import { Unprinted } from "../../widgets/Unprinted";
import { useUnevenRows } from "../../widgets/uneven-rows";
import { OneRow } from "./OneRow";

/** Heights of rows as the style sheet makes them, px: a head, two lines, a third line more. */
const HEAD = 28 * textScale;
const LINES = 48 * textScale;
const MORE = 18 * textScale;
/** Rows that PgUp and PgDn go. */
const PAGE = 10;
const NO_ROWS: readonly FindingRow[] = [];

interface FindingGridProps {
	readonly image: OpenImage;
	/** What scrolls, and what stands in it above the head and the rows. */
	readonly scroller: RefObject<HTMLElement | null>;
	readonly above: RefObject<HTMLElement | null>;
	/** Height of what stays at the top, px. */
	readonly head: number;
}

export function FindingGrid({ image, scroller, above, head }: FindingGridProps) {
	const made = useFindingRows(image);
	const rows = made ?? NO_ROWS;
	const chosen = useSelectedFinding(image)?.finding;
	const [activeId, setActive] = useState<string>();
	const id = useId();
	const narrow = useNarrow();
	const top = useHeight(above);
	const room = useHeight(scroller);
	const list = useUnevenRows({
		rows: rows.length,
		guess: (index) => heightOf(rows[index]),
		basis: narrow || rows,
		element: scroller,
		above: top + head,
		head,
	});
	const { show } = list;
	const chosenIndex = useMemo(() => {
		if (!chosen) return -1;
		const { code, at } = chosen;
		return rows.findIndex(
			(row) => row.kind === "finding" && isChosen(row.finding, { code, ...at }),
		);
	}, [rows, chosen]);
	const found = rows.findIndex((row) => row.id === activeId);
	const active = found < 0 ? Math.max(0, chosenIndex) : found;
	// biome-ignore lint/correctness/useExhaustiveDependencies: where the rows begin, and how much room there is, moves them
	useLayoutEffect(() => {
		if (chosenIndex >= 0) show(chosenIndex, "auto");
	}, [chosenIndex, show, top, room]);

	const activate = (index: number) => {
		const row = rows[index];
		if (!row) return;
		setActive(row.id);
		show(index, "auto");
		if (row.kind === "finding") selectFinding(row.finding, { replace: true });
	};
	const onKeyDown = (event: KeyboardEvent) => {
		// Keys on a link in a row are its own.
		if (event.target !== event.currentTarget) return;
		const name = keyName(event);
		const meaning = meaningOf(FINDINGS, name);
		const row = rows[active];
		if (!meaning || !row) return;
		event.preventDefault();
		const to = movedTo(name, { index: active, count: rows.length, page: PAGE });
		if (to !== undefined) activate(to);
		else if (meaning === "inward") row.isOpen === false ? turnRow(row.id) : activate(active + 1);
		else if (meaning === "outward") row.isOpen ? turnRow(row.id) : activate(outerOf(rows, active));
		else if (row.kind === "head") turnRow(row.id);
		else navigate({ ...placeOf(row.finding), view: "bytes" });
	};

	if (!made) return null;
	if (rows.length === 0) return <p className="check-more">No finding is like that.</p>;
	const onClick = (event: MouseEvent) => {
		const { target } = event;
		if (!(target instanceof Element)) return;
		const row = rows[Number(target.closest<HTMLElement>("[data-index]")?.dataset.index)];
		if (!row) return;
		setActive(row.id);
		// Links and buttons in a row have their own meaning.
		if (target.closest("a, button")) return;
		if (row.kind === "head") turnRow(row.id);
		else selectFinding(row.finding);
	};

	return (
		<>
			<div
				className="finding-grid"
				role="treegrid"
				aria-label="Findings"
				aria-rowcount={rows.length}
				aria-colcount={2}
				aria-activedescendant={activeRow(id, active, list.items)}
				tabIndex={0}
				style={{ minHeight: list.height }}
				onKeyDown={onKeyDown}
				onClick={onClick}
			>
				{list.items.map(({ index, start }) => {
					const row = rows[index];
					if (!row) return null;
					return (
						<OneRow
							key={row.id}
							id={`${id}-${index}`}
							index={index}
							row={row}
							top={start}
							measure={list.measure}
							isActive={index === active}
							isChosen={index === chosenIndex}
						/>
					);
				})}
			</div>
			<Unprinted left={list.left} instead="a report has all of them" />
		</>
	);
}

function heightOf(row: FindingRow | undefined): number {
	if (row?.kind !== "finding") return HEAD;
	return row.cause || row.follows.length > 0 ? LINES + MORE : LINES;
}

/** The head or cause a row is under; the row itself when there is none. */
function outerOf(rows: readonly FindingRow[], index: number): number {
	const row = rows[index];
	if (row?.kind !== "finding" || row.level === 1) return index;
	for (let i = index - 1; i >= 0; i--) {
		const above = rows[i];
		if (above?.kind === "head" || above?.level === 1) return i;
	}
	return index;
}

/** Height of an element, kept up to date, px. */
function useHeight(ref: RefObject<HTMLElement | null>): number {
	const [height, setHeight] = useState(0);
	useEffect(() => {
		const element = ref.current;
		if (!element) return;
		const observer = new ResizeObserver(() => setHeight(element.offsetHeight));
		observer.observe(element);
		return () => observer.disconnect();
	}, [ref]);
	return height;
}
