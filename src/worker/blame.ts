/** Why an inode cannot be read, told of the directory entry that leads to it, if there is one. */
import { corrupt, Failure, findingOf, isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import { entryName, readDirectory } from "../erofs/directory";
import { entryField } from "../erofs/directory-block";
import { blameNid, isNowhere, readInode } from "../erofs/inode";
import { blameRoot } from "../erofs/root";
import type { Session } from "./session";

/** What to throw instead of `error`, which reading the inode `nid` threw. */
export async function blameEntry(
	session: Session,
	nid: bigint,
	error: unknown,
	signal: AbortSignal,
): Promise<unknown> {
	const found = findingOf(error);
	if (!found) return error;
	if (isNowhere(found, nid) && !session.known.isNamed(nid)) return noSuchInode(nid);
	const told = await toldOfPointer(session, nid, found, signal);
	return told === found ? error : corrupt(session.known.withPath(told));
}

/** Nothing in the image says that there is one: who asked for it is mistaken, not the image. */
const noSuchInode = (nid: bigint): Failure =>
	new Failure({
		kind: "io",
		code: "no-such-inode",
		message: `There is no inode with the number ${nid}: none can lie so far.`,
		hint: "Check the number; it may be of another image.",
	});

async function toldOfPointer(
	{ image, known }: Session,
	nid: bigint,
	found: Finding,
	signal: AbortSignal,
): Promise<Finding> {
	if (nid === image.facts.rootNid) return blameRoot(image.facts, found);
	const parent = known.parentOf(nid);
	if (parent === undefined) return found; // nobody came here by a name
	try {
		const directory = await readInode(image, parent, undefined, signal);
		const entries = await readDirectory(image, directory, undefined, signal);
		const i = entries.nid.subarray(0, entries.count).indexOf(nid);
		if (i < 0) return found;
		const place = { directory, at: entries.at[i] as number, name: entryName(entries, i) };
		return blameNid(found, nid, entryField(place, "nid"));
	} catch (error) {
		if (!isDamage(error)) throw error;
		return found;
	}
}
