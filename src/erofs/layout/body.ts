/** An inode with what is stored behind it: what its layout follows from. */
import type { Exact } from "../../base/exact";
import { beyond, type Resident } from "../../base/resident";
import type { Visitor } from "../../schema/visit";
import type { Image } from "../image";
import { type BodyInode, inodeField } from "../inode";

/** What of an image a body depends on, beyond what the inode says. */
export type BodyImage = Pick<Image, "facts" | "metaboxNid" | "packedNid" | "prefixes">;

export interface InodeBody {
	readonly image: BodyImage;
	readonly inode: BodyInode;
	/** Bytes of the inode's home. */
	readonly bytes: Resident;
}

/**
 * False, and the listener knows, when [start, end) is not all inside the inode's home.
 * @param field the inode's field that says where it ends
 */
export function isInside(
	{ inode, bytes }: InodeBody,
	v: Visitor,
	start: number,
	end: Exact,
	structure: string,
	field?: "i_size" | "i_xattr_icount",
): boolean {
	if (end <= bytes.size) return true;
	const from = field ? { from: inodeField(inode, field) } : {};
	v.stop(beyond(inode.home, start, end, { structure, nid: inode.nid, ...from }));
	return false;
}
