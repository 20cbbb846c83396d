/** Saving something of the image to the user's disk, as a job with progress. */
import type { Client } from "../../worker/client";
import type { SaveParams } from "../../worker/protocol";
import { useJobs } from "./jobs";

/** Long enough for any browser to have taken the file over. */
const REVOKE_AFTER_MS = 60_000;

/** Hands a file to the browser's downloads. */
export function offerFile(file: File): void {
	const url = URL.createObjectURL(file);
	const link = document.createElement("a");
	link.href = url;
	link.download = file.name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}

/**
 * Downloads a file, or the tree below a directory as one archive.
 * @param label how the job is called on screen
 */
export function save(client: Client, params: SaveParams, label: string): Promise<boolean> {
	return useJobs.getState().run(label, async (context) => {
		const { file, notes } = await client.call("save", params, context);
		offerFile(file);
		return notes;
	});
}
