/**
 * What can go wrong on command: the query parameters of the test server.
 *
 * A fault is a property of the address, so that a browser test needs no other channel and two
 * tests never disturb each other: counting for `after`, `times` and `change` is per address.
 */
export interface Faults {
	/** The faults start after this many requests for the address. */
	readonly after: number;
	/** The faults strike this many times, then the server is well again. */
	readonly times: number;
	/** After this many requests the file has other content, and another validator. */
	readonly change: number;
	/** Answer with this status and no file. */
	readonly status: number | undefined;
	readonly retryAfter: string | undefined;
	/** Answer with a redirect to the same file with this query instead. */
	readonly redirect: string | undefined;
	/** Ignore the Range header: 200 and everything. */
	readonly noRange: boolean;
	/** Refuse, with 416, a range that ends beyond the file instead of cutting it. */
	readonly strict: boolean;
	/** Send this many bytes at most and say so in Content-Range. */
	readonly limit: number;
	/** Send a range that is moved by this many bytes, and say so in Content-Range. */
	readonly shift: number;
	/** Break the connection after this many bytes of the body. */
	readonly cut: number;
	/** End the body properly but early, after this many bytes. Implies no Content-Length. */
	readonly short: number;
	/** Send this many bytes of the body and then nothing more. */
	readonly stall: number;
	/** Wait this many milliseconds before the answer. */
	readonly delay: number;
	/** Send this many bytes per second, over all answers under way for the address. */
	readonly rate: number;
	/** `slice`: the range, compressed. `whole`: a range of the compressed file. */
	readonly gzip: string | undefined;
	readonly etag: "strong" | "weak";
	/** Content-Range does not tell the size. */
	readonly unknownTotal: boolean;
	/** Send this as Content-Range with every part, whatever it is. */
	readonly contentRange: string | undefined;
	/** Headers not sent at all, lower case. */
	readonly drop: readonly string[];
	/** Headers sent but not exposed to scripts of other origins, lower case. */
	readonly hide: readonly string[];
	/** Without any CORS header. */
	readonly noCors: boolean;
	/** A web page instead of the file, as sites do that want a login. */
	readonly page: boolean;
}

/** The query that asks for these faults: `{ noRange: true, cut: 100 }`. */
export type FaultQuery = {
	readonly [name in keyof Faults]?: string | number | boolean;
};

export function parseFaults(query: URLSearchParams): Faults {
	const number = (name: string, otherwise: number) =>
		query.has(name) ? Number(query.get(name)) : otherwise;
	const list = (name: string) => (query.get(name) ?? "").toLowerCase().split(",").filter(Boolean);
	return {
		after: number("after", 0),
		times: number("times", Number.POSITIVE_INFINITY),
		change: number("change", Number.POSITIVE_INFINITY),
		status: query.has("status") ? number("status", 500) : undefined,
		retryAfter: query.get("retryAfter") ?? undefined,
		redirect: query.get("redirect") ?? undefined,
		noRange: query.has("noRange"),
		strict: query.has("strict"),
		limit: number("limit", Number.POSITIVE_INFINITY),
		shift: number("shift", 0),
		cut: number("cut", Number.POSITIVE_INFINITY),
		short: number("short", Number.POSITIVE_INFINITY),
		stall: number("stall", Number.POSITIVE_INFINITY),
		delay: number("delay", 0),
		rate: number("rate", Number.POSITIVE_INFINITY),
		gzip: query.get("gzip") ?? undefined,
		etag: query.get("etag") === "weak" ? "weak" : "strong",
		unknownTotal: query.has("unknownTotal"),
		contentRange: query.get("contentRange") ?? undefined,
		drop: list("drop"),
		hide: list("hide"),
		noCors: query.has("noCors"),
		page: query.has("page"),
	};
}

/** What an address without faults does; also what a faulty one does before and after. */
export const noFaults: Faults = parseFaults(new URLSearchParams());

export function faultQuery(faults: FaultQuery): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(faults)) {
		if (value !== false) query.set(name, value === true ? "" : String(value));
	}
	return query.size === 0 ? "" : `?${query}`;
}
