/** Annotations of directory blocks: entries first, then their names. */
import { showName } from "../base/text";
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
	const first = bytes.length >= DIRENT ? view.getUint16(8, true) : 0;
	const count = first % DIRENT === 0 && first <= bytes.length ? first / DIRENT : 0;
	const entries: Annotation[] = [];
	const names: Annotation[] = [];
	for (let i = 0; i < count; i++) {
		const p = i * DIRENT;
		const from = view.getUint16(p + 8, true);
		const to = i + 1 < count ? view.getUint16(p + DIRENT + 8, true) : lastEnd(bytes, from);
		const sane = from >= first && to > from && to <= bytes.length;
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

function lastEnd(bytes: Uint8Array, from: number): number {
	const nul = bytes.indexOf(0, from);
	return nul < 0 ? bytes.length : nul;
}
