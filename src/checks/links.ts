/** How many names each inode has in the tree, against how many it says it has. */
import type { Exact } from "../base/exact";
import { type Inode, nidKey } from "../erofs/inode";

/** An inode that was met, and how often. */
export interface Links {
	readonly inode: Pick<Inode, "nid" | "at" | "extended" | "nlink">;
	readonly names: number;
	/** Of its first name, as `showName` tells it. */
	readonly path: string;
}

/**
 * Only inodes that say they have several names, or are met a second time, are kept: of a million
 * inodes nearly all have the one name that they claim.
 */
export class LinkCount {
	readonly #links = new Map<Exact, { inode: Links["inode"]; names: number; path: string }>();

	/** @param again whether it was met before */
	add(inode: Inode, path: string, again: boolean): void {
		const key = nidKey(inode.nid);
		const known = this.#links.get(key);
		if (known) {
			known.names++;
			return;
		}
		if (inode.nlink === 1 && !again) return;
		const { nid, at, extended, nlink } = inode;
		this.#links.set(key, { inode: { nid, at, extended, nlink }, names: again ? 2 : 1, path });
	}

	values(): Iterable<Links> {
		return this.#links.values();
	}
}
