/**
 * Views whose code is fetched after the page: as soon as an image is open, or when one is shown
 * before. Not later, so that the page works on without a network, or when a new version of it
 * has replaced the old one on its server.
 */
import { type ComponentType, createElement, use } from "react";
import { Failure } from "../../base/errors";
import type { ViewProps } from "./view";

type Code = ComponentType<ViewProps>;

const loads: (() => Promise<Code>)[] = [];

/** Suspends as long as the code is on its way, and never again: what was preloaded shows at once. */
export function later(load: () => Promise<Code>): Code {
	let code: Code | undefined;
	let coming: Promise<Code> | undefined;
	const begin = () => {
		coming ??= load().then((came) => {
			code = came;
			return came;
		}, unloaded);
		return coming;
	};
	loads.push(begin);
	return (props) => createElement(code ?? use(begin()), props);
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
