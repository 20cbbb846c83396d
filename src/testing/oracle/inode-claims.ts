/** All that an inode owns alone or as part of its contents; not the attributes it shares. */
import type { Claim } from "./claims";
import { contentClaims } from "./content-claims";
import { hasContents, type Inode } from "./inode";
import type { Volume } from "./volume";
import { xattrBodyClaims } from "./xattr-claims";

export function inodeClaims(volume: Volume, inode: Inode): Claim[] {
	const { nid, home, at, xattrsAt, isExtended } = inode;
	const kind = isExtended ? "inode-extended" : "inode-compact";
	return [
		{ space: home.name, start: at, end: xattrsAt, kind, nids: [nid] },
		...xattrBodyClaims(inode),
		...(hasContents(inode) ? contentClaims(volume, inode) : []),
	];
}
