/** What can be done with bytes: go to them, follow a pointer, copy. */
import type { Range, SpaceId } from "../../../../base/range";
import { showName } from "../../../../base/text";
import { exactBytes } from "../../../../base/words";
import type { Target } from "../../../../schema/field";
import type { OpenFile } from "../../../state/image";
import { navigate } from "../../../state/location";
import { type CopyFormat, copyAs, MOST_COPIED } from "../model/copy.model";
import type { Hex } from "./hex";

/** A step in the history. */
export const goToBytes = (space: SpaceId, { start, end }: Range): void =>
	navigate({ view: "hex", space, at: { start, end } });

/**
 * Goes where a pointer points. A pointer to an inode selects that inode too, so that its
 * structures are known at the bytes it leads to.
 */
export async function follow(image: OpenFile, { span, nid }: Target): Promise<void> {
	const { space, start, end } = span;
	const bytes = { view: "hex", space, at: { start, end } } as const;
	if (nid === undefined) return navigate(bytes);
	const { path } = await image.client.call("pathOf", { nid }).catch(() => ({ path: undefined }));
	navigate(
		path ? { ...bytes, path: showName(path), nid: undefined } : { ...bytes, path: undefined, nid },
	);
}

/** @returns what to tell the user */
export async function copySelection(
	image: OpenFile,
	hex: Hex,
	format: CopyFormat,
): Promise<string> {
	const { start, end } = hex.selected;
	if (end - start > MOST_COPIED) {
		return `Not copied: at most ${exactBytes(MOST_COPIED)} can be copied at a time.`;
	}
	try {
		const bytes = await selectedBytes(image, hex);
		await navigator.clipboard.writeText(copyAs(format, bytes, start));
		return `Copied ${exactBytes(bytes.length)} as ${FORMAT_WORDS[format]}.`;
	} catch (error) {
		return `Not copied: ${error instanceof Error ? error.message : String(error)}`;
	}
}

/** From what is on screen when possible: some browsers allow copying only at once. */
async function selectedBytes({ client }: OpenFile, { space, selected, pages }: Hex) {
	const { start, end } = selected;
	const here = pages.bytes(selected);
	if (here.length === end - start) return here;
	const { bytes, missing } = await client.call("bytes", { space, start, end });
	if (missing[0]) throw new Error(missing[0].why);
	return bytes;
}

export const FORMAT_WORDS: Readonly<Record<CopyFormat, string>> = {
	hex: "hexadecimal",
	text: "text",
	c: "a C array",
	base64: "Base64",
};
