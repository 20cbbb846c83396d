/** Entry of a thread that helps the worker: opens the image by its recipe, and does the tasks it is sent. */
import type { Image } from "../erofs/image";
import { openRecipe, type Recipe } from "../pool/recipe";
import { replyTo } from "../pool/thread";
import { openLocal } from "../sources/open-local";
import type { TaskCall } from "../tasks/index";

let opened: Promise<Image> | undefined;

self.onmessage = async ({ data }: MessageEvent<Recipe<File> | TaskCall>) => {
	if ("task" in data) {
		if (opened) self.postMessage(await replyTo(data, opened));
		return;
	}
	opened = openRecipe(data, openLocal);
	opened.catch(() => {}); // who asks for a task hears of it
};
