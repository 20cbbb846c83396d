/** The root directory as the superblock names it, and whose fault it is when there is none. */
import { findingOf } from "../base/errors";
import { blame, type Finding, type Report } from "../base/finding";
import { isMissingDevice } from "./devices";
import { assertDirectory } from "./directory";
import { fault } from "./faults";
import type { Image } from "./image";
import { blameNid, readInode } from "./inode";
import type { Facts } from "./structs/facts";
import { sbField } from "./superblock";

/** What was found at the root, told of the superblock's field when no directory lies where that points. */
export function blameRoot({ rootNid, wideRoot }: Facts, found: Finding): Finding {
	const field = sbField(wideRoot ? "rootnid_8b" : "rootnid_2b");
	const isFile = found.code === "directory-i-mode";
	const told = isFile ? blame(found, field) : blameNid(found, rootNid, field);
	if (told === found) return found;
	return {
		...told,
		...fault("sb-root-nid"),
		text: isFile
			? "The root is not a directory; nothing can be listed."
			: `The root directory cannot be read: ${found.text}`,
		seen: `inode ${rootNid}`,
		allowed: "inode of a directory",
	};
}

export async function checkRoot(image: Image, report: Report, signal?: AbortSignal): Promise<void> {
	try {
		assertDirectory(image, await readInode(image, image.facts.rootNid, report, signal));
	} catch (error) {
		// On a device that was not given: who lists it is told so, and the superblock is there.
		if (isMissingDevice(error)) return;
		const found = findingOf(error);
		if (!found) throw error;
		report(blameRoot(image.facts, found));
	}
}
