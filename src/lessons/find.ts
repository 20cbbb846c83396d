/** Looking for a file in the reader's image that a step can speak of. */
import { Failure } from "../base/errors";
import { ignoreFindings } from "../base/finding";
import { showName } from "../base/text";
import { entryName } from "../erofs/directory";
import { inodesOf } from "../erofs/entry-inodes";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { joinPath, visitDirectory } from "../erofs/visit";
import type { Wanted } from "./lesson";
import { Scene, type Subject } from "./scene";

/** Inodes and directories that are looked at, however large the image is. */
const MOST_INODES = 5000;
const MOST_DIRECTORIES = 200;

/** The first that fits, nearest to the root; directories count, too. */
export async function findSubject(
	image: Image,
	{ fits }: Wanted,
	signal?: AbortSignal,
): Promise<Subject | undefined> {
	const { rootNid } = image.facts;
	const scene = new Scene(image, undefined, signal);
	const root = await readInode(image, rootNid, undefined, signal);
	const waiting = [{ path: Uint8Array.of(0x2f), directory: root, parent: rootNid, depth: 0 }];
	const entered = new Set([rootNid]);
	let looked = 0;
	if (await suits(() => fits({ path: "/", inode: root, depth: 0, parent: root, scene })))
		return { path: "/", inode: root };
	for (let i = 0; i < waiting.length && i < MOST_DIRECTORIES && looked < MOST_INODES; i++) {
		const { path, directory, parent, depth } = waiting[i] as (typeof waiting)[number];
		const visit = await attempt(() =>
			visitDirectory(image, directory, { path, parent }, { report: ignoreFindings, signal }),
		);
		if (!visit) continue;
		const some = visit.rows.subarray(0, MOST_INODES - looked).map((_, row) => row);
		const inodes = await inodesOf(image, visit, some, signal);
		for (const [row, inode] of inodes.entries()) {
			looked++;
			if (!inode || inode.trouble) continue;
			const name = entryName(visit.entries, visit.rows[row] as number);
			const below = joinPath(path, name);
			const candidate = {
				path: showName(below),
				inode,
				depth: depth + 1,
				parent: directory,
				scene,
			};
			if (await suits(() => fits(candidate))) return { path: candidate.path, inode };
			if (inode.type !== FT.DIR || entered.has(inode.nid)) continue;
			entered.add(inode.nid);
			waiting.push({ path: below, directory: inode, parent: directory.nid, depth: depth + 1 });
		}
	}
	return undefined;
}

/** What is damaged does not suit: a step speaks of another. */
const suits = async (fits: () => boolean | Promise<boolean>): Promise<boolean> =>
	(await attempt(async () => fits())) === true;

async function attempt<T>(look: () => Promise<T>): Promise<T | undefined> {
	try {
		return await look();
	} catch (error) {
		if (error instanceof Failure && error.kind !== "cancelled" && error.kind !== "bug")
			return undefined;
		throw error;
	}
}
