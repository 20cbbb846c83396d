/** Extents in the order of the file, for who only wants to hear that there is nothing to tell of any. */
import type { Resident } from "../../base/resident";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { isCompressed } from "../structs/inode";
import type { Extent } from "./extent";
import { IndexedMap } from "./indexed";
import { openMap } from "./open";

/** Not an error: there is something to tell, by who can say what. */
export class Doubt extends Error {}

/** The same each time: to note where one was made takes longer than most inodes. */
const DOUBT = new Doubt("Something is not as it should be.");

/** @throws Doubt */
export function doubt(): never {
	throw DOUBT;
}

/** Of an inode with contents. */
export interface SoundMap {
	/** The extent behind `before`, or the first one. @throws Missing, Doubt; Failure as `ExtentMap.at` */
	after(before: Extent | undefined): Extent;
}

/** @throws as `openMap`, and Doubt */
export function openSoundly(image: Image, inode: Inode, bytes: Resident): SoundMap {
	if (image.facts.undeclaredLz4 && isCompressed(inode.layout)) doubt();
	const map = openMap(image, inode, bytes, doubt);
	return {
		after(before) {
			const offset = before?.end ?? 0;
			const extent = map instanceof IndexedMap ? map.soundAt(offset) : map.at(offset, before);
			return extent ?? doubt();
		},
	};
}
