/** Which contents stored bytes are, as far as it is known whose they are. */
import { isDamage } from "../base/errors";
import type { Span } from "../base/range";
import { showName } from "../base/text";
import { type Holding, holdingsOf } from "../inspect/origins";
import { isContents } from "../ownership/kinds";
import type { NamedHolding } from "./protocol";
import { forReason } from "./reason";
import type { Session } from "./session";

/** Told at most; bytes can be shared by a million files. */
const MOST = 16;
/** Inodes asked at most. */
const MOST_OWNERS = 64;

/**
 * @param focus the selected inode: it is asked whether or not it was met
 */
export async function holdings(
	session: Session,
	stored: Span,
	focus: bigint | undefined,
	signal: AbortSignal,
): Promise<{ list: NamedHolding[]; more: boolean }> {
	const image = forReason(session.image, "what these bytes are contents of");
	const list: Holding[] = [];
	let more = false;
	for (const nid of await whose(session, stored, focus, signal)) {
		if (list.length >= MOST) {
			more = true;
			break;
		}
		try {
			const found = await holdingsOf(image, nid, stored, MOST - list.length, signal);
			list.push(...found.list);
			more ||= found.cut === true;
		} catch (error) {
			if (!isDamage(error)) throw error;
		}
	}
	return { list: list.map((holding) => named(session, holding)), more };
}

/** The selected inode, and the owners of contents in the range, as far as they are known. */
async function whose(
	{ owners }: Session,
	stored: Span,
	focus: bigint | undefined,
	signal: AbortSignal,
): Promise<Set<bigint>> {
	const ownership = await owners.sofar(signal);
	const space = await ownership.space(stored.space, { signal });
	const nids = new Set<bigint>();
	if (focus !== undefined) nids.add(focus);
	if (!space) return nids;
	const { pieces } = await space.page(stored, MOST_OWNERS, { signal });
	const rows = pieces
		.filter(({ kind }) => isContents(kind))
		.flatMap(({ owners }) => [...owners.slice(0, MOST_OWNERS)]);
	for (const row of rows.slice(0, MOST_OWNERS)) nids.add(ownership.inhabitants.nid(row));
	return nids;
}

function named({ known }: Session, holding: Holding): NamedHolding {
	const path = known.pathOf(holding.nid);
	return path ? { ...holding, path: showName(path) } : holding;
}
