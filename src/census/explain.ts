/** A directory about which something is not as it should be, read again by who can say what. */
import { reportOrThrow } from "../base/errors";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { showPart } from "../base/text";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { blameRoot } from "../erofs/root";
import { type Visit, visitDirectory } from "../erofs/walk";

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
	readonly visit: Visit | undefined;
}

/** @throws Failure `io`, `cancelled` */
export async function explain(
	image: Image,
	{ nid, path, parent }: DirectoryPlace,
	signal?: AbortSignal,
): Promise<Explanation> {
	const findings: Finding[] = [];
	const report: Report = (finding) => void findings.push(finding);
	try {
		const directory = await readInode(image, nid, ignoreFindings, signal);
		const visit = await visitDirectory(image, directory, path, parent, report, signal);
		return { findings, visit };
	} catch (error) {
		const { facts } = image;
		const blamed: Report = (f) => report(nid === facts.rootNid ? blameRoot(facts, f) : f);
		reportOrThrow(error, blamed);
		return { findings, visit: undefined };
	}
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
