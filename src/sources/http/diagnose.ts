/**
 * Why a browser gave no answer at all. To a script every reason looks alike (a TypeError
 * without any detail), so we ask in other ways and see which of them gets through.
 */
import type { HttpCode } from "./cases";
import type { Environment } from "./environment";

/**
 * | plain GET | `no-cors` GET | reason                                                          |
 * | yes       |               | only the ranged answer fails: it is compressed, which browsers  |
 * |           |               | refuse for ranges                                               |
 * | no        | yes           | the server lives, but does not allow us to read                 |
 * | no        | no            | there is no server                                              |
 */
export async function diagnose(
	url: string,
	{ origin }: Environment,
	fetcher: typeof fetch,
	signal?: AbortSignal,
): Promise<HttpCode> {
	if (origin === undefined) return "http-unreachable";
	if (await getsThrough(url, "cors", fetcher, signal)) return "http-encoded";
	const foreign = new URL(url).origin !== origin;
	if (foreign && (await getsThrough(url, "no-cors", fetcher, signal))) return "http-cors";
	return "http-unreachable";
}

/** The head of the answer is enough; its body is never read. */
async function getsThrough(
	url: string,
	mode: "cors" | "no-cors",
	fetcher: typeof fetch,
	signal?: AbortSignal,
): Promise<boolean> {
	const stop = new AbortController();
	const both = signal ? AbortSignal.any([stop.signal, signal]) : stop.signal;
	try {
		await fetcher(url, { mode, cache: "no-store", signal: both });
		return true;
	} catch {
		return false;
	} finally {
		stop.abort();
	}
}
