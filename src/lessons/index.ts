/** The lessons, in the order in which they build on each other: one line each. */
import { attributes } from "./attributes";
import { bigUnits } from "./big-units";
import { contents } from "./contents";
import { devices } from "./devices";
import { directories } from "./directories";
import { findFault } from "./find-fault";
import { fragments } from "./fragments";
import { indexes } from "./indexes";
import { inodes } from "./inodes";
import type { Lesson } from "./lesson";
import { onDemand } from "./on-demand";
import { superblock } from "./superblock";

export type { Lesson } from "./lesson";

export const LESSONS: readonly Lesson[] = [
	superblock,
	inodes,
	directories,
	contents,
	indexes,
	bigUnits,
	fragments,
	attributes,
	devices,
	onDemand,
	findFault,
];

/** The lesson that explains a field, by the structures it is in: `directory block.erofs_dirent.nid`. */
export function lessonAbout(key: string): Lesson | undefined {
	const names = key.split(".");
	return LESSONS.find(({ about }) => about.some((each) => names.includes(each)));
}
