/** A directory about which something is not as it should be, read again by who can say what. */
import { reportOrThrow } from "../base/errors";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { showName } from "../base/text";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { blameRoot } from "../erofs/root";
import { type Visit, visitDirectory } from "../erofs/walk";

export interface DirectoryPlace {
	readonly nid: bigint;
	readonly path: Uint8Array;
	/** nid of the directory it is in; the root is in itself. */
	readonly parent: bigint;
}

/** Undefined when the directory cannot be read at all; what is wrong is reported either way. */
export async function explain(
	image: Image,
	{ nid, path, parent }: DirectoryPlace,
	report: Report,
	signal?: AbortSignal,
): Promise<Visit | undefined> {
	try {
		const directory = await readInode(image, nid, ignoreFindings, signal);
		return await visitDirectory(image, directory, path, parent, report, signal);
	} catch (error) {
		const { facts } = image;
		reportOrThrow(error, (found) =>
			report(nid === facts.rootNid ? blameRoot(facts, found) : found),
		);
		return undefined;
	}
}

/** The inodes, and the names in one directory, that findings speak of. */
export class Blamed {
	readonly #nids = new Set<bigint>();
	readonly #names = new Set<string>();

	add({ severity, nid, entry }: Finding): void {
		if (severity === "note") return;
		if (entry !== undefined) this.#names.add(entry);
		else if (nid !== undefined) this.#nids.add(nid);
	}

	has(nid: bigint, name: Uint8Array): boolean {
		return this.#nids.has(nid) || (this.#names.size > 0 && this.#names.has(showName(name)));
	}
}
