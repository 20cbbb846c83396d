/** The structures that overlap a range of a space, as far as they are known. */
import { findingOf, isDamage } from "../base/errors";
import { overlaps, type Range, type SpaceId } from "../base/range";
import { IMAGE_SPACE, parseSpace } from "../base/space";
import { showName } from "../base/text";
import { containerOf } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { extents, loadMap } from "../erofs/map/open";
import { FT } from "../erofs/structs/dirent";
import { directoryStructures, fixedIn, inodeStructures } from "../inspect/structures";
import type { Ownership } from "../ownership/ownership";
import type { SpaceOwners } from "../ownership/space-owners";
import type { Annotation } from "../schema/annotate";
import { otherNodes, ownedStructures } from "./annotate-owned";
import type { Session } from "./session";

/** Inodes and runs of contents annotated at most in one call. */
const MOST_INODES = 128;
const MOST_RUNS = 256;
/** Extents of the selected file looked at to find those in the range. */
const MOST_EXTENTS = 20_000;

/** What is to be annotated. */
interface Wanted {
	readonly space: SpaceId;
	readonly range: Range;
	/** The selected inode: all of it is told, met before or not. */
	readonly focus: bigint | undefined;
}

export async function annotateRange(
	session: Session,
	wanted: Wanted,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const { space, range } = wanted;
	const owners = await session.owners.known(signal);
	const owned = await owners?.space(space, { signal });
	const nodes =
		owners && owned
			? await ownedNodes(session, wanted, { owners, owned }, signal)
			: await metNodes(session, wanted, signal);
	return nodes.filter((node) => overlaps(node, range)).sort((a, b) => a.start - b.start);
}

interface Owned {
	readonly owners: Ownership;
	readonly owned: SpaceOwners;
}

/** Of every byte. */
async function ownedNodes(
	session: Session,
	{ space, range, focus }: Wanted,
	{ owners, owned }: Owned,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const nodes = await ownedStructures(owners, owned, range, signal);
	const inode = focus === undefined ? undefined : await tryInode(session, focus, signal);
	if (inode) nodes.push(...(await contentNodes(session, inode, space, range, signal)));
	const others = await otherNodes(owners, owned, range, nodes, signal);
	return [...nodes, ...others];
}

/** As long as owners are not known: what the census or somebody's looking around has met. */
async function metNodes(
	session: Session,
	wanted: Wanted,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const { space, range } = wanted;
	const home = containerOf(session.image, space);
	const nodes = home ? await fixedIn(session.image, home, range, signal) : [];
	nodes.push(...(await inodeNodes(session, wanted, signal)));
	nodes.push(...(await runNodes(session, wanted, signal)));
	nodes.push(...(await directoryFile(session, wanted, signal)));
	return nodes;
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
	const path = session.known.pathOf(nid);
	return path ? showName(path) : `inode ${nid}`;
};

/** The inodes met in the range, the root, and the selected one with its stored contents. */
async function inodeNodes(
	session: Session,
	{ space, range, focus }: Wanted,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const { known, image } = session;
	const met = space === IMAGE_SPACE ? known.inodesAround(range.start, range.end, MOST_INODES) : [];
	const nids = new Set([...met, image.facts.rootNid, ...(focus === undefined ? [] : [focus])]);
	const nodes: Annotation[] = [];
	for (const nid of nids) {
		const inode = await tryInode(session, nid, signal);
		if (!inode) continue;
		if (inode.home.space === space)
			nodes.push(...(await inodeGroup(session, inode, range, signal)));
		if (nid === focus) nodes.push(...(await contentNodes(session, inode, space, range, signal)));
	}
	return nodes;
}

/** An inode with what is stored behind it, as far as it is in the range, under one node. */
async function inodeGroup(
	session: Session,
	inode: Inode,
	range: Range,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const children = await inodeStructures(session.image, inode, signal, range);
	const [first] = children;
	if (!first) return [];
	const label = pathLabel(session, inode.nid);
	return [
		{
			key: "inode",
			label,
			start: first.start,
			end: Math.max(...children.map(({ end }) => end)),
			role: "struct",
			doc: "An inode and what is stored behind it.",
			target: { span: inode.at, nid: inode.nid, label },
			children,
		},
	];
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
		for await (const { start, end, kind, at } of extents(map, 0, inode.size, signal)) {
			if (++seen > MOST_EXTENTS) break;
			if (at?.space !== space || !overlaps(at, range)) continue;
			nodes.push(contentNode(session, inode.nid, at, `bytes ${start} to ${end}, ${kind}`));
		}
	} catch (error) {
		if (!isDamage(error)) throw error; // it is shown with the inode; here the rest counts
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

/** Contents met in the range; of directories, their blocks. */
async function runNodes(
	session: Session,
	{ space, range, focus }: Wanted,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const { image, known } = session;
	const nodes: Annotation[] = [];
	if (space !== IMAGE_SPACE) return nodes;
	for (const run of known.runsIn(range.start, range.end, MOST_RUNS)) {
		if (!run.isDirectory) {
			if (run.nid !== focus)
				nodes.push(contentNode(session, run.nid, run, "uncompressed contents"));
			continue;
		}
		const inode = await tryInode(session, run.nid, signal);
		if (inode)
			nodes.push(...(await directoryStructures(image, inode, image.primary, run, range, signal)));
	}
	return nodes;
}

/** The decoded contents of a directory: its blocks, whatever layout stores them. */
async function directoryFile(
	session: Session,
	{ space, range }: Wanted,
	signal: AbortSignal,
): Promise<Annotation[]> {
	const named = parseSpace(space);
	const inode = named?.kind === "file" ? await tryInode(session, named.nid, signal) : undefined;
	if (inode?.type !== FT.DIR) return [];
	const home = { space, source: await session.source(space, signal) };
	const all = { start: 0, end: home.source.size };
	return directoryStructures(session.image, inode, home, all, range, signal);
}
