/** An EROFS volume that starts somewhere inside a file: a partition, a payload, an archive member. */
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { sliceSource } from "./slice";

/**
 * The file from byte `offset` on.
 * @throws Failure `io` (`offset-beyond-end`).
 */
export function volumeAt(file: ByteSource, offset: number): ByteSource {
	if (offset === 0) return file;
	if (offset < file.size) return sliceSource(file, offset);
	throw new Failure({
		kind: "io",
		code: "offset-beyond-end",
		message: `The offset ${offset} is beyond the end of the file (${file.size} bytes).`,
		hint: "Give the offset of the file system in this file.",
	});
}
