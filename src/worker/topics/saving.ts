/** Files to keep. */
import type { SpaceId } from "../../base/range";
import { because } from "../../base/source";
import { IMAGE_SPACE } from "../../base/space";
import type { Fill } from "../../export/rescued";
import type { Current } from "../current";
import type { HandlersOf, Method } from "../method";
import { save, saveCopy } from "../save";

export type { Fill } from "../../export/rescued";

export interface SaveParams {
	readonly nid: bigint;
	/** `file`: contents as they are. `tar`, `zip`: the tree below a directory. */
	readonly as: "file" | "tar" | "zip";
	/** Name without extension. */
	readonly name: string;
	/** Of a damaged file what can be read, with this in the place of what is lost; all or nothing without. */
	readonly rescue?: Fill;
	/** Of a directory: the entries that are wanted, by their raw paths below it; all without. */
	readonly only?: ManyPaths;
}

/** Paths one after the other: an object each would keep the page from answering while they are sent. */
export interface ManyPaths {
	readonly bytes: Uint8Array;
	/** Where each begins, and where the last one ends. */
	readonly starts: Uint32Array;
}

export interface Saved {
	/** Backed by disk where the browser allows, so that size does not matter. */
	readonly file: File;
	/** Things that could not be stored as they are: renamed entries, unreadable files. */
	readonly notes: readonly string[];
	/** What was lost of a damaged file, to be kept beside it. */
	readonly lost?: File;
}

export interface SavingApi {
	save: Method<SaveParams, Saved>;
	/** All bytes of the image or a device, with what was altered. */
	saveCopy: Method<{ space: SpaceId; name: string }, Saved>;
}

export const saving = (current: Current): HandlersOf<SavingApi> => ({
	save: (params, context) => save(current.session(), params, context),

	async saveCopy(params, context) {
		const { raw } = current.open();
		const isVolume = raw && params.space === IMAGE_SPACE;
		// A file that did not open as an image has no devices.
		const source = isVolume
			? raw.source
			: await current.session().source(params.space, context.signal);
		return saveCopy(because(source, "saving a copy"), params, context);
	},
});
