/** To a shared attribute: from an inode that names it. */
import type { SpaceId } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { countText } from "../base/words";
import { containerOf } from "../erofs/image";
import { type Inode, inodeField } from "../erofs/inode";
import { layShared, sharedIdSpan, sharedIds } from "../erofs/layout/xattrs";
import { sharedXattrId, xattrEntry, xattrIbodyHeader } from "../erofs/structs/xattr";
import { sbField } from "../erofs/superblock";
import { fieldAt } from "../schema/struct";
import type { Walker } from "./walker";

/** @param start the attribute's first byte, in the space of shared ones */
export async function toShared(w: Walker, inode: Inode, start: number): Promise<void> {
	const { image } = w;
	const { xattrStart, xattrSpace } = image.facts;
	const body = w.body(inode);
	await w.field(body, inodeField(inode, "i_xattr_icount"), {
		text: "Attributes lie behind the inode.",
	});
	const ids = await w.run(() => sharedIds({ inode, bytes: body.bytes }));
	const { space, end } = inode.at;
	await w.field(body, fieldAt(xattrIbodyHeader, "h_shared_count", space, end), {
		text: `Of them, those shared with other inodes are only named here: ${ids.length}.`,
	});
	const id = (start - xattrStart) / sharedXattrId.size;
	const i = ids.indexOf(id);
	if (i < 0) return;
	const { start: at } = sharedIdSpan(inode, i);
	await w.structure(body, sharedXattrId.name, at, { text: `Number ${i} is ${id}.` }, i);
	await w.field(w.fixed(), sbField("xattr_blkaddr"), {
		text: `Shared attributes are counted from byte ${countText(xattrStart)} of ${spaceText(xattrSpace)} on, in steps of 4 bytes.`,
	});
	if (xattrSpace !== IMAGE_SPACE) await w.into(xattrSpace, start);
	const home = containerOf(image, xattrSpace);
	if (!home) return;
	const bytes = w.bytesOf(home);
	const shared = {
		bytes,
		lay: (v: Parameters<typeof layShared>[1]) => layShared({ image, bytes }, v, start),
	};
	await w.structure(shared, xattrEntry.name, start, { text: "The attribute begins here." });
}

const spaceText = (space: SpaceId): string =>
	space === IMAGE_SPACE ? "the image" : `the ${space}`;
