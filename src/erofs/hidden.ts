/** The hidden inodes a superblock can name: metabox and packed inode. */
import { findingOf } from "../base/errors";
import type { Finding, Report } from "../base/finding";
import { Resident, withBytes } from "../base/resident";
import type { ByteSource } from "../base/source";
import { METABOX_SPACE, PACKED_SPACE } from "../base/space";
import { storedShare } from "../base/words";
import { decode } from "../schema/struct";
import { fileSource } from "./data";
import { fault } from "./faults";
import type { Image } from "./image";
import { type Inode, isNowhere, readInode } from "./inode";
import { readHeader } from "./map/header";
import { storedSize } from "./stored-size";
import { FT } from "./structs/dirent";
import { inMetabox } from "./structs/facts";
import { hasIncompat } from "./structs/features";
import { isCompressed } from "./structs/inode";
import { SB_EXTSLOT, superblockExtension } from "./structs/superblock";
import { metaboxField, SB_SIZE, sbField } from "./superblock";

/** The metabox is an ordinary inode whose data holds other inodes (format section 17). */
export async function openMetabox(image: Image, report: Report, signal?: AbortSignal) {
	const { superblockBytes: bytes, facts } = image;
	if (!hasIncompat(facts, "METABOX")) return {};
	const wrong = (text: string, seen: string, allowed: string): Finding => ({
		...fault("sb-metabox-nid"),
		text,
		...metaboxField,
		seen,
		allowed,
	});
	if (bytes.length < SB_SIZE + SB_EXTSLOT) {
		report({
			...fault("sb-extslots-metabox"),
			...sbField("sb_extslots"),
			seen: "no extension slot",
			allowed: "at least 1",
		});
		return {};
	}
	const { metabox_nid: nid } = decode(superblockExtension, bytes, SB_SIZE);
	if (inMetabox(nid)) {
		report(
			wrong(
				"The metabox inode claims to lie in the metabox itself.",
				String(nid),
				"an inode number with bit 63 clear",
			),
		);
		return {};
	}
	const file = await hiddenFile(image, nid, "metabox", report, wrong, signal);
	return file ? { metabox: { space: METABOX_SPACE, source: file.source }, metaboxNid: nid } : {};
}

export async function openPacked(image: Image, report: Report, signal?: AbortSignal) {
	const { packed_nid: nid } = image.superblock;
	if (nid === 0n || inMetabox(nid) || !hasIncompat(image.facts, "FRAGMENTS")) return {};
	const wrong = (text: string, seen: string, allowed: string): Finding => ({
		...fault("sb-packed-nid"),
		text,
		...sbField("packed_nid"),
		seen,
		allowed,
	});
	const file = await hiddenFile(image, nid, "packed inode", report, wrong, signal);
	if (!file) return {};
	const { inode, source } = file;
	if (await hasFragment(image, inode, signal)) {
		const told = fault("packed-in-itself");
		report({ ...wrong(told.text, `inode ${nid}`, "inode of a file without fragments"), ...told });
	}
	const stored = await storedSize(image, inode, signal);
	return {
		packed: { space: PACKED_SPACE, source },
		packedNid: nid,
		packedDensity: storedShare(stored, inode.i_size) ?? 0,
	};
}

/** Whether a part of the contents, or all, is in the packed inode. */
async function hasFragment(image: Image, inode: Inode, signal?: AbortSignal): Promise<boolean> {
	if (!isCompressed(inode.layout) || inode.size === 0) return false;
	const bytes = new Resident(inode.home);
	const { fragmentOffset, wholeFragment } = await withBytes(
		() => readHeader(image, inode, bytes),
		signal,
	);
	return fragmentOffset !== undefined || wholeFragment !== undefined;
}

interface HiddenFile {
	readonly inode: Inode;
	/** Its contents. */
	readonly source: ByteSource;
}

/** A hidden inode the superblock names; undefined (with a finding) when it is no regular file. */
async function hiddenFile(
	image: Image,
	nid: bigint,
	label: string,
	report: Report,
	wrong: (text: string, seen: string, allowed: string) => Finding,
	signal?: AbortSignal,
): Promise<HiddenFile | undefined> {
	const wrongNid = (text: string) => wrong(text, `inode ${nid}`, "inode of a regular file");
	try {
		const inode = await readInode(image, nid, report, signal);
		if (inode.type !== FT.REG) {
			report(wrongNid(`The ${label} is not a regular file.`));
			return undefined;
		}
		return { inode, source: await fileSource(image, inode, label, signal, report) };
	} catch (error) {
		const found = findingOf(error);
		if (!found) throw error;
		const text = `The ${label} cannot be read: ${found.text}`;
		const { at: leadsTo, seen = "", allowed = "" } = found;
		const lost = { ...wrong(text, `inode ${nid}, ${seen}`, allowed), leadsTo };
		report(isNowhere(found, nid) ? lost : { ...found, text });
		return undefined;
	}
}
