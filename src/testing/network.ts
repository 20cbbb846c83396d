/** For tests of the network: a clock that does not wait, and the rules of a browser. */
import type { Clock } from "../sources/http/clock";
import type { NetworkObserver, RequestEnded, RequestStarted } from "../sources/http/observer";

export interface TestClock extends Clock {
	/** Milliseconds of each sleep so far; they take no time. */
	readonly sleeps: number[];
	/** Rings every alarm that is set; none ever rings by itself. */
	ring(): void;
}

export function testClock(): TestClock {
	const sleeps: number[] = [];
	const alarms = new Set<{ readonly ring: () => void }>();
	return {
		sleeps,
		ring: () => {
			for (const { ring } of [...alarms]) ring();
		},
		now: () => Date.parse("2025-01-01T00:00:00Z"),
		random: () => 0.5,
		async sleep(ms, signal) {
			signal?.throwIfAborted();
			sleeps.push(ms);
		},
		alarm(_, ring) {
			const alarm = { ring };
			alarms.add(alarm);
			return () => alarms.delete(alarm);
		},
	};
}

/** Remembers all it is told. */
export class RecordingObserver implements NetworkObserver {
	readonly starts: RequestStarted[] = [];
	readonly ends: RequestEnded[] = [];
	readonly pieces: { id: number; bytes: number }[] = [];

	/** The newest request: which try it is, and body bytes that it has brought. */
	get newest(): { readonly attempt: number | undefined; readonly bytes: number } {
		const start = this.starts.at(-1);
		const pieces = this.pieces.filter(({ id }) => id === start?.id);
		return { attempt: start?.attempt, bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0) };
	}

	started(request: RequestStarted): void {
		this.starts.push(request);
	}

	received(id: number, bytes: number): void {
		this.pieces.push({ id, bytes });
	}

	ended(request: RequestEnded): void {
		this.ends.push(request);
	}
}

/** Headers that scripts of other origins always see (Fetch standard, CORS-safelisted). */
const SAFELISTED = new Set([
	"cache-control",
	"content-language",
	"content-length",
	"content-type",
	"expires",
	"last-modified",
	"pragma",
]);

/**
 * `fetch` as a page of another origin has it: answers without permission are TypeErrors,
 * headers that are not exposed are not there. Node's own fetch knows no CORS.
 */
export const corsFetch: typeof fetch = async (input, init) => {
	const { mode, ...rest } = init ?? {};
	const response = await fetch(input, rest);
	if (mode === "no-cors") return Response.error();
	const allowed = response.headers.get("access-control-allow-origin") === "*";
	if (!allowed) {
		await response.body?.cancel();
		throw new TypeError("Failed to fetch");
	}
	const exposed = response.headers.get("access-control-expose-headers") ?? "";
	const names = new Set([...SAFELISTED, ...exposed.toLowerCase().split(/\s*,\s*/)]);
	const visible = [...response.headers].filter(([name]) => names.has(name));
	const { status, url, body } = response;
	return { status, url, body, headers: new Headers(visible) } as Response;
};

/** As {@link corsFetch}; Chromium also refuses ranges that come compressed, Firefox decodes them. */
export const chromiumFetch: typeof fetch = async (input, init) => {
	const response = await fetch(input, { ...init, mode: "cors" });
	await response.body?.cancel();
	const encoded = response.headers.get("content-encoding") !== null;
	if (encoded && new Headers(init?.headers).has("range")) throw new TypeError("Failed to fetch");
	return corsFetch(input, init);
};
