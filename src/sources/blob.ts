/**
 * A File or Blob, read with `slice().arrayBuffer()`. Each read costs a message to the browser
 * process (about 0.7 ms whatever its size up to 64 KiB), so put a page cache on top. There is no
 * `readNow`: a FileReaderSync waits as long for each slice, and for one at a time.
 */
import { abortable, checkCancelled, Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { checkInside, shortRead } from "./check";

let unnamed = 0;

/** What we need of a Blob; a File adds name and time. */
export type BlobLike = Pick<Blob, "size" | "slice"> & Partial<Pick<File, "name" | "lastModified">>;

export function blobSource(blob: BlobLike, label = blob.name ?? "file"): ByteSource {
	const { size } = blob;
	const read: ByteSource["read"] = async (start, end, signal) => {
		checkCancelled(signal);
		checkInside({ label, size }, start, end);
		const bytes = await abortable(readSlice(blob, label, start, end), signal);
		if (bytes.length !== end - start) throw shortRead(label, start, end - start, bytes.length);
		return bytes;
	};
	return { id: identify(blob), label, size, read, readOnce: read };
}

/** A bare Blob tells nothing about its content, so each gets its own identity. */
function identify(blob: BlobLike): string {
	if (blob.name === undefined) {
		unnamed += 1;
		return `blob:${unnamed}`;
	}
	return `file:${blob.name}:${blob.size}:${blob.lastModified ?? ""}`;
}

async function readSlice(
	blob: BlobLike,
	label: string,
	start: number,
	end: number,
): Promise<Uint8Array> {
	try {
		return new Uint8Array(await blob.slice(start, end).arrayBuffer());
	} catch (cause) {
		// Browsers answer NotReadableError or NotFoundError once the file on disk was touched.
		throw new Failure(
			{
				kind: "io",
				code: "file-unreadable",
				message: `${label} can no longer be read; it was changed, moved or removed.`,
				hint: "Choose the file again.",
			},
			{ cause },
		);
	}
}
