/** A directory as rows: from what is known of the tree, else read now, and known from then on. */
import { ignoreFindings, type Report } from "../base/finding";
import { showName } from "../base/text";
import { FORM } from "../census/inodes";
import { isSortedByName, listing } from "../census/listing";
import { takeDirectory } from "../census/take-directory";
import { assertDirectory } from "../erofs/directory";
import { readInode } from "../erofs/inode";
import { visitDirectory } from "../erofs/visit";
import type { Listing } from "./protocol";
import { forReason } from "./reason";
import type { Session } from "./session";

const ROOT = Uint8Array.of(0x2f);

/** @throws Failure `corrupt` when it is no directory, or cannot be read at all */
export async function list(session: Session, nid: bigint, signal: AbortSignal): Promise<Listing> {
	const { known } = session;
	const at = known.directory(nid);
	const isWell = at && !at.tree.inodes.is(at.tree.directories.inode[at.row] as number, FORM.BLAMED);
	const entries = isWell ? listing(at.tree, at.row) : await look(session, nid, signal);
	return { entries, sorted: isSortedByName(entries) };
}

/** Reads the directory, if need be again: what is wrong with it must be said. */
async function look(session: Session, nid: bigint, signal: AbortSignal) {
	const { known } = session;
	let isBlamed = false;
	const report: Report = (finding) => {
		isBlamed = true;
		session.report(finding);
	};
	const path = known.pathOf(nid) ?? ROOT;
	const image = forReason(session.image, `directory ${showName(path)}`);
	const directory = await readInode(image, nid, report, signal);
	assertDirectory(image, directory);
	const place = { nid, path, parent: known.parentOf(nid) };
	const tree = await takeDirectory(image, place, report, signal);
	if (tree.entries.count === 0 && isBlamed) {
		// Not even the reader that explains may have found anything.
		const { parent = nid } = place;
		await visitDirectory(image, directory, { path, parent }, { report: ignoreFindings, signal });
	}
	known.add(tree);
	return listing(tree, 0);
}
