/** Nodes for bytes that no structure tells of: contents and whose they are, padding, free bytes. */
import { isDamage } from "../base/errors";
import { intersect, overlaps, type Range, type SpaceId, span } from "../base/range";
import { withBytes } from "../base/resident";
import { countText } from "../base/words";
import type { Extent } from "../erofs/map/extent";
import { SLOT } from "../erofs/structs/facts";
import { algorithmLabel } from "../erofs/structs/features";
import type { Inhabitants } from "../ownership/inhabitants";
import { isContents, ORPHAN } from "../ownership/kinds";
import { MapLines } from "../ownership/lines";
import type { Ownership } from "../ownership/ownership";
import { type SpaceOwners, thingsIn } from "../ownership/space-owners";
import type { Piece, Rows } from "../ownership/sweep";
import { KIND_WORDS } from "../ownership/words";
import type { Annotation } from "../schema/annotate";
import type { Target } from "../schema/field";

/** Pieces, and extents of one of them, told at most. */
const MOST_PIECES = 4096;
const MOST_EXTENTS = 1024;

/** @param told nodes that say something already */
export async function pieceNodes(
	{ inhabitants }: Ownership,
	space: SpaceOwners,
	range: Range,
	told: readonly Annotation[],
	signal: AbortSignal,
): Promise<Annotation[]> {
	const nodes: Annotation[] = [];
	const { pieces } = await space.page(range, MOST_PIECES, { signal });
	for (const piece of pieces) {
		if (isTold(told, piece)) continue;
		const extents = isContents(piece.kind) ? await extentsOf(space, piece, signal) : [];
		let at = piece.start;
		for (const extent of extents) {
			const part = intersect(extent.at, { start: at, end: piece.end });
			if (!part) continue;
			if (at < part.start)
				nodes.push(nodeOf(inhabitants, space.shape.id, { ...piece, start: at, end: part.start }));
			nodes.push(extentNode(inhabitants, space, { ...piece, ...part }, extent, range));
			at = part.end;
		}
		if (at === piece.end) continue;
		const rest = { ...piece, start: at };
		const isCut = at === range.start || rest.end === range.end;
		nodes.push(
			nodeOf(inhabitants, space.shape.id, isCut ? await uncut(space, rest, signal) : rest),
		);
	}
	return nodes;
}

/** Whether one of the innermost nodes has bytes of a range. */
const isTold = (nodes: readonly Annotation[], range: Range): boolean =>
	nodes.some(
		(node) => overlaps(node, range) && (!node.children?.length || isTold(node.children, range)),
	);

type Stored = Extent & Required<Pick<Extent, "at">>;

/** Runs of the first owner's file that are stored in a piece, by place; none where damage hides them. */
async function extentsOf(
	space: SpaceOwners,
	piece: Piece,
	signal: AbortSignal,
): Promise<readonly Stored[]> {
	const extents: Stored[] = [];
	for (const { layer, thing } of thingsIn(space.layers, piece)) {
		if (layer.kindOf(thing) !== piece.kind || layer.ownerOf(thing) !== piece.owners[0]) continue;
		const most = MOST_EXTENTS - extents.length;
		try {
			const some = await withBytes(() => layer.extentsIn(thing, piece, most), signal);
			for (const extent of some) if (extent.at) extents.push({ ...extent, at: extent.at });
		} catch (error) {
			if (!isDamage(error)) throw error;
		}
		if (extents.length >= MOST_EXTENTS) break;
	}
	return extents.sort((a, b) => a.at.start - b.at.start);
}

/** @param piece the part of a piece in which the extent is stored */
function extentNode(
	inhabitants: Inhabitants,
	{ shape }: SpaceOwners,
	piece: Piece,
	{ start, end, at, algorithm }: Stored,
	range: Range,
): Annotation {
	const how = algorithm === undefined ? "" : `, ${algorithmLabel(algorithm)}`;
	return {
		...nodeOf(inhabitants, shape.id, piece),
		// Owners are known of the range that was asked about; the extent goes on beyond it.
		start: piece.start === range.start ? at.start : piece.start,
		end: piece.end === range.end ? at.end : piece.end,
		value: `bytes ${countText(start)} to ${countText(end)} of the file${how}`,
	};
}

/** The same piece, as far as it goes beyond the range that was asked about. */
async function uncut(space: SpaceOwners, piece: Piece, signal: AbortSignal): Promise<Piece> {
	const first = await space.at(piece.start, { signal });
	const last = await space.at(piece.end - 1, { signal });
	return {
		...piece,
		start: Math.min(piece.start, first.start),
		end: Math.max(piece.end, last.end),
	};
}

function nodeOf(inhabitants: Inhabitants, space: SpaceId, piece: Piece): Annotation {
	const { owners, kind: number } = piece;
	const { start, end, kind, detail } = new MapLines(inhabitants).withoutOwners(space, piece);
	const [row] = owners;
	const isData = isContents(number) || number === ORPHAN;
	const { name, doc: meaning } = KIND_WORDS[kind];
	const doc = [meaning, detail?.why].filter(Boolean).join(" ");
	return {
		key: name,
		start,
		end,
		role: isData ? "data" : "reserved",
		doc,
		...(detail?.kind ? { value: `would be ${detail.kind}` } : {}),
		...(row === undefined
			? {}
			: { label: namesOf(inhabitants, owners), target: ownerTarget(inhabitants, row) }),
	};
}

/** Inodes named of those that share bytes. */
const MOST_NAMED = 3;

function namesOf(inhabitants: Inhabitants, rows: Rows): string {
	const lines = new MapLines(inhabitants);
	const [only] = rows;
	if (rows.length === 1 && only !== undefined)
		return lines.pathOf(only) ?? `inode ${inhabitants.nid(only)}`;
	const named = lines.nidsOf(rows.slice(0, MOST_NAMED)).join(", ");
	const more = rows.length - MOST_NAMED;
	return `inodes ${named}${more > 0 ? ` and ${countText(more)} more` : ""}`;
}

/** The way to an inode that owns bytes. */
export function ownerTarget(
	inhabitants: Inhabitants,
	row: number,
): Target & { readonly label: string } {
	const start = inhabitants.start(row);
	const nid = inhabitants.nid(row);
	const label = new MapLines(inhabitants).pathOf(row) ?? `inode ${nid}`;
	return { span: span(inhabitants.space(row), start, start + SLOT), nid, label };
}
