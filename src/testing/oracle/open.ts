/** The volume with the contents of the two inodes that hold parts of the file system. */
import { contentsOf } from "./contents";
import { readInode } from "./inode";
import { Space } from "./space";
import { type Files, readVolume, type Volume } from "./volume";

/** The metabox first: the packed inode is in the image, but whoever reads on may need both. */
export function openVolume(files: Files): Volume {
	const bare = readVolume(files);
	const { metaboxNid, packedNid } = bare;
	const volume =
		metaboxNid === undefined
			? bare
			: { ...bare, metabox: decodedSpace(bare, "metabox", metaboxNid) };
	return packedNid === 0n
		? volume
		: { ...volume, packed: decodedSpace(volume, "packed", packedNid) };
}

const decodedSpace = (volume: Volume, name: string, nid: bigint): Space =>
	new Space(name, contentsOf(volume, readInode(volume, nid)));
