/** What a browser allows depends on where our own page came from; a command line has no page. */
import { HttpFailure } from "./failure";

export interface Environment {
	/** Origin of our page, `https://example.org`; undefined outside a browser. */
	readonly origin: string | undefined;
	/** False only when the platform knows that there is no network. */
	online(): boolean;
}

export const thisEnvironment: Environment = {
	origin: typeof location === "undefined" ? undefined : location.origin,
	online: () => typeof navigator === "undefined" || navigator.onLine !== false,
};

/**
 * The address as the platform will accept it.
 * @throws HttpFailure `http-bad-url`, `http-mixed`.
 */
export function checkAddress(text: string, { origin }: Environment): URL {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const web = url?.protocol === "https:" || url?.protocol === "http:";
	// fetch refuses user names and passwords in addresses.
	if (!url || !web || url.username || url.password) {
		throw new HttpFailure("http-bad-url", { url: text });
	}
	const insecure = url.protocol === "http:" && !isLoopback(url.hostname);
	if (insecure && origin?.startsWith("https:")) throw new HttpFailure("http-mixed", { url: text });
	url.hash = "";
	return url;
}

/** Browsers trust these hosts even over plain http. */
const isLoopback = (host: string): boolean =>
	host === "localhost" ||
	host.endsWith(".localhost") ||
	host.startsWith("127.") ||
	host === "[::1]";

/**
 * Tells a refusal by CORS from a dead server. To a script both look alike (a TypeError without
 * any detail), but a `no-cors` request is let through to a server that merely does not allow
 * us to read. Its body is never read.
 */
export async function isCorsRefusal(
	url: URL,
	{ origin }: Environment,
	fetcher: typeof fetch,
	signal?: AbortSignal,
): Promise<boolean> {
	if (origin === undefined || origin === url.origin) return false;
	const stop = new AbortController();
	const signals = signal ? [stop.signal, signal] : [stop.signal];
	try {
		await fetcher(url, {
			mode: "no-cors",
			cache: "no-store",
			signal: AbortSignal.any(signals),
		});
		return true;
	} catch {
		return false;
	} finally {
		stop.abort();
	}
}
