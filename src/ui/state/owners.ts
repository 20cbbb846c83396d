/**
 * Finding out whose each byte is: once per image, in the background, and it can be stopped. Local
 * images are looked through after the walk over the tree; remote ones when the user asks, because
 * it fetches all their metadata.
 */
import type { OwnersFound } from "../../worker/protocol";
import type { OpenFile } from "./image";
import { oneTask } from "./task";

const task = oneTask<OwnersFound>(undefined);

/** Never rejects. @returns whether they were found */
export const findOwners = (file: OpenFile): Promise<boolean> =>
	task.run(file, (context) => file.client.call("owners", {}, context));

export const { stop: stopFindingOwners, useTask: useOwners } = task;
