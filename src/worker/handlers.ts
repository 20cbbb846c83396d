/** What each method of the protocol does, by topic. One worker holds one open file. */
import { findingOf } from "../base/errors";
import { blameEntry } from "./blame";
import { Current } from "./current";
import type { Context } from "./method";
import type { Handlers } from "./server";
import { bytes } from "./topics/bytes";
import { checking } from "./topics/checking";
import { learning } from "./topics/learning";
import { network } from "./topics/network";
import { opening } from "./topics/opening";
import { owners } from "./topics/owners";
import { parts } from "./topics/parts";
import { saving } from "./topics/saving";
import { space } from "./topics/space";
import { tree } from "./topics/tree";

type Met = (error: unknown, signal: AbortSignal) => Promise<unknown>;

/**
 * The same, each of which tells what it met before it ends.
 * @param met says what is thrown instead of an error
 */
function telling(handlers: Handlers, flush: () => void, met: Met): Handlers {
	type Handler = (params: never, context: Context) => Promise<unknown>;
	const all = Object.entries(handlers).map(([name, handler]: [string, Handler]) => {
		const told: Handler = async (params, context) => {
			try {
				return await handler(params, context);
			} catch (error) {
				throw await met(error, context.signal);
			} finally {
				flush();
			}
		};
		return [name, told];
	});
	return Object.fromEntries(all) as Handlers;
}

export function createHandlers(): Handlers {
	const current = new Current();
	const handlers: Handlers = {
		...bytes(current),
		...checking(current),
		...learning(current),
		...network(current),
		...opening(current),
		...owners(current),
		...parts(current),
		...saving(current),
		...space(current),
		...tree(current),
	};
	return telling(
		handlers,
		() => current.stream.flush(),
		async (error, signal) => {
			const session = current.file?.session;
			const nid = findingOf(error)?.nid;
			if (!session) return error;
			const told = nid === undefined ? error : await blameEntry(session, nid, error, signal);
			const found = findingOf(told);
			if (found) session.report(found);
			return told;
		},
	);
}
