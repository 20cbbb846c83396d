/** Names of inodes, and how many each says it has. */
import type { Inode } from "../erofs/inode";

/** An inode that can be pointed at. */
export type Known = Pick<Inode, "nid" | "at" | "extended">;

/** An inode, and how often it was met. */
export interface Links {
	readonly inode: Known & Pick<Inode, "nlink">;
	readonly names: number;
	/** Of its first name, as `showName` tells it. */
	readonly path: string;
}
