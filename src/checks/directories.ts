/** What a directory and its entries say, beyond what is told by whoever reads them. */
import { showPart, utf8 } from "../base/text";
import { exactBytes } from "../base/words";
import { entryName } from "../erofs/directory";
import { entryField } from "../erofs/directory-block";
import type { Image } from "../erofs/image";
import { inodeField } from "../erofs/inode";
import { DIRENT } from "../erofs/structs/dirent";
import type { Look } from "../erofs/visit";
import type { Check } from "./check";

/** A directory whose entries were read, and what is known of their inodes. */
export interface LookedAt extends Look {
	/** How many of them are directories; undefined where some cannot be read. */
	readonly below: number | undefined;
}

const placeOf = ({ directory, entries }: Look, i: number) => ({
	directory,
	at: entries.at[i] as number,
	name: entryName(entries, i),
});

/** Bytes of the last block up to the end of its last name; undefined when its entries are not all there. */
function usedOfLastBlock({ directory, entries }: Look, blockSize: number): number | undefined {
	const block = Math.floor((directory.size - 1) / blockSize) * blockSize;
	let used = 0;
	let expected = entries.count;
	while (expected > 0 && (entries.at[expected - 1] as number) >= block) {
		used += DIRENT + entryName(entries, --expected).length;
	}
	return used === 0 ? undefined : used;
}

export const hiddenEntry = {
	code: "dirent-hidden",
	severity: "error",
	text: "The entry points at an inode that holds parts of other files, and is no file itself.",
} as const;

/** Whether only the superblock has to do with an inode. */
export const isHidden = (
	nid: bigint | undefined,
	{ packedNid, metaboxNid }: Pick<Image, "packedNid" | "metaboxNid">,
): boolean => nid !== undefined && (nid === packedNid || nid === metaboxNid);

export const directoryChecks: readonly Check<"directory">[] = [
	{
		code: "directory-end",
		on: "directory",
		severity: "note",
		text: "The size of the directory goes on behind its last name; mkfs.erofs never makes it so.",
		test(visit, { facts: { blockSize } }) {
			const { directory, isWhole } = visit;
			const used = isWhole ? usedOfLastBlock(visit, blockSize) : undefined;
			const claimed = ((directory.size - 1) % blockSize) + 1;
			if (used === undefined || used >= claimed) return undefined;
			const allowed = exactBytes(directory.size - claimed + used);
			return [{ ...inodeField(directory, "i_size"), seen: exactBytes(directory.size), allowed }];
		},
	},
	{
		...hiddenEntry,
		on: "directory",
		test(visit, image) {
			const { entries, rows } = visit;
			const found = rows.filter((i) => isHidden(entries.nid[i], image));
			return Array.from(found, (i) => ({
				...entryField(placeOf(visit, i), "nid"),
				seen: String(entries.nid[i]),
				allowed: "inode of a file",
			}));
		},
	},
	{
		code: "dirent-utf8",
		on: "directory",
		severity: "note",
		text: "The name is not UTF-8. Linux takes any bytes; other systems may not show it.",
		test(visit) {
			const { entries, rows } = visit;
			const found = rows.filter((i) => utf8(entryName(entries, i)) === undefined);
			return Array.from(found, (i) => {
				const place = placeOf(visit, i);
				const name = showPart(place.name);
				return { ...entryField(place, "nameoff"), seen: name, allowed: "UTF-8" };
			});
		},
	},
	{
		code: "directory-nlink",
		on: "directory",
		severity: "warning",
		text: "The directory counts another number of links than it has: programs that skip directories without subdirectories by it miss some.",
		test({ directory, below, isWhole }) {
			const { nlink } = directory;
			// 1 says that they were not counted, or too many; 0 is told by itself.
			if (!isWhole || nlink <= 1 || below === undefined) return undefined;
			const found = 2 + below;
			if (found === nlink) return undefined;
			return [
				{
					...inodeField(directory, "i_nlink"),
					seen: String(nlink),
					allowed: `${found}, or 1 for not counted`,
				},
			];
		},
	},
];
