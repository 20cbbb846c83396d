/** Claims of the extended attributes of an inode: those in its body, and those it shares. */
import type { Claim, Kind } from "./claims";
import type { Inode } from "./inode";
import { roundUp, type Space } from "./space";
import { compat, spaceNamed, type Volume } from "./volume";

const HEADER = 12;
const ENTRY = 4;

const sharedCount = ({ home, xattrsAt, end }: Inode) =>
	end === xattrsAt ? 0 : home.u8(xattrsAt + 4);

export function xattrBodyClaims(inode: Inode): Claim[] {
	const { nid, home, xattrsAt, end } = inode;
	if (end === xattrsAt) return [];
	const mine = (kind: Kind, from: number, to: number): Claim => ({
		space: home.name,
		start: from,
		end: to,
		kind,
		nids: [nid],
	});
	const idsAt = xattrsAt + HEADER;
	const entriesAt = idsAt + 4 * sharedCount(inode);
	const claims = [
		mine("xattr-header", xattrsAt, idsAt),
		mine("xattr-shared-ids", idsAt, entriesAt),
	];
	for (let at = entriesAt; at + ENTRY <= end; ) {
		const entryEnd = home.u32(at) === 0 ? at : entryEndAt(home, at);
		const next = Math.max(roundUp(entryEnd, 4), at + ENTRY);
		claims.push(mine("xattr-inline-entry", at, entryEnd), mine("padding", entryEnd, next));
		at = next;
	}
	return claims;
}

/** An attribute in the shared area belongs to all who name it, its alignment to none. */
export function sharedXattrClaims(volume: Volume, inode: Inode): Claim[] {
	const isInMetabox = (volume.compat & compat.SHARED_EA_IN_METABOX) !== 0;
	const area = isInMetabox ? spaceNamed(volume, "metabox") : volume.image;
	const ids = Array.from({ length: sharedCount(inode) }, (_, i) =>
		inode.home.u32(inode.xattrsAt + HEADER + 4 * i),
	);
	return ids.flatMap((id): Claim[] => {
		const start = volume.sharedXattrsAt + 4 * id;
		const end = entryEndAt(area, start);
		const space = area.name;
		return [
			{ space, start, end, kind: "shared-xattr", nids: [inode.nid] },
			{ space, start: end, end: roundUp(end, 4), kind: "padding", nids: [] },
		];
	});
}

/** Length of the name, number of the prefix, length of the value; then name and value. */
const entryEndAt = (space: Space, at: number): number =>
	at + ENTRY + space.u8(at) + space.u16(at + 2);
