/**
 * Who owns each byte of an image: slow, simple, and without a line in common with the
 * program it is the test of. Everything is read from the format's description; only the
 * decompressors are the program's.
 *
 * The tree is walked from the root, each inode says which bytes are its own, and a canvas
 * with a cell for each byte keeps what was said. Images of a few megabytes, sound ones.
 */
import { Canvas, type Conflict } from "./canvas";
import type { Claim } from "./claims";
import { fileSpace } from "./content-claims";
import { fixedClaims } from "./fixed-claims";
import { type Inode, isCompressed, isDirectory, readInode } from "./inode";
import { inodeClaims } from "./inode-claims";
import { orphans } from "./orphans";
import type { Spaces } from "./pieces";
import { readTree } from "./tree";
import type { Volume } from "./volume";
import { sharedXattrClaims } from "./xattr-claims";

export interface Owners {
	/**
	 * `image`, `device:N`, `metabox` and `packed` (their decoded contents), and `file:NID`
	 * (decoded contents of a compressed directory). Pieces follow one another without gaps
	 * from 0 to the end of the space; neighbours differ in kind or owners.
	 */
	readonly spaces: Spaces;
	/** Bytes that were claimed twice in a way that no sound image has. The first claim won. */
	readonly conflicts: readonly Conflict[];
}

/**
 * @throws Unsound for a damaged image
 * @throws Failure for a damaged stream in a directory, the packed inode or the metabox
 */
export function ownersOf(volume: Volume): Owners {
	const inodes = livingInodes(volume);
	const claims = [
		...fixedClaims(volume),
		...inodes.flatMap((inode) => inodeClaims(volume, inode)),
		...inodes.flatMap((inode) => sharedXattrClaims(volume, inode)),
	];

	const canvases = new Map(
		sizesOf(volume, inodes).map(([name, size]) => [name, new Canvas(size)] as const),
	);
	const on = (space: string) => canvases.get(space);
	for (const claim of claims) if (!claim.rest) on(claim.space)?.paint(claim);
	for (const rest of restsOf(claims)) on(rest.space)?.paintRest(rest);

	const orphaned: Claim[] = [];
	const isFree = (space: string, start: number, end: number) =>
		on(space)?.isFree(start, end) ?? false;
	for (const found of orphans(volume, isFree)) {
		for (const claim of found) if (!claim.rest) on(claim.space)?.paintBehind(claim);
		orphaned.push(...found);
	}
	for (const rest of restsOf(orphaned)) on(rest.space)?.paintRest(rest);

	return {
		spaces: new Map(
			[...canvases].map(([name, canvas]) => [name, canvas.pieces(declaredSize(volume, name))]),
		),
		conflicts: [...canvases.values()].flatMap(({ conflicts }) => conflicts),
	};
}

/** Inodes that a name leads to, the packed inode and the metabox. Each once. */
function livingInodes(volume: Volume): Inode[] {
	const { metaboxNid, packedNid } = volume;
	const inodes = readTree(volume).map(({ inode }) => inode);
	if (metaboxNid !== undefined) inodes.push(readInode(volume, metaboxNid));
	if (packedNid !== 0n) inodes.push(readInode(volume, packedNid));
	return [...new Map(inodes.map((inode) => [inode.nid, inode])).values()];
}

function sizesOf(volume: Volume, inodes: readonly Inode[]): [string, number][] {
	const { image, devices, metabox, packed } = volume;
	const spaces = [image, ...devices, metabox, packed].filter((space) => space !== undefined);
	return [
		...spaces.map(({ name, size }): [string, number] => [name, size]),
		...inodes
			.filter((inode) => isDirectory(inode) && isCompressed(inode))
			.map((inode): [string, number] => [fileSpace(inode), Number(inode.size)]),
	];
}

/** Bytes that the superblock or the device table counts. A slot may leave its size open. */
function declaredSize({ size, slots }: Volume, space: string): number {
	if (space === "image") return size;
	const [, device] = /^device:(\d+)$/.exec(space) ?? [];
	return (device && slots[Number(device) - 1]?.size) || Number.POSITIVE_INFINITY;
}

/** Rests of the same bytes belong to all whose data they follow. */
function restsOf(claims: readonly Claim[]): Claim[] {
	const rests = new Map<string, Claim>();
	for (const claim of claims.filter(({ rest, start, end }) => rest && start < end)) {
		const key = `${claim.space} ${claim.start}`;
		const nids = new Set([...(rests.get(key)?.nids ?? []), ...claim.nids]);
		rests.set(key, { ...claim, nids: [...nids].sort((a, b) => (a < b ? -1 : 1)) });
	}
	return [...rests.values()];
}
