/** A stored file as a source, and as the place where a download goes. */
import { checkCancelled } from "../base/errors";
import type { ByteSource } from "../base/source";
import { checkInside, shortRead } from "./check";
import type { DownloadSink } from "./http/download";
import type { StoredFile } from "./kept/file-store";

/** Reads are synchronous inside, a quarter of a millisecond each. Closing it closes the file. */
export function storedSource(file: StoredFile, id: string, label: string): ByteSource {
	const { size } = file;
	const read: ByteSource["read"] = async (start, end, signal) => {
		checkCancelled(signal);
		checkInside({ label, size }, start, end);
		const bytes = new Uint8Array(end - start);
		const got = file.read(bytes, start);
		if (got !== bytes.length) throw shortRead(label, start, bytes.length, got);
		return bytes;
	};
	return { id, label, size, read, readOnce: read, close: () => file.close() };
}

/** Writes a download into the file from its beginning; what was in it before is lost. */
export function fileSink(file: StoredFile): DownloadSink {
	let at = 0;
	file.truncate(0);
	return {
		write(bytes) {
			file.write(bytes, at);
			at += bytes.length;
		},
		restart() {
			file.truncate(0);
			at = 0;
		},
	};
}
