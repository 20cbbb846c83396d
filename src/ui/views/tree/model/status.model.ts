/** A search over the whole image in one sentence. */
import type { Progress } from "../../../../base/progress";
import { counted, countText } from "../../../../base/words";
import type { FilterState } from "../filter.store";

const matches = (n: number): string => counted(n, "match", "matches");

/** `12 matches · 1,234 of ~12,000 inodes searched`. */
export function progressText(hits: number, progress: Progress | undefined): string {
	if (!progress) return `${matches(hits)} · searching`;
	const { done, total, unit } = progress;
	// The total is what the superblock claims, so it is only about right.
	const all = total === undefined ? "" : ` of ~${countText(total)}`;
	return `${matches(hits)} · ${countText(done)}${all} ${unit} searched`;
}

export function resultText(hits: number, state: FilterState): string {
	if (state.kind === "failed") return state.why.message;
	if (state.kind === "stopped") return `Stopped after ${matches(hits)}.`;
	if (state.kind === "done" && state.result.capped) {
		return `The first ${matches(hits)}; there may be more. A longer word finds fewer.`;
	}
	return hits ? `${matches(hits)} in the whole image.` : "Nothing in this image matches.";
}
