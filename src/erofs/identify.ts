/**
 * What a file is when it is not EROFS: from its first bytes to a sentence that
 * tells the user what they have and what to do.
 */
import { Failure } from "../base/errors";
import { span } from "../base/range";
import { recognise } from "../base/signatures";
import { exactBytes } from "../base/words";
import { hexBytes } from "../schema/show";
import { SB_MAGIC, SB_OFFSET } from "./structs/superblock";

/** Bytes of the start of a file that identification wants to see. */
export const HEAD_SIZE = 4096;

const MAGIC = `e2 e1 f5 e0 (0x${SB_MAGIC.toString(16)})`;

/**
 * The failure for a file whose superblock is missing.
 * @param head the first bytes of the volume, RECOGNISE_SIZE of them if it has as many
 * @param size bytes of the whole file
 */
export function notErofs(head: Uint8Array, size: number): Failure {
	if (size === 0) {
		return new Failure({
			kind: "corrupt",
			code: "empty-file",
			message: "The file is empty.",
			hint: "Check that its upload, download or copy has finished.",
		});
	}
	const known = recognise(head);
	const isShort = size < SB_OFFSET + 128;
	// Zeros are how every image begins, and what is this short has no room for another one further on.
	const seen = isShort && known?.kind === "zeros" ? undefined : known;
	if (isShort) {
		return new Failure({
			kind: "corrupt",
			code: "too-short",
			message: seen
				? `This is no EROFS image. It is ${seen.what}.`
				: `The file has only ${exactBytes(size)}; an EROFS superblock ends at byte ${SB_OFFSET + 128}.`,
			hint: seen?.hint ?? "The file is cut off: download or copy it again.",
			at: span("image", 0, size),
		});
	}
	const magic = hexBytes(head.subarray(SB_OFFSET, SB_OFFSET + 4));
	return new Failure({
		kind: "corrupt",
		code: "not-erofs",
		message: seen
			? `This is no EROFS image. It is ${seen.what}.`
			: `This is no EROFS image: bytes ${SB_OFFSET} to ${SB_OFFSET + 3} are ${magic} instead of ${MAGIC}.`,
		hint:
			seen?.hint ??
			"If a file system starts later in the file, search for it, or open it with the offset of its first byte.",
		at: span("image", SB_OFFSET, SB_OFFSET + 4),
		seen: magic,
		allowed: MAGIC,
	});
}
