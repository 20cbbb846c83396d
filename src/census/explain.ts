/** A directory about which something is not as it should be, read again by who can say what. */
import { reportOrThrow } from "../base/errors";
import { type Finding, ignoreFindings } from "../base/finding";
import { showPart } from "../base/text";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { blameRoot } from "../erofs/root";
import { Told } from "../erofs/told";
import { type Look, lookAtDirectory } from "../erofs/visit";
import type { Pace } from "./pace";

export interface DirectoryPlace {
	readonly nid: bigint;
	/** Raw bytes with leading slash. */
	readonly path: Uint8Array;
	/** nid of the directory it is in; the root is in itself. */
	readonly parent: bigint;
}

export interface Explanation {
	readonly findings: readonly Finding[];
	/** Undefined when the directory cannot be read at all. */
	readonly look: Look | undefined;
}

/** @throws Failure `io`, `cancelled`; `limit` when it has too many entries */
export async function explain(
	image: Image,
	{ nid, path, parent }: DirectoryPlace,
	{ signal, breathe }: Pace,
	most: number,
): Promise<Explanation> {
	const findings: Finding[] = [];
	const told = new Told((finding) => findings.push(finding), most);
	let look: Look | undefined;
	try {
		const directory = await readInode(image, nid, ignoreFindings, signal);
		look = await lookAtDirectory(
			image,
			directory,
			{ path, parent },
			{ report: told.report, signal, breathe, isEnough: () => told.isOver },
		);
	} catch (error) {
		const { facts } = image;
		const isRoot = nid === facts.rootNid;
		reportOrThrow(error, (f) => told.report(isRoot ? blameRoot(facts, f) : f));
	}
	told.end();
	return { findings, look };
}

/** Where the entries of a directory are about which all is well. @throws as {@link explain} */
export async function lookAt(
	image: Image,
	{ nid, path, parent }: DirectoryPlace,
	{ signal, breathe }: Pace,
): Promise<Look> {
	const directory = await readInode(image, nid, ignoreFindings, signal);
	const looking = { report: ignoreFindings, signal, breathe, isEnough: () => true };
	return lookAtDirectory(image, directory, { path, parent }, looking);
}

/** Whether findings about a directory speak of one of its entries, or of the inode that it names. */
export function blameIn(findings: readonly Finding[]): (nid: bigint, name: Uint8Array) => boolean {
	const nids = new Set<bigint>();
	const names = new Set<string>();
	for (const { severity, nid, entry } of findings) {
		if (severity === "note") continue;
		if (entry !== undefined) names.add(entry);
		else if (nid !== undefined) nids.add(nid);
	}
	return (nid, name) => nids.has(nid) || (names.size > 0 && names.has(showPart(name)));
}
