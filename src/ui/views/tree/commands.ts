/** What can be done with an entry from a row, wherever the row is. */
import { failureInfo, isCancelled } from "../../../base/errors";
import type { SaveParams } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";
import { navigate } from "../../state/location";
import { save } from "../../state/save";
import { notify } from "./notice";

const lastPart = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** @param what how the text is called in the sentence that says it was copied */
export async function copyText(text: string, what: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(text);
		notify(`Copied ${what}.`);
	} catch {
		notify("The browser did not allow copying.");
	}
}

/** The contents of a file, or the tree below a directory as one archive. */
export function download(image: OpenImage, nid: bigint, path: string, as: SaveParams["as"]): void {
	const name = lastPart(path);
	void save(image.client, { nid, as, name }, `Download of ${name}`);
}

/** Leads to the bytes of the inode itself, not of the contents. */
export async function showInodeBytes(image: OpenImage, nid: bigint, path: string): Promise<void> {
	try {
		const { at } = await image.client.call("inode", { nid });
		const { space, start, end } = at;
		navigate({ view: "bytes", space, at: { start, end }, path, nid: undefined });
	} catch (error) {
		if (!isCancelled(error)) notify(failureInfo(error).message);
	}
}
