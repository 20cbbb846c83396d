/**
 * One directory block: entries, then their names, then padding. The first name offset tells how
 * many entries there are.
 */
import { type Range, span } from "../../base/range";
import type { Resident } from "../../base/resident";
import { showName } from "../../base/text";
import { fieldAt } from "../../schema/struct";
import { known, plus, times } from "../../schema/sum";
import type { Part, Visitor } from "../../schema/visit";
import { badCount } from "../directory-block";
import { entryCount, isNameRange, nameEnd, nameStart } from "../directory-geometry";
import { DIRENT, dirent } from "../structs/dirent";
import type { InodeBody } from "./body";
import { kind } from "./kinds";
import { paddingPart } from "./padding";

export interface DirectoryBlock extends Pick<InodeBody, "image" | "inode"> {
	/** Bytes of the space the block is looked at in: where it is stored, or the directory's data. */
	readonly bytes: Resident;
	readonly start: number;
	readonly end: number;
}

interface Entries extends DirectoryBlock {
	readonly count: number;
}

const BLOCK: Part<DirectoryBlock> = {
	key: "directory block",
	role: "struct",
	doc: "Entries sorted by name, followed by the names themselves.",
};
const ENTRIES: Part<Entries> = { kind: kind("dirent") };
const ENTRY: Part<Entries> = {
	kind: kind("dirent"),
	label(of, _start, n) {
		const name = nameOf(of, n);
		return name ? showName(of.bytes.slice(name.start, name.end)) : "(unreadable name)";
	},
	links: {
		nameoff(of, _start, n) {
			const name = nameOf(of, n);
			return name && { span: span(of.bytes.space, name.start, name.end), label: "name" };
		},
	},
	sum: ({ start }, _start, n) =>
		plus(times(known(n, "entry"), DIRENT), known(start, "start of the block")),
};
const NAMES: Part<Entries> = { kind: kind("dir-name") };
const NAME: Part<Entries> = {
	kind: kind("dir-name"),
	key: "name",
	role: "text",
	doc: "Name of the entry, without a terminator.",
	value: ({ bytes }, start, end) => showName(bytes.slice(start, end)),
	sum: ({ start }, at) => plus(known(at - start, "nameoff"), known(start, "start of the block")),
};
/** A block whose entries cannot be told apart stays what its layout makes of it. */
const UNREADABLE: Part<DirectoryBlock> = {
	kind: kind("plain-data"),
	key: "unreadable entries",
	role: "data",
	doc: "The first name offset makes no sense, so the entries of this block cannot be told apart.",
};
const PADDING = paddingPart("directory-end");

/** @throws Missing */
export function layDirectoryBlock(of: DirectoryBlock, v: Visitor): void {
	const { bytes, inode, start, end } = of;
	const length = end - start;
	const p = bytes.seek(start, length);
	if (!v.open(BLOCK, of, start, end)) return;
	const { view } = bytes;
	const count = entryCount(view, p, length);
	if (count > 0) layEntries({ ...of, count }, v);
	else {
		const { nid } = inode;
		const where = { ...fieldAt(dirent, "nameoff", bytes.space, start), nid };
		v.stop(badCount(where, view, p, length));
		v.bytes(UNREADABLE, of, start, end);
	}
	v.close();
}

/** Where a name is; undefined for one that can be nowhere. @throws Missing */
function nameOf({ bytes, start, end, count }: Entries, n: number): Range | undefined {
	const length = end - start;
	const p = bytes.seek(start, length);
	const from = nameStart(bytes.view, p, n);
	const to = nameEnd(bytes.view, p, length, n, count);
	return to > from && isNameRange(from, to, count, length)
		? { start: start + from, end: start + to }
		: undefined;
}

function layEntries(of: Entries, v: Visitor): void {
	const { start, end, image, count } = of;
	const behind = start + count * DIRENT;
	if (v.open(ENTRIES, of, start, behind)) {
		for (let i = 0; i < count; i++) v.struct(ENTRY, of, dirent, start + i * DIRENT, image.facts, i);
		v.close();
	}
	const top = nameOf(of, count - 1)?.end ?? behind;
	if (v.open(NAMES, of, behind, top)) {
		for (let i = 0; i < count; i++) {
			const name = nameOf(of, i);
			if (name) v.bytes(NAME, of, name.start, name.end, i);
		}
		v.close();
	}
	v.bytes(PADDING, of, top, end);
}

/** Blocks of the uncompressed directory data [start, end) that `within` touches. */
export function* directoryBlocks(
	{ start, end }: Range,
	within: Range,
	blockSize: number,
): Generator<Range, void, void> {
	const first = Math.max(0, Math.floor((within.start - start) / blockSize));
	for (let at = start + first * blockSize; at < Math.min(end, within.end); at += blockSize)
		yield { start: at, end: Math.min(at + blockSize, end) };
}
