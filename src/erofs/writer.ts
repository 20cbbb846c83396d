/** Programs that leave a mark of their own in the images they write. */
import type { Finding } from "../base/finding";
import { span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { hex } from "../schema/show";
import { viewOf } from "../schema/struct";
import { fault } from "./faults";
import { COMPAT } from "./structs/features";

export interface Writer {
	/** What such an image is called. */
	readonly name: string;
	/** What a reader should know about it. */
	readonly doc: string;
}

/** Its block count includes what only its data blobs hold, and old versions wrote any number. */
export const NYDUS: Writer = {
	name: "Nydus RAFS v6 bootstrap",
	doc: "Metadata only: the contents are in data blobs, the extra devices, which are usually compressed in chunks.",
};

/** Its files have their contents elsewhere; see backing.ts. */
export const COMPOSEFS: Writer = {
	name: "composefs image",
	doc: "Metadata only: contents of more than a few bytes are in separate files named by their digest.",
};

const COMPOSEFS_MAGIC = 0xd078629a;

/** Bytes of the extension of Nydus behind the superblock, and which say that blobs are not plain. */
const NYDUS_FLAGS = 1152;
const COMPRESSED = 0x02 | 0x40 | 0x80;
const ENCRYPTED = 0x02000000;

/**
 * What is wrong when data blobs of a Nydus image are given as its devices: addresses count bytes
 * of the unpacked blob. Undefined when the blobs are plain.
 */
export function packedBlobs(head: Uint8Array): Finding | undefined {
	const flags = head.length < NYDUS_FLAGS + 4 ? 0 : viewOf(head).getUint32(NYDUS_FLAGS, true);
	if ((flags & (COMPRESSED | ENCRYPTED)) === 0) return undefined;
	return {
		...fault("nydus-packed-blobs"),
		structure: "extension of Nydus",
		field: "flags",
		seen: hex(flags, 8),
		allowed: "plain blobs, or unpacked ones as devices",
		at: span(IMAGE_SPACE, NYDUS_FLAGS, NYDUS_FLAGS + 8),
	};
}

/** @param head the first bytes of the volume, with its superblock */
export function writerOf(head: Uint8Array, featureCompat: number): Writer | undefined {
	if (featureCompat & COMPAT.NYDUS_RAFS_V6) return NYDUS;
	return viewOf(head).getUint32(0, true) === COMPOSEFS_MAGIC ? COMPOSEFS : undefined;
}
