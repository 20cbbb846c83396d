/**
 * How a volume could be read whose superblock is damaged: with which block size its tree makes
 * sense. Nothing is repaired; who opens it so sees every finding.
 */
import { isDamage } from "../base/errors";
import type { ByteSource } from "../base/source";
import { decode } from "../schema/struct";
import { inLots } from "./entry-inodes";
import type { Image } from "./image";
import { type Inode, readInode } from "./inode";
import { openImage } from "./open";
import { FT } from "./structs/dirent";
import { KNOWN_INCOMPAT } from "./structs/features";
import { isFlat } from "./structs/inode";
import { type Superblock, superblock } from "./structs/superblock";
import { blockSizeBitsBySize, readAnyHead, superblockIn } from "./superblock";
import { walk } from "./walk";

/** A way to open a volume, and what speaks for it. */
export interface Salvage {
	/** Block size to assume, as a power of two. */
	readonly blkszbits: number;
	/** Whether the superblock has that block size itself. */
	readonly asStored: boolean;
	/** Whether its blocks are then exactly the file. */
	readonly fitsFile: boolean;
	/** Inodes that the superblock counts. */
	readonly inodes: bigint;
	/** Entries met in a short walk, and what made no sense there. */
	readonly entries: number;
	readonly nonsense: number;
}

/** Directories looked at for each block size: enough to see nonsense, little enough for a network. */
const MOST_DIRECTORIES = 16;
/** The usual one first, which decides where nothing else does. */
const BLOCK_BITS = [12, 9, 10, 11, 13, 14, 15, 16];

/**
 * Ways that lead to a root directory, the most sensible first; none when nothing does.
 * @param source the volume; its magic number is not asked for
 * @throws Failure `io` or `cancelled`
 */
export async function salvage(source: ByteSource, signal?: AbortSignal): Promise<Salvage[]> {
	try {
		const bytes = superblockIn(await readAnyHead(source, signal));
		if (!isPlausible(decode(superblock, bytes), source.size)) return [];
	} catch (error) {
		if (!isDamage(error)) throw error;
		return [];
	}
	const ways: Salvage[] = [];
	for (const blkszbits of BLOCK_BITS) {
		const way = await tryBlockSize(source, blkszbits, signal);
		if (way) ways.push(way);
	}
	return ways.sort(bySense);
}

/** Whether it looks like a superblock but for its magic number; other bytes hardly ever do. */
export const isPlausible = (sb: Superblock, size: number): boolean =>
	(sb.feature_incompat & ~KNOWN_INCOMPAT) === 0 &&
	(sb.rootnid_2b > 0 || sb.rootnid_8b > 0n) &&
	sb.inos > 0n &&
	sb.inos <= BigInt(size);

const bySense = (a: Salvage, b: Salvage): number =>
	Number(b.asStored) - Number(a.asStored) ||
	a.nonsense - b.nonsense ||
	Number(b.fitsFile) - Number(a.fitsFile);

async function tryBlockSize(
	source: ByteSource,
	blkszbits: number,
	signal?: AbortSignal,
): Promise<Salvage | undefined> {
	try {
		const image = await openImage(source, { assume: { blkszbits }, ...(signal ? { signal } : {}) });
		const seen = await lookAround(image, signal);
		if (!seen) return undefined;
		const stored = decode(superblock, image.superblockBytes);
		return {
			blkszbits,
			asStored: stored.blkszbits === blkszbits,
			fitsFile: blockSizeBitsBySize(stored, source.size) === blkszbits,
			inodes: stored.inos,
			...seen,
		};
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

/** A short walk; undefined when there is no root to begin at. */
async function lookAround(
	image: Image,
	signal?: AbortSignal,
): Promise<Pick<Salvage, "entries" | "nonsense"> | undefined> {
	const { rootNid } = image.facts;
	const root = await readInode(image, rootNid, undefined, signal);
	if (root.type !== FT.DIR || root.trouble) return undefined;
	let entries = 0;
	let nonsense = 0;
	let directories = 0;
	const start = { nid: rootNid, path: Uint8Array.of(0x2f), parent: rootNid };
	const report = () => {
		nonsense++;
	};
	for await (const visit of walk(image, start, { report, signal })) {
		entries += visit.rows.length;
		for await (const { inodes } of inLots(image, visit, { signal })) {
			nonsense += inodes.filter((inode) => inode && isOutside(image, inode)).length;
		}
		if (++directories === MOST_DIRECTORIES) break;
	}
	return directories > 0 ? { entries, nonsense } : undefined;
}

/** Whether flat contents would lie beyond the end, where there is no device to hold them. */
function isOutside(
	{ devices, facts, primary }: Image,
	{ context, startBlock, size }: Inode,
): boolean {
	if (devices.length > 0 || !isFlat(context) || startBlock === undefined) return false;
	const blocks = Math.floor(size / facts.blockSize);
	return blocks > 0 && (startBlock + blocks) * facts.blockSize > primary.source.size;
}
