/** Bytes of a space for the page: a copy of its own, with what cannot be read marked as missing. */
import { type Failure, findingOf } from "../base/errors";
import type { Range, SpaceId } from "../base/range";
import { type ByteSource, because } from "../base/source";
import { showName } from "../base/text";
import { contentsNid } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { rescue } from "../erofs/rescue";
import type { BytesResult } from "./protocol";
import { forReason } from "./reason";
import type { Session } from "./session";

/** Largest answer, bytes. */
export const MAX_BYTES = 4 << 20;

type Missing = BytesResult["missing"][number];

export async function bytesOf(
	session: Session,
	space: SpaceId,
	range: Range,
	signal: AbortSignal,
): Promise<BytesResult> {
	const nid = contentsNid(session.image, space);
	if (nid === undefined) return sourceBytes(await session.source(space, signal), range, signal);
	return fileBytes(session, nid, inside(range, await session.spaceSize(space, signal)), signal);
}

/** Bytes of a source, which are all there or fail. */
export async function sourceBytes(
	source: ByteSource,
	range: Range,
	signal: AbortSignal,
): Promise<BytesResult> {
	const { start, end } = inside(range, source.size);
	const bytes = await because(source, "bytes on screen").read(start, end, signal);
	// A copy: the answer is moved to the page, and the cache must keep its page.
	return { bytes: bytes.slice(), missing: [] };
}

function inside(range: Range, size: number): Range {
	const start = Math.max(0, Math.min(range.start, size));
	return { start, end: Math.max(start, Math.min(range.end, size, start + MAX_BYTES)) };
}

/** One damaged unit does not hide its neighbours. */
async function fileBytes(
	session: Session,
	nid: bigint,
	{ start, end }: Range,
	signal: AbortSignal,
): Promise<BytesResult> {
	const bytes = new Uint8Array(end - start);
	const missing: Missing[] = [];
	const path = session.known.pathOf(nid);
	const image = forReason(session.image, `contents of ${path ? showName(path) : `inode ${nid}`}`);
	const inode = await readInode(image, nid, undefined, signal);
	for await (const part of rescue(image, inode, { start, end }, signal)) {
		if ("bytes" in part) bytes.set(part.bytes, part.start - start);
		else missing.push({ start: part.start, end: part.end, ...reason(session, part.why) });
	}
	return { bytes, missing };
}

function reason({ report }: Session, why: Failure): Pick<Missing, "why" | "at"> {
	const found = findingOf(why);
	if (!found) return { why: why.message };
	report(found);
	return { why: why.message, at: found.at };
}
