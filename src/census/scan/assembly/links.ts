/** Entries are connected with the inodes they name, which are added where they are new. */
import {
	AT_FOUND,
	AT_PIECES,
	AT_WAITING,
	FORM_DOUBTFUL,
	FORM_LAYOUT,
	FORM_UNREADABLE,
	FT_DIR,
	MOST_TYPE,
	PAGE,
	PIECES,
	SLOT,
	STEP,
	TREE_ENTRY_INODE,
	TREE_ENTRY_TYPE,
	TREE_INODE_SIZE,
} from "./constants";
import { imageSize, metaStart } from "./facts";
import { find, NO_ROW } from "./nids";
import { addOrdinary, endSerials } from "./ordinary";
import { bringPages } from "./pages";
import { column, connect, endInodes, formOf, get32, inodes, modeOf } from "./tree";
import { typeOfMode } from "./types";

/** Adds the inode with this nid, whatever it is. @returns its row */
declare function addOther(nid: u32): u32;

/** The entry that is connected next. */
export let linked: u32 = 0;
/** Entries connected in the last step that lead to directories, and inodes whose size takes more to know. */
export let found: u32 = 0;
export let waiting: u32 = 0;
/** Whether there is something to explain about one of those. */
export let isDoubtful: bool = false;

/** Layouts whose size takes more than the inode to know, as a bitmap. */
let sizedElsewhere: u32 = 0;

export function openSizes(layouts: u32): void {
	sizedElsewhere = layouts;
}

function nidOf(entry: u32): u32 {
	return get32(TREE_ENTRY_INODE, entry);
}

/** Reads the pages with the inodes of entries from one on, in the order of the image. @returns the entry up to which */
function bringInodes(from: u32, end: u32): u32 {
	let pieces: u32 = 0;
	let last: u64 = u64.MAX_VALUE;
	let entry = from;
	for (; entry < end && pieces < PIECES; entry++) {
		const nid = nidOf(entry);
		const start = metaStart + (nid as u64) * SLOT;
		const page = start / PAGE;
		if (page === last || start >= imageSize || find(nid) !== NO_ROW) continue;
		last = page;
		let place: usize = AT_PIECES + ((pieces as usize) << 3);
		for (; place > AT_PIECES && load<u64>(place - 8) > page; place -= 8)
			store<u64>(place, load<u64>(place - 8));
		store<u64>(place, page);
		pieces++;
	}
	bringPages(AT_PIECES, pieces);
	return entry;
}

function add(nid: u32): u32 {
	const row = addOrdinary(nid);
	if (row === NO_ROW) {
		const other = addOther(nid);
		endInodes(other + 1);
		return other;
	}
	const isElsewhere = ((sizedElsewhere >> (formOf(row) & FORM_LAYOUT)) & 1) !== 0;
	if (isElsewhere && get32(TREE_INODE_SIZE, row) > 0) {
		store<u32>(AT_WAITING + ((waiting as usize) << 2), row);
		waiting++;
	}
	return row;
}

function link(entry: u32): void {
	const nid = nidOf(entry);
	const known = find(nid);
	const row = known === NO_ROW ? add(nid) : known;
	connect(entry, row);
	linked = entry + 1;
	const type = typeOfMode(modeOf(row));
	const stored: u32 = load<u8>(column(TREE_ENTRY_TYPE) + (entry as usize)) & MOST_TYPE;
	if (type === FT_DIR) {
		store<u32>(AT_FOUND + ((found as usize) << 2), entry);
		found++;
	}
	const isOdd = (formOf(row) & (FORM_UNREADABLE | FORM_DOUBTFUL)) !== 0;
	if (isOdd || stored !== type) isDoubtful = true;
}

/** Connects some of the entries [from, end), which have nids in place of their inodes. */
export function linkEntries(from: u32, end: u32): void {
	const to = min(end, from + STEP);
	endSerials();
	found = 0;
	waiting = 0;
	isDoubtful = false;
	linked = from;
	while (linked < to) {
		const batch = bringInodes(linked, to);
		for (let entry = linked; entry < batch; entry++) link(entry);
	}
}
