/** Saving something of the image to the user's disk, as a job with progress. */
import type { Client } from "../../worker/client";
import type { CheckCoverage, ReportForm, SaveParams } from "../../worker/protocol";
import type { OpenImage } from "./image";
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
		const { file, notes, lost } = await client.call("save", params, context);
		offerFile(file);
		if (lost) offerFile(lost);
		return notes;
	});
}

/**
 * Downloads what was found.
 * @param checked by the last check that came to its end
 */
export function saveReport(
	{ client, overview }: OpenImage,
	form: ReportForm,
	checked: CheckCoverage | undefined,
): Promise<boolean> {
	return useJobs.getState().run(`Report on ${overview.name}`, async (context) => {
		const params = { form, ...(checked ? { checked } : {}) };
		const { file, notes } = await client.call("report", params, context);
		offerFile(file);
		return notes;
	});
}
