/** The owners of a test image, and its bytes as the oracle lists them. */
import { ignoreFindings, type Report } from "../base/finding";
import type { SpaceId } from "../base/range";
import { Census } from "../census/census";
import { tellDamaged } from "../checks/damaged";
import type { Image } from "../erofs/image";
import { KINDS } from "../erofs/layout/kinds";
import { own } from "../ownership/build";
import type { Ownership } from "../ownership/ownership";
import type { SpaceOwners } from "../ownership/space-owners";
import type { Piece } from "../ownership/sweep";
import type { OwnedPiece, Spaces } from "./oracle/pieces";

export async function ownersIn(image: Image, report: Report = ignoreFindings): Promise<Ownership> {
	const rows = new Set<number>();
	const onDamaged = (row: number) => rows.add(row);
	const owners = await own(image, await new Census(image).take(), { onDamaged });
	await tellDamaged(owners.inhabitants, rows, report);
	return owners;
}

/** @throws Error when there is no such space */
export async function spaceIn(owners: Ownership, id: SpaceId): Promise<SpaceOwners> {
	const space = await owners.space(id);
	if (!space) throw new Error(`no space ${id}`);
	return space;
}

export async function piecesIn(space: SpaceOwners): Promise<Piece[]> {
	const pieces: Piece[] = [];
	for await (const piece of space.pieces({ start: 0, end: space.shape.size })) pieces.push(piece);
	return pieces;
}

export const kindOf = ({ kind }: Pick<Piece, "kind">): OwnedPiece["kind"] =>
	KINDS[kind] as OwnedPiece["kind"];

export const nidsOf = ({ inhabitants }: Ownership, { owners }: Piece): bigint[] =>
	Array.from(owners, (row) => inhabitants.nid(row)).sort((a, b) => (a < b ? -1 : 1));

/** Every byte of every space. */
export async function allPieces(owners: Ownership): Promise<Spaces> {
	const spaces = new Map<string, OwnedPiece[]>();
	for (const id of owners.spaces()) {
		const pieces = await piecesIn(await spaceIn(owners, id));
		spaces.set(
			id,
			pieces.map((piece) => ({
				start: piece.start,
				end: piece.end,
				kind: kindOf(piece),
				nids: nidsOf(owners, piece),
			})),
		);
	}
	return spaces;
}
