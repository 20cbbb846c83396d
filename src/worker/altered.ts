/** An altered copy: the bytes that were opened, with edits over them. Nothing is written anywhere. */
import type { Edit } from "../base/edits";
import type { SpaceId } from "../base/range";
import type { ByteSource } from "../base/source";
import { IMAGE_SPACE } from "../base/space";
import { mendingEdit } from "../erofs/checksum";
import { overlaySource } from "../sources/overlay";

export interface Alterations {
	/** In the order in which they were made. */
	readonly edits: readonly Edit[];
	/** Whether the checksum of the superblock is made right again after them. */
	readonly mends: boolean;
}

/** A device of the copy. */
export const alteredDevice = (
	source: ByteSource,
	space: SpaceId,
	{ edits }: Alterations,
): ByteSource =>
	overlaySource(
		source,
		edits.filter((edit) => edit.space === space),
	);

/** The image of the copy. */
export async function alteredVolume(
	volume: ByteSource,
	alterations: Alterations,
	signal?: AbortSignal,
): Promise<ByteSource> {
	const altered = alteredDevice(volume, IMAGE_SPACE, alterations);
	if (!alterations.mends || altered === volume) return altered;
	const mending = await mendingEdit(altered, signal);
	return mending ? overlaySource(altered, [mending]) : altered;
}
