/** What pointer and keyboard do in the grid. Rows are found by their `data-row`. */

import { type RefObject, useRef } from "react";
import type { Rows } from "../../widgets/use-rows";
import type { GridActions } from "./grid-actions";
import { isDirectory } from "./model/entries";
import { type Command, commandOf } from "./model/keys.model";
import type { Tree } from "./model/tree.model";
import { isTyping, NOTHING_TYPED, typeLetter, typeTo } from "./model/typeahead.model";
import type { RowMenuState } from "./RowMenu";
import { entryOfSpot, firstInside, parentIndex, spotAt } from "./spots";
import type { Spot } from "./tree.store";

interface GridEventsOptions {
	readonly tree: Tree;
	readonly rows: Rows;
	readonly active: Spot | undefined;
	readonly activeIndex: number;
	readonly actions: GridActions;
	readonly element: RefObject<HTMLElement | null>;
	readonly setMenu: (menu: RowMenuState) => void;
}

/** Where in a row its name is, about, px. */
const NAME_OFFSET = 40;

const rowElement = (target: EventTarget): HTMLElement | null =>
	target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;

function folderState(tree: Tree, spot: Spot | undefined): "open" | "closed" | "none" {
	const { contents } = spot?.dir ?? {};
	if (!spot || spot.entry < 0 || contents?.state !== "ready") return "none";
	if (!isDirectory(contents.entries, spot.entry)) return "none";
	return tree.isOpen(spot.dir, spot.entry) ? "open" : "closed";
}

export function useGridEvents(options: GridEventsOptions) {
	const { tree, rows, active, activeIndex, actions, element, setMenu } = options;
	const typed = useRef(NOTHING_TYPED);

	const moveTo = (index: number) => {
		const spot = spotAt(tree, index);
		if (!spot) return;
		actions.activate(spot);
		rows.show(index, "nearest");
		if (spot.entry >= 0) actions.select(spot, "keyboard");
	};

	const check = (spot: Spot) =>
		actions.check && spot.entry >= 0 ? actions.check(spot) : actions.select(spot, "pointer");

	const openMenu = (spot: Spot, rect: DOMRect) => {
		const entry = entryOfSpot(spot);
		if (entry) setMenu({ ...entry, rect, spot, actions });
	};

	/** @param at when the key was pressed, which a busy page hears of later, ms */
	const run = (command: Exclude<Command, { kind: "leave" }>, at: number) => {
		if (command.kind === "move") return moveTo(command.to);
		if (command.kind === "type") {
			typed.current = typeLetter(typed.current, command.letter, at);
			return moveTo(typeTo(tree, activeIndex, typed.current));
		}
		if (!active || activeIndex < 0) return;
		if (command.kind === "expand") actions.setOpen(active, true);
		else if (command.kind === "collapse") actions.setOpen(active, false);
		else if (command.kind === "siblings") actions.openSiblings(active);
		else if (command.kind === "copy") actions.copyPath(active);
		else if (command.kind === "select") check(active);
		else if (command.kind === "all") actions.checkAll?.(active);
		else if (command.kind === "open") actions.open(active);
		else {
			const row = element.current?.querySelector(`[data-row="${activeIndex}"]`);
			// Below the name, as if it had been clicked.
			const { left, top, height } = row?.getBoundingClientRect() ?? new DOMRect();
			openMenu(active, new DOMRect(left + NAME_OFFSET, top, 0, height));
		}
	};

	return {
		onKeyDown(event: React.KeyboardEvent) {
			// Keys on a button in the header or in a menu are theirs.
			if (event.target !== event.currentTarget) return;
			element.current?.setAttribute("data-keys", "");
			const command = commandOf(event, {
				index: activeIndex,
				count: tree.count,
				page: rows.page,
				folder: folderState(tree, active),
				parent: active ? parentIndex(tree, active) : -1,
				inside: active ? firstInside(tree, active, activeIndex) : -1,
			});
			if (!command) return;
			// A digit alone shows a place; in the middle of a word it belongs to that.
			const isDigit = command.kind === "type" && /\d/.test(command.letter);
			if (isDigit && !isTyping(typed.current, event.timeStamp)) return;
			// Where there is nothing to leave, the key closes what the tree is in.
			if (command.kind === "leave" && !actions.leave()) return;
			event.preventDefault();
			if (command.kind !== "leave") run(command, event.timeStamp);
		},
		onPointerDown() {
			element.current?.removeAttribute("data-keys");
		},
		onFocus(event: React.FocusEvent) {
			if (event.target !== event.currentTarget || activeIndex >= 0) return;
			const spot = spotAt(tree, 0);
			if (spot) actions.activate(spot);
		},
		onClick(event: React.MouseEvent) {
			const row = rowElement(event.target);
			const spot = row && spotAt(tree, Number(row.dataset.row));
			if (!spot) return;
			actions.activate(spot);
			const target = event.target as Element;
			if (target.closest(".tree-retry")) return actions.retry(spot);
			if (target.closest(".tree-check")) return check(spot);
			const folder = folderState(tree, spot);
			if (folder !== "none" && target.closest(".tree-twist")) {
				return actions.setOpen(spot, folder === "closed");
			}
			if (spot.entry >= 0) actions.select(spot, "pointer");
		},
		onDoubleClick(event: React.MouseEvent) {
			const row = rowElement(event.target);
			const spot = row && spotAt(tree, Number(row.dataset.row));
			if (spot && !(event.target as Element).closest(".tree-twist")) actions.open(spot);
		},
		onContextMenu(event: React.MouseEvent) {
			const row = rowElement(event.target);
			const spot = row && spotAt(tree, Number(row.dataset.row));
			if (!spot) return;
			event.preventDefault();
			actions.activate(spot);
			openMenu(spot, new DOMRect(event.clientX, event.clientY, 0, 0));
		},
	};
}
