/** The lessons, in the order in which they build on each other: one line each. */
import { directories } from "./directories";
import { inodes } from "./inodes";
import type { Lesson } from "./lesson";
import { superblock } from "./superblock";

export type { Lesson } from "./lesson";

export const LESSONS: readonly Lesson[] = [superblock, inodes, directories];

/** The lesson that explains a structure, or a field of it: `erofs_dirent.nid`. */
export const lessonAbout = (key: string): Lesson | undefined =>
	LESSONS.find(({ about }) => about.some((each) => key === each || key.startsWith(`${each}.`)));
