/** What the contents of a file are, for the page: their beginning is read, and what its format needs. */
import { showName } from "../base/text";
import { EROFS, natureOf } from "../containers/recognise";
import { fileSource } from "../erofs/data";
import { contentsSpace } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { HEAD, previewOf } from "../preview/preview";
import { bytesOf } from "./bytes";
import type { Openable, Preview } from "./protocol";
import { forReason, withoutReadAhead } from "./reason";
import type { Session } from "./session";

/** @throws Failure when no bytes come for another reason than damage */
export async function preview(
	session: Session,
	nid: bigint,
	signal: AbortSignal,
): Promise<Preview & Openable> {
	const path = session.known.pathOf(nid);
	const reason = `what ${path ? showName(path) : `inode ${nid}`} is`;
	const image = withoutReadAhead(forReason(session.image, reason));
	const inode = await readInode(image, nid, undefined, signal);
	const space = contentsSpace(image, nid);
	const { size } = inode;
	const { bytes, missing } = await bytesOf(session, space, { start: 0, end: HEAD }, signal);
	const seen = await previewOf({
		head: bytes,
		missing,
		size,
		open: async () => ({ space, source: await fileSource(image, inode, reason, signal) }),
		signal,
	});
	const { kind, what, wrapper } = natureOf(missing.length > 0 ? NOTHING : bytes, size);
	return what && (wrapper || kind === EROFS) ? { ...seen, opens: what } : seen;
}

const NOTHING = new Uint8Array();
