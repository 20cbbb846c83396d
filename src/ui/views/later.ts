/**
 * Views whose code is fetched after the page: as soon as an image is open, or when one is shown
 * before. Not later, so that the page works on without a network, or when a new version of it
 * has replaced the old one on its server.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { Failure } from "../../base/errors";
import type { ViewProps } from "./view";

type Load = () => Promise<ComponentType<ViewProps>>;

const loads: Load[] = [];

export function later(load: Load): LazyExoticComponent<ComponentType<ViewProps>> {
	loads.push(load);
	return lazy(async () => ({ default: await load().catch(unloaded) }));
}

/** Fetches them all; what does not come is told when it is shown. */
export function preloadViews(): void {
	for (const load of loads) load().catch(() => {});
}

/** Browsers remember that code did not come: only a new page asks again. */
function unloaded(cause: unknown): never {
	throw new Failure(
		{
			kind: "io",
			code: "view-unloaded",
			message: "A part of this page did not come from its server.",
			hint: "Check the connection, then reload the page; its address leads back to this place.",
		},
		{ cause },
	);
}
