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
