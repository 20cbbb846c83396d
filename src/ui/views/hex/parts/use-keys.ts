/** What keys do while the bytes have the focus. */
import type { KeyboardEvent } from "react";
import type { OpenFile } from "../../../state/image";
import { learnOfField } from "../../../state/learn";
import { describeLeaf } from "../model/describe.model";
import { commandOf } from "../model/keys.model";
import { pageRows } from "../model/scroll.model";
import { askTheWay, copySelection, follow, goThrough, goToBytes } from "../state/commands";
import type { Hex } from "../state/hex";

/** What is outside the bytes. */
export interface HexActions {
	openFind(): void;
	findAgain(backward: boolean): void;
}

export function useKeys(image: OpenFile, hex: Hex) {
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
		else if (command.kind === "copy") void copySelection(image, hex, side).then(hex.say);
		else if (command.kind === "walk") askTheWay(image, hex);
		else if (command.kind === "learn") learnOfCursor(hex);
		else if (command.kind === "through") void goThrough(image, hex).then(hex.say);
		else void followHere(image, hex).then(hex.say);
	};
}

function learnOfCursor(hex: Hex): void {
	const leaf = hex.leaf(hex.state.selection.cursor);
	if (leaf) learnOfField(describeLeaf(leaf).field);
}

/** A key may be pressed before it is known what is here: it counts as soon as that is. */
async function followHere(image: OpenFile, hex: Hex): Promise<string | undefined> {
	if (!(await hex.whenKnown())) return undefined;
	const node = hex.leaf(hex.state.selection.cursor)?.node;
	if (node?.target) return follow(image, node.target);
	return node?.role === "pointer"
		? `${node.key} is ${node.value ?? "a pointer"}: it leads to no bytes.`
		: "There is no pointer here to follow.";
}
