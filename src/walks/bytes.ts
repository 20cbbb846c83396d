/** To a byte of a space: by what it is, and whose. */
import { Failure } from "../base/errors";
import type { SpaceId, Span } from "../base/range";
import { METABOX_SPACE, PACKED_SPACE, parseSpace } from "../base/space";
import type { Inode } from "../erofs/inode";
import { KINDS, type KindName } from "../erofs/layout/kinds";
import { FT } from "../erofs/structs/dirent";
import { type Explanation, explain } from "../ownership/explain";
import type { Ownership } from "../ownership/ownership";
import { toInline, toShared } from "./attributes";
import { toContents } from "./contents";
import { sayDetails } from "./details";
import { toFixed } from "./fixed";
import { toHiddenByte } from "./hidden";
import { byteOf } from "./landing";
import { heedBlock } from "./names";
import { sayNowhere } from "./nowhere";
import { toOwner } from "./owners";
import { toPath } from "./paths";
import type { WalkEnd } from "./step";
import { toStoredByte } from "./stored";
import type { Walker } from "./walker";

/** What lies in the image and is told by the layout of an inode or of a directory block. */
const CONTENTS: ReadonlySet<KindName> = new Set([
	"plain-data",
	"chunk-data",
	"pcluster",
	"packed-data",
	"metabox-data",
	"fragment",
	"inline-data",
	"ztail-inline-pcluster",
	"dirent",
	"dir-name",
]);

export async function toByte(
	w: Walker,
	owners: Ownership,
	id: SpaceId,
	offset: number,
): Promise<WalkEnd> {
	const space = await owners.space(id, { signal: w.signal });
	if (!space) return toFileByte(w, owners, id, offset);
	const found = await explain(space, offset, w.signal);
	const { inhabitants } = owners;
	const { piece, steps } = found;
	const kind = KINDS[piece.kind] as KindName;
	const at = byteOf(id, offset);
	// Of several the first with a name: that is a way people know.
	const owner =
		piece.owners.find((row) => inhabitants.pathOf(row) !== undefined) ?? piece.owners[0];
	if (kind === "orphan" || (owner === undefined && isNobodys(kind))) {
		if (id === METABOX_SPACE || id === PACKED_SPACE) await toHiddenByte(w, id, offset);
		await sayNowhere(w, owners, space, piece);
		if (kind === "orphan") sayDetails(w, id, steps);
		return "nowhere";
	}
	if (owner === undefined) await toFixed(w, kind, offset);
	else await toOwned(w, await toOwner(w, owners, owner), kind, at, found);
	if (kind === "padding" && steps.length === 0) {
		await sayNowhere(w, owners, space, piece);
		return "nowhere";
	}
	sayDetails(w, id, isData(kind) ? [] : steps);
	return "byte";
}

const isNobodys = (kind: KindName): boolean =>
	["boot", "unclaimed", "unknown", "after-image", "padding"].includes(kind);

/** Of contents the way has said all. */
const isData = (kind: KindName): boolean =>
	CONTENTS.has(kind) && kind !== "dirent" && kind !== "dir-name";

async function toOwned(
	w: Walker,
	inode: Inode,
	kind: KindName,
	at: Span,
	{ piece }: Explanation,
): Promise<void> {
	const named = parseSpace(at.space);
	if (named?.kind === "file") {
		await toContents(w, inode, at.start);
		return;
	}
	if (kind === "shared-xattr") {
		await toShared(w, inode, piece.start);
		return;
	}
	if (CONTENTS.has(kind)) {
		await toStoredByte(w, inode, at);
		return;
	}
	if (kind === "xattr-inline-entry") await toInline(w, inode, at);
	const isBody = at.start >= inode.at.end;
	if (at.space === METABOX_SPACE && isBody) await w.into(METABOX_SPACE, at.start);
}

/** Contents of a file are a space, too. */
async function toFileByte(
	w: Walker,
	{ inhabitants }: Ownership,
	id: SpaceId,
	offset: number,
): Promise<WalkEnd> {
	const named = parseSpace(id);
	const path = named?.kind === "file" ? inhabitants.tree.pathOf(named.nid) : undefined;
	if (!path) {
		const message = `There is no space “${id}” here.`;
		throw new Failure({ kind: "io", code: "no-such-space", message });
	}
	return toPathByte(w, path, offset);
}

/** A byte of the contents of what a path leads to. */
export async function toPathByte(w: Walker, path: Uint8Array, n: number): Promise<WalkEnd> {
	const inode = await toPath(w, path);
	if (!inode) return "absent";
	const { extent } = await toContents(w, inode, n);
	if (inode.type === FT.DIR) await heedBlock(w, inode, n);
	return extent.kind === "hole" ? "hole" : "byte";
}
