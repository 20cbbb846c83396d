/** Annotations of directory blocks: entries first, then their names. */
import { showName } from "../base/text";
import { entryCount, isNameRange, nameEnd, nameStart } from "../erofs/directory-geometry";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { DIRENT, dirent } from "../erofs/structs/dirent";
import { type Annotation, annotate } from "../schema/annotate";
import { viewOf } from "../schema/struct";

/**
 * One directory block whose bytes lie at `start` of the space being annotated.
 * Tolerates damage: what makes no sense is left without annotation.
 */
export function directoryBlockNode(
	image: Image,
	inode: Inode,
	bytes: Uint8Array,
	start: number,
): Annotation {
	const view = viewOf(bytes);
	const { length } = bytes;
	const count = entryCount(view, 0, length);
	const entries: Annotation[] = [];
	const names: Annotation[] = [];
	for (let i = 0; i < count; i++) {
		const p = i * DIRENT;
		const from = nameStart(view, 0, i);
		const to = nameEnd(view, 0, length, i, count);
		const sane = to > from && isNameRange(from, to, count, length);
		const name = sane ? showName(bytes.subarray(from, to)) : "(unreadable name)";
		const place = { bytes, offset: p, space: "", start: start + p };
		entries.push(annotate(dirent, place, image.facts, { label: name }));
		if (!sane) continue;
		names.push({
			key: "name",
			start: start + from,
			end: start + to,
			role: "text",
			value: name,
			doc: "Name of the entry, without a terminator.",
		});
	}
	return {
		key: "directory block",
		label: `of inode ${inode.nid}`,
		start,
		end: start + bytes.length,
		role: "struct",
		doc: "Entries sorted by name, followed by the names themselves.",
		children: [...entries, ...names],
	};
}
