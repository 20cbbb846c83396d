/** Sections of a program or entries of an archive: only the rows in sight are drawn. */
import {
	type CSSProperties,
	type RefObject,
	useLayoutEffect,
	useMemo,
	useRef,
	useState,
} from "react";
import { compareExact, type Exact } from "../../../../base/exact";
import { counted, countText, storedShare } from "../../../../base/words";
import type { Facts, Item } from "../../../../worker/protocol";
import { textScale, useNarrow } from "../../../state/media";
import { BytesLink } from "../../../widgets/PlaceLink";
import { Size } from "../../../widgets/Size";
import { Spacer } from "../../../widgets/Spacer";
import { useUnevenRows } from "../../../widgets/uneven-rows";

/** Pixels of a row; the style sheet has the same. */
const ROW = 26 * textScale;
const TOUCH_ROW = 40 * textScale;

interface Props extends ItemList {
	/** Of the contents of the file. */
	readonly space: string;
	/** What scrolls. */
	readonly scroller: RefObject<HTMLElement | null>;
}

export function Items(props: Props) {
	const { list, what, space, scroller } = props;
	const [by, sortBy] = useState<SortKey>("size");
	const order = useMemo(() => sorted(list, by), [list, by]);
	const most = useMemo(() => sorted(list, "size")[0]?.size ?? 0, [list]);
	const box = useRef<HTMLTableSectionElement>(null);
	const [top, setTop] = useState(0);
	useLayoutEffect(() => setTop(box.current?.offsetTop ?? 0));
	const height = useNarrow() ? TOUCH_ROW : ROW;
	const rows = useUnevenRows({
		rows: order.length,
		guess: () => height,
		basis: height,
		element: scroller,
		above: top,
	});
	const drawn = rows.items;
	const before = drawn[0]?.start ?? 0;
	const after = rows.height - before - drawn.length * height;
	const isStored = what === "entry";
	const column = (key: SortKey, label: string, className = "") => (
		<th scope="col" className={className} aria-sort={by === key ? SORTED[key] : undefined}>
			<button type="button" onClick={() => sortBy(key)}>
				{label}
			</button>
		</th>
	);
	return (
		<table className="items" aria-rowcount={order.length + 1}>
			<caption>{itemsText(props)}</caption>
			<thead>
				<tr aria-rowindex={1}>
					{column("name", "Name")}
					<th scope="col" className="item-how">
						{isStored ? "Method" : "Kind"}
					</th>
					{isStored && (
						<th scope="col" className="num item-stored">
							Packed
						</th>
					)}
					{column("size", "Size", "num item-size")}
					{column("place", "At", "item-at")}
				</tr>
			</thead>
			<tbody ref={box}>
				<Spacer height={before} />
				{drawn.map(({ index }) => (
					<Row
						key={index}
						index={index}
						item={order[index] as Item}
						most={most}
						space={space}
						isStored={isStored}
					/>
				))}
				<Spacer height={after} />
			</tbody>
		</table>
	);
}

const SORTED = { size: "descending", name: "ascending", place: "ascending" } as const;

interface RowProps {
	readonly index: number;
	readonly item: Item;
	/** Size of the largest. */
	readonly most: Exact;
	readonly space: string;
	readonly isStored: boolean;
}

function Row({ index, item, most, space, isStored }: RowProps) {
	const { name, how, size, stored, at } = item;
	const share = storedShare(size, most) ?? 0;
	return (
		<tr aria-rowindex={index + 2}>
			<th scope="row" title={name}>
				{name}
			</th>
			<td className="item-how">{how}</td>
			{isStored && (
				<td className="num item-stored">{stored !== undefined && <Size bytes={stored} />}</td>
			)}
			<td className="num item-size">
				<span className="item-bar" aria-hidden style={{ "--share": share } as CSSProperties} />
				<Size bytes={size} />
			</td>
			<td className="item-at">{at && <BytesLink span={{ space, ...at }} what={name} />}</td>
		</tr>
	);
}

type ItemList = NonNullable<Facts["items"]>;

type SortKey = "size" | "name" | "place";

const ORDERS: Readonly<Record<SortKey, (a: Item, b: Item) => number>> = {
	size: (a, b) => compareExact(b.size, a.size),
	name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
	place: (a, b) =>
		(a.at?.start ?? Number.POSITIVE_INFINITY) - (b.at?.start ?? Number.POSITIVE_INFINITY) || 0,
};

/** Parts of a file in the order somebody wants to see them. */
const sorted = (list: readonly Item[], by: SortKey): readonly Item[] => list.toSorted(ORDERS[by]);

/** `29 sections`, `20,000 of 31,000 entries`. */
function itemsText({ what, list, total }: ItemList): string {
	const all = what === "entry" ? counted(total, "entry", "entries") : counted(total, what);
	return list.length < total ? `the first ${countText(list.length)} of ${all}` : all;
}
