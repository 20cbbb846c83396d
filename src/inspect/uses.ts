/**
 * What the files of an image use that its superblock does not tell, and that not every Linux
 * which reads the superblock's features reads as it is meant (format section 3.4).
 */
import { isDamage } from "../base/errors";
import { Resident, withBytes } from "../base/resident";
import { showName } from "../base/text";
import { entryName } from "../erofs/directory";
import type { Image } from "../erofs/image";
import { type Inode, nidKey } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { type Header, readHeader } from "../erofs/map/header";
import { extents, loadMap } from "../erofs/map/open";
import { isCompressed } from "../erofs/structs/inode";
import { DI_HOLE } from "../erofs/structs/zmap";
import { joinPath, type Visit, walk } from "../erofs/walk";

export type Use =
	/** Compressed contents of any kind. */
	| "compressed"
	/** A hole by a block count of 0. */
	| "hole"
	/** An uncompressed unit that is rotated in its block. */
	| "interlaced"
	/** A logical cluster whose size needs the fourth bit of its field. */
	| "large-cluster";

export interface Uses {
	/** For each use the first path that has it, in `showName` form. */
	readonly paths: ReadonlyMap<Use, string>;
	/** Inodes looked at, and whether these are all. */
	readonly inodes: number;
	readonly complete: boolean;
}

/** Inodes looked at in an image of more: a few seconds of work. */
const MOST = 100_000;

/** @throws Failure when bytes cannot be had; what is damaged is left out */
export async function usesOf(image: Image, signal?: AbortSignal): Promise<Uses> {
	const paths = new Map<Use, string>();
	const seen = new Set<ReturnType<typeof nidKey>>();
	const { rootNid: nid } = image.facts;
	const root = Uint8Array.of(0x2f);
	for await (const visit of walk(image, { nid, path: root, parent: nid }, undefined, signal)) {
		for (const { path, inode } of inodesOf(visit)) {
			const key = nidKey(inode.nid);
			if (seen.has(key)) continue;
			if (seen.size === MOST) return { paths, inodes: MOST, complete: false };
			seen.add(key);
			if (!isCompressed(inode.layout) || !inode.context.hasData || inode.size === 0) continue;
			for (const use of await usesIn(image, inode, signal)) {
				if (!paths.has(use)) paths.set(use, showName(path));
			}
		}
	}
	return { paths, inodes: seen.size, complete: true };
}

function* inodesOf(visit: Visit): Generator<{ path: Uint8Array; inode: Inode }> {
	yield { path: visit.path, inode: visit.directory };
	for (const [row, inode] of visit.inodes.entries()) {
		const name = entryName(visit.entries, visit.rows[row] as number);
		if (inode) yield { path: joinPath(visit.path, name), inode };
	}
}

async function usesIn(image: Image, inode: Inode, signal?: AbortSignal): Promise<Set<Use>> {
	const uses = new Set<Use>(["compressed"]);
	try {
		const bytes = new Resident(inode.home);
		const header = await withBytes(() => readHeader(image, inode, bytes), signal);
		// Byte-exact extents came with the kernel that reads all of these.
		if (header.wholeFragment !== undefined || header.recordSize !== undefined) return uses;
		if (header.lclusterBits - image.facts.blkszbits >= 8) uses.add("large-cluster");
		const map = await loadMap(image, inode, signal);
		for await (const extent of extents(map, 0, inode.size, signal)) {
			if (extent.cut !== undefined) uses.add("interlaced");
			if (extent.kind !== "hole") continue;
			if (await withBytes(() => isCounted(extent, header, bytes), signal)) uses.add("hole");
		}
	} catch (error) {
		if (!isDamage(error)) throw error;
	}
	return uses;
}

/** Rather than flagged: the block of a flagged hole decodes to zeros, for kernels that know no holes. */
function isCounted({ record }: Extent, { compact }: Header, bytes: Resident): boolean {
	return compact || (record !== undefined && (bytes.u16(record.start) & DI_HOLE) === 0);
}
