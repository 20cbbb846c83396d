/**
 * What a file is, judged by its bytes, never by its name, and what can be shown of it. Text wins
 * over a magic number unless the format says otherwise, so that notes starting with "MZ" stay text.
 */
import { isDamage } from "../base/errors";
import type { Range } from "../base/range";
import type { Home } from "../containers/near";
import { Reading } from "../containers/reading";
import { startsWith } from "../containers/tables";
import type { Preview } from "./kind";
import { kinds } from "./kinds";
import { MAGICS } from "./magic";
import { guessText, soundPart } from "./text";

/** Bytes of the beginning that are looked at: enough to tell the encoding of a text. */
export const HEAD = 65_536;

export interface Given {
	/** The first bytes, {@link HEAD} or all. */
	readonly head: Uint8Array;
	/** Ranges of them that could not be read, ascending. */
	readonly missing: readonly Range[];
	/** Bytes of the file. */
	readonly size: number;
	/** The whole file. @throws Failure when damage lets nothing be read */
	open(): Promise<Home>;
	readonly signal?: AbortSignal | undefined;
}

const UNKNOWN: Preview = {
	kind: "binary",
	label: "Unknown",
	doc: "The first bytes, which would tell, are missing.",
};

/** @throws Failure that is no damage: cancelled, or bytes that did not come */
export async function previewOf({ head, missing, size, open, signal }: Given): Promise<Preview> {
	const { start, end } = soundPart(head, missing);
	const bytes = head.subarray(start, end);
	const { sure, guess } = guessText(bytes, end === size);
	// Without its first bytes a file can still be text.
	if (start > 0) return sure ? { kind: "text", text: sure } : UNKNOWN;
	const seen = { bytes, text: sure ?? guess };
	const kind = kinds.find((one) => one.probe(seen));
	const magic = MAGICS.find((one) => startsWith(bytes, one.bytes, one.at));
	if (kind) {
		try {
			return await kind.look(new Reading(await open(), signal), seen);
		} catch (error) {
			if (!isDamage(error)) throw error;
			return { kind: "binary", label: magic?.label ?? "Damaged", doc: error.message };
		}
	}
	const text = magic?.evenIfText ? undefined : (sure ?? (magic ? undefined : guess));
	if (text) return { kind: "text", text };
	return magic ? { kind: "binary", label: magic.label, doc: magic.doc } : { kind: "binary" };
}
