/** What archives of every form share: their options, symlink targets, and what is left out. */
import { type Failure, findingOf, isDamage } from "../base/errors";
import { ignoreFindings } from "../base/finding";
import type { OnProgress } from "../base/progress";
import type { Image } from "../erofs/image";
import { readLink } from "../erofs/lookup";
import type { ContentsOptions } from "./contents";
import type { TreeEntry, TreeOptions } from "./tree";

export interface ArchiveOptions extends TreeOptions, ContentsOptions {
	readonly onProgress?: OnProgress;
}

/** The target up to a zero byte, where kernels end it too; undefined, with a note, when there is none. */
export async function linkTarget(
	image: Image,
	{ path, inode }: TreeEntry,
	options: TreeOptions,
): Promise<Uint8Array | undefined> {
	try {
		const target = await readLink(image, inode, options.report, options.signal);
		const end = target.indexOf(0);
		const shown = end < 0 ? target : target.subarray(0, end);
		if (shown.length > 0) return shown;
		options.note({ path, text: "left out: the symlink has no target", kind: "damage" });
	} catch (error) {
		if (!isDamage(error)) throw error;
		leaveOut(path, `left out: ${error.message}`, error, options);
	}
	return undefined;
}

/** Notes what is missing, and reports the damage behind it. */
export function leaveOut(
	path: Uint8Array,
	text: string,
	why: Failure,
	{ note, report = ignoreFindings }: TreeOptions,
): void {
	const found = findingOf(why);
	note({ path, text, kind: found ? "damage" : "missing" });
	if (found) report(found);
}
