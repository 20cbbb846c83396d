/** Programs that leave a mark of their own in the images they write. */
import { viewOf } from "../schema/struct";
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

const COMPOSEFS: Writer = {
	name: "composefs image",
	doc: "Metadata only: contents of more than a few bytes are in separate files named by their digest; as EROFS alone they read as zeros.",
};

const COMPOSEFS_MAGIC = 0xd078629a;

/** @param head the first bytes of the volume, with its superblock */
export function writerOf(head: Uint8Array, featureCompat: number): Writer | undefined {
	if (featureCompat & COMPAT.NYDUS_RAFS_V6) return NYDUS;
	return viewOf(head).getUint32(0, true) === COMPOSEFS_MAGIC ? COMPOSEFS : undefined;
}
