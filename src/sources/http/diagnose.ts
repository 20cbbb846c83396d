/**
 * Why a browser gave no answer at all. To a script every reason looks alike (a TypeError
 * without any detail), so we ask in other ways and see which of them gets through.
 */
import { checkCancelled } from "../../base/errors";
import type { HttpCode } from "./cases";
import type { Transport } from "./transport";

/** Milliseconds until a question counts as not answered. */
const PATIENCE_MS = 15_000;

/**
 * | plain GET | `no-cors` GET | reason                                                          |
 * | yes       |               | only the ranged answer fails: it is compressed, which browsers  |
 * |           |               | refuse for ranges                                               |
 * | no        | yes           | the server lives, but does not allow us to read                 |
 * | no        | no            | there is no server                                              |
 *
 * @throws Failure `cancelled`
 */
export async function diagnose(
	url: string,
	transport: Transport,
	signal?: AbortSignal,
): Promise<HttpCode> {
	const { origin } = transport.environment;
	if (origin === undefined) return "http-unreachable";
	if (await getsThrough(url, "cors", transport, signal)) return "http-encoded";
	const foreign = new URL(url).origin !== origin;
	if (foreign && (await getsThrough(url, "no-cors", transport, signal))) return "http-cors";
	return "http-unreachable";
}

/** The head of the answer is enough; its body is never read. */
async function getsThrough(
	url: string,
	mode: "cors" | "no-cors",
	{ fetch, clock }: Transport,
	signal?: AbortSignal,
): Promise<boolean> {
	const stop = new AbortController();
	const both = signal ? AbortSignal.any([stop.signal, signal]) : stop.signal;
	const enough = clock.alarm(PATIENCE_MS, () => stop.abort());
	try {
		await fetch(url, { mode, cache: "no-store", signal: both });
		return true;
	} catch {
		checkCancelled(signal);
		return false;
	} finally {
		enough();
		stop.abort();
	}
}
