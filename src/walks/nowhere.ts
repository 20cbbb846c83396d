/** Bytes that no way leads to: why, and what stands around them. */

import { type Range, span } from "../base/range";
import { countText, exactBytes } from "../base/words";
import { KINDS } from "../erofs/layout/kinds";
import { type MapLine, MapLines } from "../ownership/lines";
import type { Ownership } from "../ownership/ownership";
import type { SpaceOwners } from "../ownership/space-owners";
import type { Piece } from "../ownership/sweep";
import type { Walker } from "./walker";

/** @param piece around the byte */
export async function sayNowhere(
	w: Walker,
	{ inhabitants }: Ownership,
	space: SpaceOwners,
	piece: Piece,
): Promise<void> {
	const { id, size } = space.shape;
	const lines = new MapLines(inhabitants);
	const line = lines.lineOf(id, piece);
	w.add({ at: [span(id, piece.start, piece.end)], ...whyNot(line) });
	const around = [
		{ side: "In front of it", at: piece.start - 1 },
		{ side: "Behind it", at: piece.end },
	];
	for (const { side, at } of around) {
		if (at < 0 || at >= size) continue;
		const next = await space.at(at, { signal: w.signal });
		const said = ownerText(lines.lineOf(id, next));
		w.add({
			at: [span(id, next.start, next.end)],
			text: `${side} lies ${said}: ${rangeText(next)}.`,
		});
	}
}

const rangeText = ({ start, end }: Range): string =>
	`${exactBytes(end - start)} from byte ${countText(start)} on`;

function whyNot(line: MapLine): { readonly text: string; readonly why: string } {
	const { kind, detail, nid } = line;
	const where = rangeText(line);
	switch (kind) {
		case "boot":
			return {
				text: `No way leads here: ${where}, in front of the superblock.`,
				why: "EROFS begins behind it; boot loaders and partition tables may have their place here.",
			};
		case "after-image":
			return {
				text: `No way leads here: ${where}, behind the end that the image gives itself.`,
				why: "Signatures and other data may be put behind an image.",
			};
		case "orphan":
			return {
				text: `No name leads here: ${where} would be ${detail?.kind ?? "something"} of inode ${nid}, which nothing names.`,
				why: "Images that are built in several steps keep what an earlier one left behind, and damage cuts off what was named.",
			};
		case "padding":
			return {
				text: `Nothing is stored here: ${where} of padding.`,
				why: detail?.why ?? "",
			};
		case "unknown":
			return {
				text: `No way leads here: damage hides what ${where} are.`,
				why: detail?.why ?? "",
			};
		default:
			return {
				text: `No way leads here: nothing uses ${where}.`,
				why: detail?.why ?? "",
			};
	}
}

/** `dirent of /a`, `unclaimed bytes` */
function ownerText({ kind, path, nid, nids }: MapLine): string {
	if (kind === KINDS[0]) return "what nothing uses";
	if (path !== undefined) return `${kind} of ${path}`;
	if (nid !== undefined) return `${kind} of inode ${nid}`;
	return nids?.length ? `${kind} of ${countText(nids.length)} inodes` : kind;
}
