/** What keys do while the bytes have the focus. */
import type { KeyboardEvent } from "react";
import type { OpenFile } from "../../../state/image";
import { learnHere, learnOfField } from "../../../state/learn";
import { describeLeaf } from "../model/describe.model";
import { asksWhatIsHere, type Command, commandOf, type KeyContext } from "../model/keys.model";
import { pageRows } from "../model/scroll.model";
import { askTheWay, copySelection, followHere, goThrough, goToBytes } from "../state/commands";
import type { Hex } from "../state/hex";

/** What is outside the bytes. */
export interface HexActions {
	openFind(): void;
	findAgain(backward: boolean): void;
}

/** A key may be pressed before it is known what is at the cursor: if it asks that, it waits. */
export function useKeys(image: OpenFile, hex: Hex) {
	return (event: KeyboardEvent): void => {
		const act = () => {
			const command = commandOf(event, contextOf(hex));
			if (command) run(command, image, hex);
			return command !== undefined;
		};
		if (!asksWhatIsHere(event)) {
			if (act()) event.preventDefault();
			return;
		}
		event.preventDefault();
		const { cursor } = hex.state.selection;
		// Only what is in sight becomes known.
		if (!hex.knows(cursor)) hex.reveal(cursor, "nearest");
		void hex.whenKnown().then((isHere) => isHere && act());
	};
}

function contextOf(hex: Hex): KeyContext {
	const { columns, selection } = hex.state;
	return {
		cursor: selection.cursor,
		size: hex.size,
		perRow: columns.perRow,
		page: pageRows(hex.extent),
		blockSize: hex.blockSize,
		field: hex.leaf(selection.cursor),
	};
}

function run(command: Command, image: OpenFile, hex: Hex): void {
	const { columns, selection, side } = hex.state;
	if (command.kind === "move") {
		// The cursor keeps its place on screen while pages turn under it.
		if (command.page !== 0) hex.scrollBy(command.page * pageRows(hex.extent) * columns.rowHeight);
		hex.move(command.to, command.extend);
	} else if (command.kind === "jump") {
		goToBytes(hex.space, { start: command.to, end: command.to + 1 });
	} else if (command.kind === "all") hex.select({ anchor: Math.max(0, hex.size - 1), cursor: 0 });
	else if (command.kind === "side") hex.setSide(side === "hex" ? "text" : "hex");
	else if (command.kind === "collapse") hex.move(selection.cursor, false);
	else if (command.kind === "copy") void copySelection(image, hex, side).then(hex.say);
	else if (command.kind === "walk") askTheWay(image, hex);
	else if (command.kind === "learn") learnOfCursor(hex);
	else if (command.kind === "through") void goThrough(image, hex).then(hex.say);
	else void followHere(image, hex).then(hex.say);
}

/** Where no field is, the key opens the drawer as it does anywhere. */
function learnOfCursor(hex: Hex): void {
	const leaf = hex.leaf(hex.state.selection.cursor);
	if (leaf) learnOfField(describeLeaf(leaf).field);
	else learnHere();
}
