/** What the worker has open: one file at a time, be it an image or not. */
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import type { Place } from "../containers/near";
import { FindingStream } from "./findings";
import type { Opened } from "./open-inputs";
import type { RawFile } from "./raw";
import type { Session } from "./session";
import type { PrivateFiles } from "./unpacker";

/** An image, or a file of which only the bytes are shown. */
export interface OpenFile {
	readonly session?: Session;
	readonly raw?: RawFile;
	readonly opened: Opened;
	/** The file that was taken for the image, or for what it is in. */
	readonly image: ByteSource;
	/** Of what parts are listed: the file that was opened, or one of an image in it. */
	readonly place: Place;
	readonly unpacker: PrivateFiles;
}

/** What it gives is to be taken once in a call: another file may be opened while that waits. */
export class Current {
	/** What is found wrong with the file that is open. */
	readonly stream = new FindingStream();
	#file: OpenFile | undefined;

	/** Instead of what was open until now. */
	replace(next: OpenFile): void {
		this.#file?.session?.owners.stop();
		this.#file?.unpacker.close();
		this.#file = next;
	}

	/** Nothing before a file was opened. */
	get file(): OpenFile | undefined {
		return this.#file;
	}

	/** @throws Failure when nothing is open */
	open(): OpenFile {
		if (this.#file) return this.#file;
		throw new Failure({ kind: "bug", message: "No image is open." });
	}

	/** @throws Failure when the file did not open as an image */
	session(): Session {
		const { session } = this.open();
		if (session) return session;
		const message = "The file did not open as an image: it has no paths and no inodes.";
		throw new Failure({ kind: "unsupported", message });
	}

	/** The file from its offset on, whether or not it is an image. */
	volume(): ByteSource {
		return this.open().raw?.source ?? this.session().image.primary.source;
	}
}
