/** A single directory and the inodes that its entries name, as a tree of its own. */
import type { Report } from "../base/finding";
import { withBytes } from "../base/resident";
import type { Image } from "../erofs/image";
import { halvesOf } from "./columns";
import { DirectoryReader } from "./directory-reader";
import type { DirectoryPlace } from "./explain";
import { NONE } from "./inodes";
import { Tree } from "./tree";

/**
 * @param parent undefined when it is not known in which directory it is
 * @throws Failure `corrupt` when there is no inode at the nid; `io`, `cancelled`
 */
export async function takeDirectory(
	image: Image,
	{ nid, path, parent }: Omit<DirectoryPlace, "parent"> & { readonly parent: bigint | undefined },
	report: Report,
	signal?: AbortSignal,
): Promise<Tree> {
	const tree = new Tree(64, path);
	const reader = new DirectoryReader({ image, tree, report, parent });
	const { low, high } = halvesOf(nid);
	await withBytes(() => reader.rows.add(low, high), signal);
	reader.begin(tree.enter(0, NONE));
	const pace = { signal };
	for (let wait = reader.advance(pace); wait; wait = reader.advance(pace)) await wait;
	return tree;
}
