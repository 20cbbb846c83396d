/** The walk over the whole image: its sums. Once per image, and it can be stopped. */
import type { Exact } from "../../base/exact";
import type { Survey } from "../../worker/protocol";
import type { OpenFile, OpenImage } from "./image";
import { findOwners } from "./owners";
import { oneTask } from "./task";

const task = oneTask<Survey>(undefined);

/** @param headStart milliseconds that other work may have the processor for itself */
export async function startSurvey(file: OpenFile, headStart = 0): Promise<void> {
	const isDone = await task.run(file, async (context) => {
		await new Promise((resolve) => setTimeout(resolve, headStart));
		return file.client.call("survey", {}, context);
	});
	// Of a remote image that would fetch more.
	if (isDone && !file.facts.remote) void findOwners(file);
}

export const { stop: stopSurvey, useTask: useSurvey } = task;

/** How many inodes: as the superblock says; some writers leave that out, then as many as were met. */
export function useInodeCount(image: OpenImage): Exact {
	const { result } = useSurvey(image);
	return image.overview.inodes || (result?.inodes ?? 0);
}
