/**
 * Where the contents of many inodes lie, those of files and links that are as nearly all are. As soon
 * as something about one is not as it should be, or is not what nearly all have, nothing is found of
 * it: others, who know all there is, look at it.
 */
import {
	LAYOUT_COMPRESSED_COMPACT,
	LAYOUT_COMPRESSED_FULL,
	LAYOUT_FLAT_INLINE,
	LAYOUT_FLAT_PLAIN,
	MAP_HEADER,
	OWNER_MAP_HEADER,
	PADDING_MAP_HEADER,
} from "./constants";
import { forget, seen } from "./entry";
import { hasMaps } from "./facts";
import { takeFlat } from "./flat";
import {
	addBytes,
	addFragment,
	addPadding,
	begin,
	clear,
	compareLengths,
	extents,
	isFull,
	isOdd,
	keep,
	odd,
	pass,
	undo,
} from "./found";
import { headerEnd, headerStart, isWhole, readHeader, recordSize, wholeOffset } from "./header";
import { takeRecords } from "./records";
import { bodyEnd, isLink, isOfOthers, layout, size, start, turnTo } from "./subject";
import { takeUnits } from "./units";

export { readDirectory, zeros } from "./directory";
export { dirents, lastDirents, lastNameBytes, nameBytes, slack } from "./dirents";
export { open } from "./facts";
export { extents, kept, packed, runs } from "./found";
export { found, isDoubtful, linkEntries, linked, openSizes, waiting } from "./links";
export { openInodes } from "./ordinary";
export { entries, inodes, openTree, setCounts } from "./tree";

function takeMapped(): u64 {
	let end: u64 = 0;
	readHeader();
	if (isOdd) return 0;
	addPadding(PADDING_MAP_HEADER, headerStart - bodyEnd);
	addBytes(OWNER_MAP_HEADER, MAP_HEADER);
	if (isWhole) {
		addFragment(0, size, wholeOffset);
		end = headerEnd;
	} else end = recordSize > 0 ? takeRecords() : takeUnits();
	compareLengths();
	return end;
}

/** Of the inode that is scanned. @returns where it ends with all that lies behind it */
function take(): u64 {
	const isFlat = layout === LAYOUT_FLAT_PLAIN || layout === LAYOUT_FLAT_INLINE;
	if (isFlat || (size === 0 && !isLink)) return takeFlat();
	const isCompressed = layout === LAYOUT_COMPRESSED_FULL || layout === LAYOUT_COMPRESSED_COMPACT;
	if (isCompressed && hasMaps && !isLink) return takeMapped();
	odd();
	return 0;
}

const MOST_REACH: u64 = 0xffffffff;
/** Entries read before who called has a turn: some milliseconds. */
const MOST_SEEN: u32 = 1 << 20;

/**
 * Scans inodes [from, to) of those that were given, until one is odd, there is no room for more, or it
 * has taken long.
 * @param row of the one at `from`
 * @param base extents in front of those that are found here
 * @param most of these
 * @returns up to where they were scanned
 */
export function scan(from: u32, to: u32, row: u32, base: u32, most: u32): u32 {
	clear(most);
	forget();
	for (let i = from; i < to; i++, row++) {
		pass(i);
		if (!isOfOthers(i)) {
			if (isFull() || seen > MOST_SEEN || !turnTo(i)) return i;
			begin(row);
			const end = take();
			if (isOdd || end - start > MOST_REACH) {
				undo();
				return i;
			}
			const isUnits = layout === LAYOUT_COMPRESSED_COMPACT || layout === LAYOUT_COMPRESSED_FULL;
			keep(i, end, isUnits, base);
		}
	}
	return to;
}
