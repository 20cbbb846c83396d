/** What rows, keys and the row menu can ask of the tree. */
import type { ColumnId } from "./model/sort.model";
import type { Spot } from "./tree.store";

export interface GridActions {
	/** The row the keyboard is on. */
	activate(spot: Spot): void;
	select(spot: Spot, by: "pointer" | "keyboard"): void;
	/** Space, or a click on the box before the name; where there are none it selects. */
	check?(spot: Spot): void;
	/** Everything in the directory of the spot, or nothing of it. */
	checkAll?(spot: Spot): void;
	/** Enter, or a double click. */
	open(spot: Spot): void;
	setOpen(spot: Spot, open: boolean): void;
	openSiblings(spot: Spot): void;
	retry(spot: Spot): void;
	copyPath(spot: Spot): void;
	sortBy(column: ColumnId): void;
	/** Escape. @returns whether there was anything to leave */
	leave(): boolean;
}
