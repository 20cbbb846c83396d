/**
 * Entries that lead into the middle of something: what is read there as an inode is none, and all
 * that is wrong with it follows from the entry.
 */
import { isDamage } from "../base/errors";
import { ignoreFindings } from "../base/finding";
import { type SpaceId, span } from "../base/range";
import { Resident, withBytes } from "../base/resident";
import { compareBytes, showName } from "../base/text";
import { counted } from "../base/words";
import { FORM, NONE } from "../census/inodes";
import { entryName, readDirectory } from "../erofs/directory";
import { entryField } from "../erofs/directory-block";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { COMPACT } from "../erofs/inode-cursor";
import { layInode } from "../erofs/layout/inode";
import { SLOT } from "../erofs/structs/facts";
import { NOBODY } from "../ownership/claims";
import type { Inhabitants } from "../ownership/inhabitants";
import { COARSE_KINDS, INODE, PADDING, UNREAD } from "../ownership/kinds";
import { Reach } from "../ownership/reach";
import { type SpaceOwners, thingsIn } from "../ownership/space-owners";
import type { Violation } from "./check";

/** Damaged inodes of a space that are looked at. */
const MOST = 64;

/** What bytes belong to, in words, and the byte it begins at. */
interface Holder {
	readonly what: string;
	readonly start: number;
}

/** @throws Failure `io`, `cancelled` */
export async function strayEntries(
	space: SpaceOwners,
	inhabitants: Inhabitants,
	image: Image,
): Promise<Violation[]> {
	const found: Violation[] = [];
	for (const row of damagedRows(inhabitants, space.shape.id)) {
		try {
			const holder =
				holderInTree(space, inhabitants, row) ?? (await holderBefore(image, inhabitants.nid(row)));
			if (holder) found.push(...(await strayEntry(inhabitants, row, holder)));
		} catch (error) {
			// What cannot be read is told by itself.
			if (!isDamage(error)) throw error;
		}
	}
	return found;
}

const isDamaged = ({ tree }: Inhabitants, row: number): boolean =>
	row < tree.inodes.count && tree.inodes.is(row, FORM.DOUBTFUL);

/** The first inodes whose own fields cannot be right. */
function damagedRows(inhabitants: Inhabitants, id: SpaceId): number[] {
	const { count } = inhabitants.tree.inodes;
	const rows: number[] = [];
	for (let row = 0; row < count && rows.length < MOST; row++) {
		if (!isDamaged(inhabitants, row) || !inhabitants.isReadable(row)) continue;
		if (inhabitants.space(row) === id) rows.push(row);
	}
	return rows;
}

/** What of others, all of which are sound, the first bytes of an inode belong to. */
function holderInTree(
	{ layers }: SpaceOwners,
	inhabitants: Inhabitants,
	row: number,
): Holder | undefined {
	const slot = inhabitants.start(row);
	for (const { layer, thing } of thingsIn(layers, { start: slot, end: slot + SLOT })) {
		const kind = layer.kindOf(thing);
		const owner = layer.ownerOf(thing);
		if (kind === PADDING || kind === UNREAD || owner === row) continue;
		if (owner !== NOBODY && isDamaged(inhabitants, owner)) continue;
		const of =
			owner === NOBODY ? "" : ` ${kind === INODE ? "" : "of inode "}${inhabitants.nid(owner)}`;
		return { what: `${COARSE_KINDS[kind]}${of}`, start: layer.startOf(thing) };
	}
	return undefined;
}

/** Of an inode in front of this one, which nothing leads to any more, and all that lies behind it. */
async function holderBefore(image: Image, nid: bigint): Promise<Holder | undefined> {
	const { blockSize } = image.facts;
	for (let back = 1; back * SLOT < blockSize; back++) {
		const before = nid - BigInt(back);
		if (before < 0n || before >> 63n !== nid >> 63n) return undefined;
		const inode = await soundInode(image, before);
		if (!inode) continue;
		const isOver = (await reachOf(image, inode)) > inode.at.start + back * SLOT;
		return isOver ? { what: `inode ${before}`, start: inode.at.start } : undefined;
	}
	return undefined;
}

/** An inode about whose fields there is nothing to tell, and which is one of those that were counted. */
async function soundInode(image: Image, nid: bigint): Promise<Inode | undefined> {
	let isSound = true;
	try {
		const inode = await readInode(image, nid, () => {
			isSound = false;
		});
		const { ino, trouble, context, size } = inode;
		const isLikely = BigInt(ino) <= 4n * image.superblock.inos + 64n;
		return isSound && isLikely && !trouble && (context.hasData || size === 0) ? inode : undefined;
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

/** The byte behind all that lies with an inode; where that is damaged, its own end. */
function reachOf(image: Image, inode: Inode): Promise<number> {
	const bytes = new Resident(inode.home);
	return withBytes(() => {
		let isWhole = true;
		const reach = new Reach(inode.at.start, () => {
			isWhole = false;
		});
		layInode({ image, inode, bytes }, reach);
		return isWhole ? reach.end : inode.at.end;
	});
}

/** The entry that names an inode, which starts inside of something else. */
async function strayEntry(
	inhabitants: Inhabitants,
	row: number,
	{ what, start }: Holder,
): Promise<Violation[]> {
	const { image, tree } = inhabitants;
	const entry = tree.entryOf(row);
	if (entry === NONE) return [];
	const nid = inhabitants.nid(row);
	const name = tree.entries.name(entry);
	const directory = await readInode(image, tree.directoryNid(tree.directories.with(entry)));
	const entries = await readDirectory(image, directory, ignoreFindings);
	const from = inhabitants.start(row);
	for (let i = 0; i < entries.count; i++) {
		if (entries.nid[i] !== nid || compareBytes(entryName(entries, i), name) !== 0) continue;
		const at = entries.at[i] as number;
		const end = Math.max(inhabitants.end(row), from + COMPACT);
		return [
			{
				...entryField({ directory, at, name }, "nid"),
				leadsTo: span(inhabitants.space(row), from, end),
				target: nid,
				seen: `${nid}, ${counted(from - start, "byte")} into ${what}`,
				allowed: "the number of an inode",
				path: showName(tree.pathOfEntry(entry)),
			},
		];
	}
	return [];
}
