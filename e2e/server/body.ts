/** Sends a body as the faults want it: slowly, partly, cut, or never to the end. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
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
	line: Line,
	sent: (bytes: number) => void,
): Promise<void> {
	const last = Math.min(body.size, faults.cut, faults.short, faults.stall);
	const limited = Number.isFinite(faults.rate);
	const step = limited ? Math.max(1, Math.floor((faults.rate * STEP_MS) / 1000)) : CHUNK;
	const gone = once(response, "close").catch(() => {});
	let through = performance.now();
	for (let at = 0; at < last && !response.destroyed; at += step) {
		const piece = await body.read(at, Math.min(last, at + step));
		if (limited) through = await line.send(piece.length, faults.rate, through);
		if (!response.write(piece)) await Promise.race([once(response, "drain"), gone]);
		sent(piece.length);
	}
	if (faults.stall < body.size) return;
	if (faults.cut < body.size) await cut(response);
	else response.end();
}

/** Headers and the bytes so far go out first, or the client would see no answer at all. */
async function cut(response: ServerResponse): Promise<void> {
	response.flushHeaders();
	await sleep(STEP_MS);
	response.destroy();
}
