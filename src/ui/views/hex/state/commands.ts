/** What can be done with bytes: go to them, follow a pointer, copy. */
import type { Range, SpaceId, Span } from "../../../../base/range";
import { parseSpace } from "../../../../base/space";
import { showName } from "../../../../base/text";
import { exactBytes } from "../../../../base/words";
import type { Target } from "../../../../schema/field";
import type { NamedHolding } from "../../../../worker/protocol";
import { isImage, type OpenFile } from "../../../state/image";
import { type Change, navigate } from "../../../state/location";
import { startWalk } from "../../../state/walk";
import { type CopyFormat, copyAs, MOST_COPIED } from "../model/copy.model";
import { type Opened, whyNot } from "../model/reach.model";
import type { Hex } from "./hex";

/** A step in the history. */
export const goToBytes = (space: SpaceId, { start, end }: Range): void =>
	navigate({ view: "bytes", space, at: { start, end } });

/** What pointers can lead to. */
export const openedOf = (file: OpenFile): Opened => ({
	spaces: file.facts.spaces,
	devices: isImage(file) ? file.overview.devices : [],
});

/** Why a pointer cannot be followed; undefined when it can. */
export const deadEnd = (file: OpenFile, { span }: Target): string | undefined =>
	whyNot(span, openedOf(file));

/**
 * Goes where a pointer points. A pointer to an inode selects that inode too, so that its
 * structures are known at the bytes it leads to.
 * @returns why not, to tell the user
 */
export async function follow(file: OpenFile, target: Target): Promise<string | undefined> {
	const why = deadEnd(file, target);
	if (why !== undefined) return why;
	const { span, nid } = target;
	if (nid === undefined) return void goToBytes(span.space, span);
	const [path, at] = await Promise.all([pathOf(file, nid), placeOf(file, nid)]);
	const { space, start, end } = at ?? span;
	const selected = path === undefined ? { path, nid } : { path, nid: undefined };
	navigate({ view: "bytes", space, at: { start, end }, ...selected });
}

/** Follows the pointer at the cursor. @returns why not, to tell the user */
export async function followHere(file: OpenFile, hex: Hex): Promise<string | undefined> {
	const node = hex.leaf(hex.state.selection.cursor)?.node;
	if (node?.target) return follow(file, node.target);
	return node?.role === "pointer"
		? `${node.key} is ${node.value ?? "a pointer"}: it leads to no bytes.`
		: "There is no pointer here to follow.";
}

async function pathOf({ client }: OpenFile, nid: bigint): Promise<string | undefined> {
	const { path } = await client.call("pathOf", { nid });
	return path && showName(path);
}

/** All bytes of an inode, of which a pointer does not know how many there are. */
async function placeOf({ client }: OpenFile, nid: bigint): Promise<Span | undefined> {
	try {
		return (await client.call("inode", { nid })).at;
	} catch {
		return undefined; // what is damaged is shown where the pointer leads
	}
}

/**
 * Goes to the stored bytes that the selected ones come from; where they are stored themselves,
 * to the contents they hold.
 * @returns why not, to tell the user
 */
export async function goThrough(file: OpenFile, hex: Hex): Promise<string | undefined> {
	if (!isImage(file)) return NO_WAY;
	const { space, selected, focus } = hex;
	const asked = { space, ...selected };
	const { origins } = await file.client.call("origins", asked);
	const at = origins?.list.find((origin) => origin.at)?.at;
	if (at) return follow(file, { span: at, label: "" });
	const { list } = await file.client.call("holdings", withFocus(asked, focus));
	const [held] = list;
	if (!held) return NO_WAY;
	navigate(placeOfHolding(held));
}

/** Asks how to get to the byte under the cursor. */
export function askTheWay(file: OpenFile, { space, state }: Hex): void {
	if (isImage(file)) startWalk({ space, offset: state.selection.cursor });
}

const NO_WAY = "These bytes come from no others, and are contents of no file that is known.";

/** Contents that bytes hold, with the file they belong to selected. */
export function placeOfHolding({ space, start, end, nid, path }: NamedHolding): Change {
	const bytes = { view: "bytes", space, at: { start, end } } as const;
	if (parseSpace(space)?.kind !== "file") return bytes;
	return path === undefined ? { ...bytes, path, nid } : { ...bytes, path, nid: undefined };
}

/** Parameters with the selected inode, when there is one. */
export const withFocus = <T extends object>(params: T, focus: bigint | undefined) =>
	focus === undefined ? params : { ...params, focus };

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
