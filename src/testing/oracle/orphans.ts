/**
 * Inodes that nothing points at, which building in steps leaves behind. They are looked
 * for in bytes without an owner; what these rules believe to be an inode is one.
 */
import { Failure } from "../../base/errors";
import type { Claim } from "./claims";
import {
	hasContents,
	type Inode,
	isDirectory,
	looksLikeInode,
	nidAt,
	readInode,
	SLOT,
} from "./inode";
import { inodeClaims } from "./inode-claims";
import { type Space, Unsound } from "./space";
import { spaceNamed, type Volume } from "./volume";

/**
 * The claims of each orphan, in order of their places. `isFree` is asked as the search
 * goes on, so what has been given before may be taken into account.
 */
export function* orphans(
	volume: Volume,
	isFree: (space: string, start: number, end: number) => boolean,
): Generator<Claim[]> {
	const { image, metabox, metaAt, size } = volume;
	const homes: [Space, number, number][] = [[image, metaAt, Math.min(size, image.size)]];
	if (metabox) homes.push([metabox, 0, metabox.size]);
	for (const [home, from, to] of homes) {
		for (let at = from; at + SLOT <= to; ) {
			const claims = isFree(home.name, at, at + SLOT) ? orphanAt(volume, home, at) : undefined;
			const fixed = claims?.[0];
			if (claims && fixed && isFree(home.name, at, fixed.end)) {
				yield claims;
				at = fixed.end;
			} else at += SLOT;
		}
	}
}

/** The claims of an inode at this byte, its fixed part first; undefined when it is none. */
function orphanAt(volume: Volume, home: Space, at: number): Claim[] | undefined {
	if (!looksLikeInode(home, at)) return undefined;
	try {
		const inode = readInode(volume, nidAt(volume, home, at));
		if (!isLikely(volume, inode)) return undefined;
		const claims = inodeClaims(volume, inode);
		const isInside = ({ space, start, end, rest }: Claim) =>
			rest || isFileSpace(space) || (start >= 0 && end <= spaceNamed(volume, space).size);
		if (!claims.every(isInside)) return undefined;
		return claims
			.filter(({ space }) => !isFileSpace(space))
			.map((claim) => ({ ...claim, kind: "orphan" }));
	} catch (error) {
		if (error instanceof Unsound || error instanceof Failure) return undefined;
		throw error;
	}
}

const isFileSpace = (space: string) => space.startsWith("file:");

function isLikely({ inodes, image }: Volume, inode: Inode): boolean {
	const { size, serial, reservedIsZero } = inode;
	if (!reservedIsZero || BigInt(serial) > 4n * inodes + 64n || size >= 1n << 40n) return false;
	if (!hasContents(inode)) return size === 0n && inode.layout === "flat-plain";
	return !isDirectory(inode) || (size > 0n && size <= BigInt(image.size));
}
