/** Reading the response headers that matter here (RFC 9110 sections 8.6, 10.2.3, 14.4). */

export interface ContentRange {
	/** Bytes [start, end); absent in the answer to a range that cannot be satisfied. */
	readonly range?: { readonly start: number; readonly end: number };
	/** Size of the whole file; absent when the server says `*`. */
	readonly size?: number;
}

/**
 * Range, size, or both; either may be a star. Undefined when missing or nonsense. Some servers
 * write `bytes=0-9/10` or `bytes: 0-9/10`; in another unit than bytes the numbers say nothing.
 */
export function parseContentRange(text: string | null): ContentRange | undefined {
	const match = /^bytes[\s=:]+(?:(\d+)-(\d+)|\*)\/(\d+|\*)$/i.exec(text?.trim() ?? "");
	if (!match) return undefined;
	const [, first, last, total] = match;
	const size = total === "*" ? {} : { size: Number(total) };
	if (first === undefined) return size;
	const range = { start: Number(first), end: Number(last) + 1 };
	return range.start < range.end ? { range, ...size } : undefined;
}

export function parseLength(text: string | null): number | undefined {
	return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Seconds to wait from now; the header has seconds or a date. `now` in ms since 1970. */
export function parseRetryAfter(text: string | null, now: number): number | undefined {
	if (text === null) return undefined;
	if (/^\d+$/.test(text)) return Number(text);
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
