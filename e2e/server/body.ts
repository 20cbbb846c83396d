/** Sends a body as the faults want it: slowly, partly, cut, or never to the end. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Hold } from "./book";
import type { Content } from "./content";
import type { Faults } from "./faults";
import type { Line } from "./line";

const CHUNK = 64 * 1024;
/** A limited rate is kept in pieces of this many milliseconds. */
const STEP_MS = 10;

/** Sends and reports each piece; returns when the response is over, one way or another. */
export async function sendBody(
	response: ServerResponse,
	body: Content,
	faults: Faults,
	{ line, hold }: { readonly line: Line; readonly hold: Hold | undefined },
	sent: (bytes: number) => void,
): Promise<void> {
	const last = Math.min(body.size, faults.cut, faults.short, faults.stall);
	const limited = Number.isFinite(faults.rate);
	const step = limited ? Math.max(1, Math.floor((faults.rate * STEP_MS) / 1000)) : CHUNK;
	const gone = once(response, "close").catch(() => {});
	const stop = hold?.at ?? Number.POSITIVE_INFINITY;
	let through = performance.now();
	for (let at = 0; at < last && !response.destroyed; ) {
		if (at === stop) await Promise.race([hold?.over, gone]);
		const end = Math.min(last, at + step, at < stop ? stop : last);
		const piece = await body.read(at, end);
		if (limited) through = await line.send(piece.length, faults.rate, through);
		if (!response.write(piece)) await Promise.race([once(response, "drain"), gone]);
		sent(piece.length);
		at = end;
	}
	if (faults.stall < body.size) return;
	if (faults.cut < body.size) await cut(response);
	else response.end();
}

/** Headers and the bytes so far go out first, or the client would see no answer at all. */
async function cut(response: ServerResponse): Promise<void> {
	response.flushHeaders();
	const { socket } = response;
	await new Promise((done) => (socket ? socket.write("", done) : done(undefined)));
	response.destroy();
}
