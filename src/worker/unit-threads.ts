/** Threads of the browser that look at compressed units for the worker. */
import type { UnitPlaces } from "../checks/unit-places";
import type { Image } from "../erofs/image";
import { unitPlacesFor } from "../pool/choose-units";
import type { Recipe } from "../pool/recipe";
import type { UnitWork } from "../pool/unit-calls";
import type { UnitEars, UnitThread } from "../pool/unit-threads";

function startThread(work: UnitWork<File>, { reply, broken }: UnitEars): UnitThread {
	const thread = new Worker(new URL("./unit-thread.ts", import.meta.url), { type: "module" });
	thread.onmessage = ({ data }) => reply(data);
	thread.onerror = broken;
	thread.onmessageerror = broken;
	thread.postMessage(work);
	return { post: (call) => thread.postMessage(call), end: () => thread.terminate() };
}

/** Does the work with threads, which end with it. @param signal ends what threads do at once */
export async function withUnitThreads<T>(
	{ image, recipe }: { readonly image: Image; readonly recipe: Recipe<File> | undefined },
	signal: AbortSignal,
	work: (units: UnitPlaces) => Promise<T>,
): Promise<T> {
	// Where a worker cannot start threads, as in some browsers and in tests, it does all itself.
	const start = typeof Worker === "undefined" ? undefined : startThread;
	const threads = start ? navigator.hardwareConcurrency - 1 : 0;
	const units = unitPlacesFor(image, { recipe, start, threads, signal });
	try {
		return await work(units);
	} finally {
		units.close?.();
	}
}
