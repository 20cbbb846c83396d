/** Whose a byte is, in a line of words. */
import { GROUP_WORDS, OWNER_GROUPS } from "../../../widgets/owners.model";
import { hexOffset } from "./offset.model";
import type { Band } from "./strip.model";

/** What the strip shows at a row, before anybody was asked whose the byte is. */
export const groupWords = ({ groups }: Band, row: number): string =>
	GROUP_WORDS[OWNER_GROUPS[groups[row] ?? -1] ?? "unread"];

/** `byte 0x1920 of 0x138000, inode of /system/bin/bash` */
export const spokenPlace = (offset: number, size: number, words: string): string =>
	`byte ${hexOffset(offset)} of ${hexOffset(size)}, ${words}`;
