/**
 * Parts whose code is fetched after the page: as soon as it is on screen, or when one is shown
 * before. Not later, so that the page works on without a network, or when a new version of it
 * has replaced the old one on its server.
 */
import { createElement, type FunctionComponent, use } from "react";
import { Failure } from "../../base/errors";

const loads: (() => Promise<unknown>)[] = [];

/** Suspends as long as the code is on its way, and never again: what was preloaded shows at once. */
export function later<Props extends object>(
	load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
	let coming: Promise<FunctionComponent<Props>> | undefined;
	const begin = () => {
		coming ??= load().then((value) => {
			// So React asks whether a promise is kept: what was preloaded is not waited for.
			Object.assign(coming as object, { status: "fulfilled", value });
			return value;
		}, unloaded);
		return coming;
	};
	loads.push(begin);
	return (props) => createElement(use(begin()), props);
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
