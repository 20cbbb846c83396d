import { useEffect, useState } from "react";
import { useAsking } from "../../../state/learn";
import { describeLeaf, spoken, spokenByte } from "../model/describe.model";
import { selectionText } from "../model/offset.model";
import type { Hex } from "../state/hex";

/** The cursor must rest this long before it is spoken of, ms: nobody can listen faster. */
const REST = 180;

/** What the cursor is on, for screen readers: the byte, its field, value and meaning. */
export function SpokenCursor({ hex }: { readonly hex: Hex }) {
	const [words, setWords] = useState("");
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const stop = hex.store.subscribe((now, before) => {
			const same = now.selection === before.selection && now.focused === before.focused;
			if (same || !now.focused) return;
			clearTimeout(timer);
			timer = setTimeout(() => setWords(wordsOf(hex)), REST);
		});
		return () => {
			stop();
			clearTimeout(timer);
		};
	}, [hex]);
	return (
		<p className="hidden-text" role="status">
			{words}
		</p>
	);
}

function wordsOf(hex: Hex): string {
	const { start, end } = hex.selected;
	const { cursor } = hex.state.selection;
	const leaf = hex.leaf(cursor);
	const finding = hex.findingAt(cursor);
	const missing = hex.pages.missingAt(cursor);
	return [
		end - start > 1 ? `Selected ${selectionText({ start, end })}.` : "",
		missing ? `Missing: ${missing.why}` : `${spokenByte(cursor, hex.pages.byte(cursor))}.`,
		useAsking.getState().asks ? "" : leaf ? spoken(describeLeaf(leaf)) : "No known structure.",
		finding ? `Looks wrong: ${finding.text}` : "",
	]
		.filter(Boolean)
		.join(" ");
}
