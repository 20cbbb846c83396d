/** The search for volumes in a file that is no image. It goes on while one of them is looked at. */
import type { FoundVolume, SeekResult } from "../../worker/protocol";
import type { OpenRaw } from "./image";
import { oneTask } from "./task";

/** In the order of the file: the first of them, when there are very many. */
const task = oneTask<SeekResult, readonly FoundVolume[]>([]);

export type Seek = ReturnType<typeof task.useTask>;

export const startSeek = (file: OpenRaw): Promise<boolean> =>
	task.run(file, (context, say) => {
		const onEvent = (one: FoundVolume) => say((found) => [...found, one]);
		return file.client.call("seekVolumes", {}, { ...context, onEvent });
	});

export const { stop: stopSeek, useTask: useSeek } = task;
