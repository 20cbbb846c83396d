/** What keys do while the bytes have the focus. */
import type { KeyboardEvent } from "react";
import type { OpenFile } from "../../../state/image";
import { commandOf } from "../model/keys.model";
import { pageRows } from "../model/scroll.model";
import { copySelection, follow, goToBytes } from "../state/commands";
import type { Hex } from "../state/hex";

/** What is outside the bytes. */
export interface HexActions {
	openGoto(): void;
	openFind(): void;
	findAgain(backward: boolean): void;
	/** A short message for everyone: on screen and aloud. */
	say(message: string): void;
}

export function useKeys(image: OpenFile, hex: Hex, actions: HexActions) {
	return (event: KeyboardEvent): void => {
		const { columns, selection, side } = hex.state;
		const page = pageRows(hex.extent);
		const command = commandOf(event, {
			cursor: selection.cursor,
			size: hex.size,
			perRow: columns.perRow,
			page,
			blockSize: hex.blockSize,
			field: hex.leaf(selection.cursor),
		});
		if (!command) return;
		event.preventDefault();
		if (command.kind === "move") {
			// The cursor keeps its place on screen while pages turn under it.
			if (command.page !== 0) hex.scrollBy(command.page * page * columns.rowHeight);
			hex.move(command.to, command.extend);
		} else if (command.kind === "jump") {
			goToBytes(hex.space, { start: command.to, end: command.to + 1 });
		} else if (command.kind === "all") hex.select({ anchor: Math.max(0, hex.size - 1), cursor: 0 });
		else if (command.kind === "side") hex.setSide(side === "hex" ? "text" : "hex");
		else if (command.kind === "collapse") hex.move(selection.cursor, false);
		else if (command.kind === "copy") {
			void copySelection(image, hex, side).then(actions.say);
		} else {
			const target = hex.leaf(selection.cursor)?.node.target;
			if (target) void follow(image, target);
			else actions.say("There is no pointer here to follow.");
		}
	};
}
