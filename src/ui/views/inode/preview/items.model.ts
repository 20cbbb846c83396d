/** Parts of a file in the order somebody wants to see them. */
import { compareExact } from "../../../../base/exact";
import { countText } from "../../../../base/words";
import type { Facts, Item } from "../../../../worker/protocol";

export type ItemList = NonNullable<Facts["items"]>;

export type SortKey = "size" | "name" | "place";

const ORDERS: Readonly<Record<SortKey, (a: Item, b: Item) => number>> = {
	size: (a, b) => compareExact(b.size, a.size),
	name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
	place: (a, b) =>
		(a.at?.start ?? Number.POSITIVE_INFINITY) - (b.at?.start ?? Number.POSITIVE_INFINITY) || 0,
};

export const sorted = (list: readonly Item[], by: SortKey): readonly Item[] =>
	list.toSorted(ORDERS[by]);

/** `29 sections`, `20,000 of 31,000 entries`. */
export function itemsText({ what, list, total }: ItemList): string {
	const noun = what === "entry" ? ["entry", "entries"] : ["section", "sections"];
	const all = `${countText(total)} ${total === 1 ? noun[0] : noun[1]}`;
	return list.length < total ? `the first ${countText(list.length)} of ${all}` : all;
}
