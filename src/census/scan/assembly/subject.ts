/** The inode that is scanned, from the columns that the other side has filled. */
import {
	AT_ATTRIBUTES,
	AT_FORM,
	AT_MODE,
	AT_NID,
	AT_RAW,
	AT_RAWHIGH,
	AT_SIZE,
	COMPACT,
	EXTENDED,
	FORM_EXTENDED,
	FORM_LAYOUT,
	FORM_UNREADABLE,
	ODD,
	SLOT,
} from "./constants";
import { imageSize, metaStart } from "./facts";
import { DIRECTORY, LINK, REGULAR, TYPE } from "./types";

export let size: u64 = 0;
/** i_u, and the bits above it. */
export let raw: u64 = 0;
export let rawHigh: u64 = 0;
export let layout: u32 = 0;
export let isExtended: bool = false;
export let isLink: bool = false;
/** First byte. */
export let start: u64 = 0;
/** Behind its attributes. */
export let bodyEnd: u64 = 0;

/** Whether it is passed over: directories must be complete first, and of some nothing can be read here. */
export function isOfOthers(row: usize): bool {
	if (((load<u16>(AT_FORM + (row << 1)) as u32) & FORM_UNREADABLE) !== 0) return true;
	return ((load<u16>(AT_MODE + (row << 1)) as u32) & TYPE) === DIRECTORY;
}

/** Turns to a row. @returns false for what is no file or link, or not as it should be */
export function turnTo(row: usize): bool {
	const form: u32 = load<u16>(AT_FORM + (row << 1));
	if ((form & ODD) !== 0) return false;
	const type = (load<u16>(AT_MODE + (row << 1)) as u32) & TYPE;
	isLink = type === LINK;
	if (!isLink && type !== REGULAR) return false;
	size = load<u32>(AT_SIZE + (row << 2));
	raw = load<u32>(AT_RAW + (row << 2));
	rawHigh = load<u32>(AT_RAWHIGH + (row << 2));
	layout = form & FORM_LAYOUT;
	isExtended = (form & FORM_EXTENDED) !== 0;
	start = metaStart + (load<u32>(AT_NID + (row << 2)) as u64) * SLOT;
	bodyEnd = start + (isExtended ? EXTENDED : COMPACT) + load<u32>(AT_ATTRIBUTES + (row << 2));
	return bodyEnd <= imageSize;
}
