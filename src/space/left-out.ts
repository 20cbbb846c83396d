/** Inodes with claims that the image cannot hold: these are in no sum. */
import { showName } from "../base/text";
import { FORM } from "../census/inodes";
import type { Inhabitants } from "../ownership/inhabitants";

export interface LeftOut {
	readonly nid: bigint;
	/** Its first name, as `showName` shows it; empty without one. */
	readonly path: string;
	readonly claim: "size" | "stored";
}

export function leftOut(inhabitants: Inhabitants): LeftOut[] {
	const { inodes } = inhabitants.tree;
	const all: LeftOut[] = [];
	for (let row = 0; row < inodes.count; row++) {
		if (!inhabitants.isReadable(row)) continue;
		if (!inodes.is(row, FORM.IMPOSSIBLE_SIZE | FORM.IMPOSSIBLE_STORED)) continue;
		const path = showName(inhabitants.pathOf(row) ?? new Uint8Array());
		const claim = inodes.is(row, FORM.IMPOSSIBLE_SIZE) ? "size" : "stored";
		all.push({ nid: inhabitants.nid(row), path, claim });
	}
	return all;
}
