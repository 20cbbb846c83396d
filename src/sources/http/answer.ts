/** An answer's head as data. */
import { type ContentRange, parseContentRange, parseLength, parseRetryAfter } from "./headers";
import type { Version } from "./version";

/** The head of an answer, as far as scripts may see it. */
export interface Answer {
	readonly status: number;
	/** Where it came from after redirects. */
	readonly url: string;
	readonly contentType: string;
	/** Undefined when missing or hidden. */
	readonly contentRange: ContentRange | undefined;
	readonly contentLength: number | undefined;
	/** True when a visible Content-Encoding says that the body was compressed. */
	readonly encoded: boolean;
	readonly waitSeconds: number | undefined;
	readonly version: Version;
}

/** `asked`: the address of the request, `now`: ms since 1970, for a Retry-After date. */
export function answerOf({ status, headers, url }: Response, asked: string, now: number): Answer {
	const contentRange = parseContentRange(headers.get("content-range"));
	const encoding = headers.get("content-encoding") ?? "identity";
	return {
		status,
		url: url || asked,
		contentType: headers.get("content-type") ?? "",
		contentRange,
		contentLength: parseLength(headers.get("content-length")),
		encoded: encoding.toLowerCase() !== "identity",
		waitSeconds: parseRetryAfter(headers.get("retry-after"), now),
		version: versionOf(headers, contentRange?.size),
	};
}

function versionOf(headers: Headers, size: number | undefined): Version {
	const etag = headers.get("etag");
	const lastModified = headers.get("last-modified");
	return {
		...(etag === null ? {} : { etag }),
		...(lastModified === null ? {} : { lastModified }),
		...(size === undefined ? {} : { size }),
	};
}
