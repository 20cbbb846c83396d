/**
 * How much of maps is followed. Damage makes a map of any bytes, and thousands of maps of the same
 * ones: what is followed is bounded by the size of the image, above all that sound ones have.
 */
import { asPosition } from "../../base/exact";
import type { Image } from "../image";

/** The smallest inode takes as many: nearly each has an extent. */
const BYTES_OF_INODE = 32;
/** Beside that, a sound image seldom has an extent, or anything to look at, for fewer of its bytes. */
const BYTES_OF_ONE = 512;
/** Small images may share what they have in any way. */
const ANYWAY_KEPT = 2 ** 19;
const ANYWAY_LOOKED_AT = 2 ** 15;
const ANYWAY_ITEMS = 2 ** 20;
/** Bytes of the shortest entry of a chunk map. */
const CHUNK_ENTRY = 4;

const metadataOf = ({ primary, metabox }: Image): number =>
	primary.source.size + (metabox?.source.size ?? 0);

function sizeOf(image: Image): number {
	const devices = image.devices.map(({ source }) => source?.size ?? 0);
	return devices.reduce((sum, size) => sum + size, metadataOf(image));
}

/** As many as the superblock counts, where there is room for them; writers before erofs-utils 1.5 do not count. */
function mostInodes(image: Image): number {
	const room = Math.floor(sizeOf(image) / BYTES_OF_INODE);
	const { inos } = image.superblock;
	return inos === 0n ? room : Math.min(room, asPosition(inos));
}

/** Extents that memory is taken for. */
export const mostExtents = (image: Image): number =>
	ANYWAY_KEPT + Math.floor(sizeOf(image) / BYTES_OF_ONE) + mostInodes(image);

/** Extents and damages that are looked at one by one, of all inodes that are not told to be sound at once. */
export const mostLookedAt = (image: Image): number =>
	ANYWAY_LOOKED_AT + Math.floor(sizeOf(image) / BYTES_OF_ONE);

/** Entries of those, and whatever else they are made of, which are told to be sound at once. */
export const mostItems = (image: Image): number => ANYWAY_ITEMS + metadataOf(image) / 8;

/** Entries of chunk maps that the image has room for, when none lies on another. */
export const mostChunks = (image: Image): number => Math.ceil(metadataOf(image) / CHUNK_ENTRY);
