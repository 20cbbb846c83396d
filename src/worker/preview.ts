/** What the contents of a file are, for the page: their beginning is read, and what its format needs. */
import { showName } from "../base/text";
import { fileSource } from "../erofs/data";
import { contentsSpace } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { HEAD, previewOf } from "../preview/preview";
import { bytesOf } from "./bytes";
import type { Preview } from "./protocol";
import { forReason, withoutReadAhead } from "./reason";
import type { Session } from "./session";

/** @throws Failure when no bytes come for another reason than damage */
export async function preview(
	session: Session,
	nid: bigint,
	signal: AbortSignal,
): Promise<Preview> {
	const path = session.known.pathOf(nid);
	const reason = `what ${path ? showName(path) : `inode ${nid}`} is`;
	const image = withoutReadAhead(forReason(session.image, reason));
	const inode = await readInode(image, nid, undefined, signal);
	const space = contentsSpace(image, nid);
	const { size } = inode;
	const { bytes, missing } = await bytesOf(session, space, { start: 0, end: HEAD }, signal);
	return previewOf({
		head: bytes,
		missing,
		size,
		open: async () => ({ space, source: await fileSource(image, inode, reason, signal) }),
		signal,
	});
}
