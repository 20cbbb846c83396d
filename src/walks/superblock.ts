/** Where ways begin: the superblock, and what it names. */
import { corrupt } from "../base/errors";
import type { Culprit } from "../base/finding";
import type { SpaceId } from "../base/range";
import { METABOX_SPACE } from "../base/space";
import { countText } from "../base/words";
import { SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { metaboxField, sbField } from "../erofs/superblock";
import { known, times } from "../schema/sum";
import { heedImage } from "./heed";
import { number, place, type Walker } from "./walker";

/** Told once for each way, however often it comes back. */
export async function toSuperblock(w: Walker): Promise<void> {
	if (!w.isNew(superblock.name)) return;
	await w.field(w.fixed(), sbField("magic"), {
		text: `Every way begins at the superblock, byte ${countText(SB_OFFSET)} of the file system.`,
		sum: place(known(SB_OFFSET, "always byte")),
	});
	await heedImage(w);
}

/** @returns the field that names the root directory */
export async function toRootNid(w: Walker): Promise<Culprit> {
	await toSuperblock(w);
	const { wideRoot, rootNid } = w.image.facts;
	const field = sbField(wideRoot ? "rootnid_8b" : "rootnid_2b");
	await w.field(w.fixed(), field, { text: `The root directory is inode ${rootNid}.` });
	const wrong = w.image.findings.find(({ code }) => code === "sb-root-nid");
	if (wrong) throw corrupt(wrong);
	return field;
}

/** Where inodes are counted from. */
export async function toMetadataStart(w: Walker): Promise<void> {
	if (!w.isNew("metadata")) return;
	const { superblock: sb, facts } = w.image;
	await w.field(w.fixed(), sbField("meta_blkaddr"), {
		text: `Inodes are counted from block ${sb.meta_blkaddr} on, byte ${countText(facts.metaStart)}.`,
		sum: number(times(known(sb.meta_blkaddr, "meta_blkaddr"), facts.blockSize)),
	});
}

/** The field that names the inode whose contents a space is. */
export async function toHiddenNid(w: Walker, space: SpaceId, nid: bigint): Promise<Culprit> {
	await toSuperblock(w);
	const isMetabox = space === METABOX_SPACE;
	const field = isMetabox ? metaboxField : sbField("packed_nid");
	await w.field(w.fixed(), field, {
		text: isMetabox
			? `The metabox is the contents of inode ${nid}.`
			: `The packed inode, which holds pieces of other files, is inode ${nid}.`,
		since: isMetabox ? "6.17" : "6.1",
	});
	return field;
}
