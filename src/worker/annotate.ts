/** The structures that overlap a range of a space, as far as they are known. */

import { findingOf } from "../base/errors";
import { intersect, overlaps, type Range, type SpaceId } from "../base/range";
import { IMAGE_SPACE, parseSpace } from "../base/space";
import { showName } from "../base/text";
import { contentsNid } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { extents, loadMap } from "../erofs/map/open";
import { FT } from "../erofs/structs/dirent";
import { directoryBlockNode } from "../inspect/directory-structures";
import { inodeStructures } from "../inspect/inode-structures";
import type { Annotation } from "../schema/annotate";
import type { Session } from "./session";

/** Inodes and runs of contents annotated at most in one call. */
const MOST_INODES = 128;
const MOST_CLAIMS = 256;
/** Extents of the selected file looked at to find those in the range. */
const MOST_EXTENTS = 20_000;

export async function annotateRange(
	session: Session,
	space: SpaceId,
	range: Range,
	focus: bigint | undefined,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const nodes: Annotation[] = [];
	if (space === IMAGE_SPACE) nodes.push(...session.overview.structures);
	const nids =
		space === IMAGE_SPACE ? session.atlas.inodesAround(range.start, range.end, MOST_INODES) : [];
	const wanted = new Set(nids);
	if (space === IMAGE_SPACE) wanted.add(session.image.facts.rootNid);
	if (focus !== undefined) wanted.add(focus);
	for (const nid of wanted) {
		const inode = await tryInode(session, nid, signal);
		if (!inode) continue;
		if (inode.home.space === space) nodes.push(await inodeGroup(session, inode, signal));
		if (nid === focus) nodes.push(...(await contentNodes(session, inode, space, range, signal)));
	}
	if (space === IMAGE_SPACE) nodes.push(...(await claimNodes(session, range, focus, signal)));
	nodes.push(...(await directoryFile(session, space, range, signal)));
	return nodes.filter((node) => overlaps(node, range)).sort((a, b) => a.start - b.start);
}

async function tryInode(
	session: Session,
	nid: bigint,
	signal: AbortSignal,
): Promise<Inode | undefined> {
	try {
		return await readInode(session.image, nid, undefined, signal);
	} catch (error) {
		if (!findingOf(error)) throw error;
		return undefined;
	}
}

const pathLabel = (session: Session, nid: bigint): string => {
	const path = session.atlas.pathOf(nid);
	return path ? showName(path) : `inode ${nid}`;
};

/** An inode with everything stored behind it, under one node named by its path. */
async function inodeGroup(
	session: Session,
	inode: Inode,
	signal: AbortSignal,
): Promise<Annotation> {
	const children = await inodeStructures(session.image, inode, signal);
	const end = children.reduce((max, child) => Math.max(max, child.end), inode.at.end);
	return {
		key: "inode",
		label: pathLabel(session, inode.nid),
		start: inode.at.start,
		end,
		role: "struct",
		doc: "An inode and what is stored behind it.",
		target: { span: inode.at, nid: inode.nid, label: pathLabel(session, inode.nid) },
		children,
	};
}

/** The stored bytes of the selected inode's contents, extent by extent. */
async function contentNodes(
	session: Session,
	inode: Inode,
	space: SpaceId,
	range: Range,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const nodes: Annotation[] = [];
	if (!inode.context.hasData || inode.type === FT.DIR) return nodes;
	try {
		const map = await loadMap(session.image, inode, signal);
		let seen = 0;
		for await (const extent of extents(map, 0, inode.size, signal)) {
			if (++seen > MOST_EXTENTS) break;
			const { at } = extent;
			if (at?.space !== space || !overlaps(at, range)) continue;
			nodes.push(
				contentNode(
					session,
					inode.nid,
					at,
					`bytes ${extent.start} to ${extent.end}, ${extent.kind}`,
				),
			);
		}
	} catch (error) {
		if (!findingOf(error)) throw error; // damage is shown with the inode; here the rest counts
	}
	return nodes;
}

const contentNode = (session: Session, nid: bigint, at: Range, value: string): Annotation => ({
	key: "contents",
	label: pathLabel(session, nid),
	start: at.start,
	end: at.end,
	role: "data",
	value,
	doc: "Stored contents of a file.",
});

async function claimNodes(
	session: Session,
	range: Range,
	focus: bigint | undefined,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const { image, atlas } = session;
	const nodes: Annotation[] = [];
	for (const claim of atlas.claimsIn(range.start, range.end, MOST_CLAIMS)) {
		if (!claim.directory) {
			if (claim.nid !== focus)
				nodes.push(contentNode(session, claim.nid, claim, "uncompressed contents"));
			continue;
		}
		const inode = await tryInode(session, claim.nid, signal);
		const part = intersect(claim, range);
		if (!inode || !part) continue;
		const { blockSize } = image.facts;
		const first = claim.start + Math.floor((part.start - claim.start) / blockSize) * blockSize;
		for (let start = first; start < part.end; start += blockSize) {
			const end = Math.min(start + blockSize, claim.end, image.primary.source.size);
			if (end <= start) break;
			const bytes = await image.primary.source.read(start, end, signal);
			nodes.push(directoryBlockNode(image, inode, bytes, start));
		}
	}
	return nodes;
}

/** The decoded contents of a directory: its blocks, whatever layout stores them. */
async function directoryFile(
	session: Session,
	space: SpaceId,
	range: Range,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const named = parseSpace(space);
	const inode = named?.kind === "file" ? await tryInode(session, named.nid, signal) : undefined;
	if (inode?.type !== FT.DIR) return [];
	const source = await session.source(space, signal);
	const { blockSize } = session.image.facts;
	const nodes: Annotation[] = [];
	const first = Math.floor(range.start / blockSize) * blockSize;
	for (let start = first; start < Math.min(range.end, source.size); start += blockSize) {
		const bytes = await source.read(start, Math.min(start + blockSize, source.size), signal);
		nodes.push(directoryBlockNode(session.image, inode, bytes, start));
	}
	return nodes;
}

/** The inode whose structures or contents cover a byte of a space, when it has been met. */
export async function ownerOf(
	session: Session,
	space: SpaceId,
	offset: number,
	signal: AbortSignal,
): Promise<bigint | undefined> {
	if (space !== IMAGE_SPACE) return contentsNid(session.image, space);
	for (const nid of session.atlas.inodesAround(offset, offset + 1, 2).reverse()) {
		const inode = await tryInode(session, nid, signal);
		if (
			inode &&
			overlaps(await inodeGroup(session, inode, signal), { start: offset, end: offset + 1 })
		)
			return nid;
	}
	return session.atlas.claimsIn(offset, offset + 1, 1)[0]?.nid;
}
