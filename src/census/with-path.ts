/** Findings name inodes by their numbers; with a tree, these have paths. */
import type { Finding } from "../base/finding";
import { showName } from "../base/text";

/** The finding with the path of the inode or entry that it speaks of, when that is known. */
export function withPath(
	finding: Finding,
	pathOf: (nid: bigint) => Uint8Array | undefined,
): Finding {
	const { nid, entry } = finding;
	const path = nid === undefined ? undefined : pathOf(nid);
	if (!path) return finding;
	const shown = showName(path);
	return { ...finding, path: entry === undefined ? shown : joinShown(shown, entry) };
}

/** The path of an entry of a directory, both as they are shown. */
export const joinShown = (folder: string, name: string): string =>
	folder === "/" ? `/${name}` : `${folder}/${name}`;
