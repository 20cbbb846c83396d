/** Whose a byte is, in a line of words. */
import { countText } from "../../../../base/words";
import { type ByteOwner, KIND_WORDS } from "../../../../worker/protocol";
import { GROUP_WORDS, OWNER_GROUPS } from "../../../widgets/owners.model";
import { hexOffset } from "./offset.model";
import type { Band } from "./strip.model";

/** `compressed contents of /bin/sh and 2 more`. */
export function ownerWords({ kind, inodes, more, detail }: ByteOwner): string {
	const [first] = inodes;
	const others = inodes.length - 1 + more;
	const of = first ? ` of ${first.path ?? `inode ${first.nid}`}` : "";
	const rest = others > 0 ? ` and ${countText(others)} more` : "";
	const was = detail?.kind ? ` (it would be ${detail.kind})` : "";
	return `${KIND_WORDS[kind].name}${of}${rest}${was}`;
}

/** What the strip shows at a row, before anybody was asked whose the byte is. */
export const groupWords = ({ groups }: Band, row: number): string =>
	GROUP_WORDS[OWNER_GROUPS[groups[row] ?? -1] ?? "unread"];

/** `byte 0x1920 of 0x138000, inode of /system/bin/bash` */
export const spokenPlace = (offset: number, size: number, words: string): string =>
	`byte ${hexOffset(offset)} of ${hexOffset(size)}, ${words}`;
