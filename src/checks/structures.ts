/** The rules of all structures: what the layout tells, heard by a checker. */
import type { Finding, Report } from "../base/finding";
import { beyondEnd, Resident, withBytes } from "../base/resident";
import { containerOf, type Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { layFixed, layPrefixes } from "../erofs/layout/fixed";
import { layInode } from "../erofs/layout/inode";
import { dirent } from "../erofs/structs/dirent";
import { Checker } from "../schema/checker";
import type { Visitor } from "../schema/visit";

/** What is wrong is kept until the step has all its bytes: it may run several times. */
async function checked(
	bytes: Resident,
	nid: bigint | undefined,
	lay: (v: Visitor) => void,
	report: Report,
	signal: AbortSignal | undefined,
): Promise<void> {
	const findings = await withBytes(() => {
		const found: Finding[] = [];
		lay(new Checker(bytes, (finding) => found.push(finding), nid));
		return found;
	}, signal);
	for (const finding of findings) report(finding);
}

/** What the superblock leads to directly. */
export async function checkFixed(
	image: Image,
	report: Report,
	signal: AbortSignal | undefined,
): Promise<void> {
	const { primary, facts } = image;
	const bytes = new Resident(primary);
	await checked(bytes, undefined, (v) => layFixed(image, v), report, signal);
	const table = containerOf(image, facts.prefixSpace);
	if (!table) return;
	await checked(new Resident(table), undefined, (v) => layPrefixes(image, v), report, signal);
}

/**
 * An inode and what is stored behind it. Entries are checked where directories are read, and who
 * reads beyond the end of a space says which bytes are missing.
 */
export async function checkBody(
	image: Image,
	inode: Inode,
	report: Report,
	signal: AbortSignal | undefined,
): Promise<void> {
	const of = { image, inode, bytes: new Resident(inode.home) };
	const others: Report = (finding) => {
		if (finding.structure !== dirent.name && finding.code !== beyondEnd.code) report(finding);
	};
	await checked(of.bytes, inode.nid, (v) => layInode(of, v), others, signal);
}
