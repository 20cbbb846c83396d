import { useEffect, useState } from "react";
import type { OpenFile } from "../../../state/image";
import { useAsking } from "../../../state/learn";
import { describeLeaf, spoken, spokenByte } from "../model/describe.model";
import { selectionText } from "../model/offset.model";
import type { Hex } from "../state/hex";
import { whyNothing } from "./use-hex";

/** The cursor must rest this long before it is spoken of, ms: nobody can listen faster. */
const REST = 180;

interface SpokenCursorProps {
	readonly image: OpenFile;
	readonly hex: Hex;
}

/** What the cursor is on, for screen readers: the byte, its field, value and meaning. */
export function SpokenCursor({ image, hex }: SpokenCursorProps) {
	const [words, setWords] = useState("");
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const tell = () => {
			setWords(wordsOf(image, hex));
			void hex.whenKnown().then((isHere) => isHere && setWords(wordsOf(image, hex)));
		};
		const stop = hex.store.subscribe((now, before) => {
			const same = now.selection === before.selection && now.focused === before.focused;
			if (same || !now.focused) return;
			clearTimeout(timer);
			timer = setTimeout(tell, REST);
		});
		return () => {
			stop();
			clearTimeout(timer);
		};
	}, [image, hex]);
	return (
		<p className="hidden-text" role="status">
			{words}
		</p>
	);
}

function wordsOf(image: OpenFile, hex: Hex): string {
	const { start, end } = hex.selected;
	const { cursor } = hex.state.selection;
	const leaf = hex.leaf(cursor);
	const finding = hex.findingAt(cursor);
	const missing = hex.pages.missingAt(cursor);
	return [
		end - start > 1 ? `Selected ${selectionText({ start, end })}.` : "",
		missing ? `Missing: ${missing.why}` : `${spokenByte(cursor, hex.pages.byte(cursor))}.`,
		useAsking.getState().asks
			? ""
			: leaf
				? spoken(describeLeaf(leaf))
				: `${whyNothing(image, hex.knows(cursor))}.`,
		finding ? `Looks wrong: ${finding.text}` : "",
	]
		.filter(Boolean)
		.join(" ");
}
