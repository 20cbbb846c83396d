/** Every row of the table of cases, provoked on a real server through a real fetch. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FaultQuery } from "../../../e2e/server/faults";
import { startServer, type TestServer } from "../../../e2e/server/server";
import { cancelled, type Failure } from "../../base/errors";
import { because } from "../../base/source";
import {
	chromiumFetch,
	corsFetch,
	RecordingObserver,
	type TestClock,
	testClock,
} from "../../testing/network";
import { patterned } from "../../testing/sources";
import { type HttpCode, httpCases } from "./cases";
import { type OpenHttpOptions, openHttp, PROBE_BYTES } from "./open";

const SIZE = 300_000;
const bytes = patterned(SIZE);
const small = patterned(1000);
const page = { origin: "https://explorer.test", online: () => true };
const provoked = new Set<string>();

let server: TestServer;
let observer: RecordingObserver;
let clock: TestClock;

beforeAll(async () => {
	server = await startServer({
		files: { "a.img": bytes, "small.img": small, "empty.img": new Uint8Array() },
	});
});
afterAll(() => server.close());
beforeEach(() => {
	observer = new RecordingObserver();
	clock = testClock();
});
afterEach(() => server.reset());

const quick = (): OpenHttpOptions => ({ observer, clock, attempts: 3 });
const open = (faults: FaultQuery = {}, options: OpenHttpOptions = {}, name = "a.img") =>
	openHttp(server.url(name, faults), { ...quick(), ...options });
const ranges = () => server.requests.map(({ range }) => range);

/** Brings the first answer; then ranges fail, and questions about them only end with the alarm. */
function silentLater(): typeof fetch {
	let answers = 1;
	return async (input, init) => {
		if (answers-- > 0) return fetch(input, init);
		if (!init?.mode) throw new TypeError("Failed to fetch");
		clock.ring();
		return untilAborted(init.signal);
	};
}

const untilAborted = (signal: AbortSignal | null | undefined) =>
	new Promise<never>((_, reject) => {
		if (signal?.aborted) reject(cancelled());
		signal?.addEventListener("abort", () => reject(cancelled()));
	});

async function failureOf(work: Promise<unknown>): Promise<Failure> {
	const failure = await work.then(
		() => undefined,
		(error) => error,
	);
	expect(failure).toBeDefined();
	provoked.add(failure.info.code);
	expect(failure.info).toMatchObject({ kind: "io" });
	expect(failure.info.hint).toBeTruthy();
	return failure;
}

describe("opening", () => {
	it("takes one small ranged GET without preflight, and gives size, version and first bytes", async () => {
		const { source, head } = await open();
		expect(source.size).toBe(SIZE);
		expect(source.label).toBe("a.img");
		expect(source.version.etag).toBeDefined();
		expect(source.id).toContain(source.version.etag);
		expect(head).toEqual(bytes.slice(0, PROBE_BYTES));
		expect(ranges()).toEqual(["bytes=0-65535"]);
		expect(server.preflights).toBe(0);
	});

	it("has the whole of a small file already", async () => {
		const { source, head } = await open({}, {}, "small.img");
		expect(source.size).toBe(1000);
		expect(head).toEqual(small);
	});

	it("asks a strict server again for just the small file", async () => {
		const { source, head } = await open({ strict: true }, {}, "small.img");
		expect(source.size).toBe(1000);
		expect(head).toEqual(small);
		expect(ranges()).toEqual(["bytes=0-65535", "bytes=0-999"]);
	});

	it.each<[string, FaultQuery, OpenHttpOptions?]>([
		["whose server knows ranges", {}],
		["whose server knows none", { noRange: true }],
		["whose length is hidden", { hide: "content-range" }, { fetch: corsFetch, environment: page }],
	])("opens an empty file %s", async (_, faults, options) => {
		const { source, head } = await open(faults, options, "empty.img");
		expect([source.size, head.length]).toEqual([0, 0]);
		expect(await source.read(0, 0)).toEqual(new Uint8Array());
		const { error } = observer.ends.find(({ error }) => error === "http-empty") ?? {};
		if (error) provoked.add(error);
	});

	it("works through CORS when all is exposed", async () => {
		const { source } = await open({}, { fetch: corsFetch, environment: page });
		expect(await source.read(5, 9)).toEqual(bytes.slice(5, 9));
	});

	it("drops the fragment of an address", async () => {
		expect((await openHttp(`${server.url("a.img")}#x`, quick())).source.url).toBe(
			server.url("a.img"),
		);
	});

	it("never takes two files without a validator for the same", async () => {
		const ids = [
			await open({ drop: "etag,last-modified" }),
			await open({ drop: "etag,last-modified" }),
		];
		expect(ids[0]?.source.id).not.toBe(ids[1]?.source.id);
		expect((await open()).source.id).toBe((await open()).source.id);
	});
});

describe("a hidden or missing Content-Range", () => {
	const hidden: FaultQuery = { hide: "content-range,etag" };
	const cors = { fetch: corsFetch, environment: page };

	it("leaves the size to the caller, who reads it from the first bytes", async () => {
		const { source } = await open(hidden, {
			...cors,
			sizeFromHead: (head) => head.length + 100_000,
		});
		expect(source.size).toBe(PROBE_BYTES + 100_000);
		expect(await source.read(70_000, 80_000)).toEqual(bytes.slice(70_000, 80_000));
	});

	it("matters not for a file that ends before the range does", async () => {
		expect((await open(hidden, cors, "small.img")).source.size).toBe(1000);
		expect((await open({ drop: "content-range" }, {}, "small.img")).source.size).toBe(1000);
	});

	it("is also a size told as a star", async () => {
		const { source } = await open({ unknownTotal: true }, { sizeFromHead: () => SIZE });
		expect(source.size).toBe(SIZE);
	});

	it.each<FaultQuery>([hidden, { unknownTotal: true }, { contentRange: "bytes 0-0/*" }])(
		"%j: the length of the whole tells the size, without its bytes",
		async (faults) => {
			const { source } = await open(faults, cors);
			expect(source.size).toBe(SIZE);
			expect(ranges()).toEqual(["bytes=0-65535", undefined]);
			expect(await source.read(70_000, 200_000)).toEqual(bytes.slice(70_000, 200_000));
		},
	);

	it.each(["bytes 0-0/*", "bytes 5-5/*", "octets 0-0/1", "nonsense"])(
		"is as good as one that says %s of everything",
		async (contentRange) => {
			for (const [name, whole] of [["a.img", bytes] as const, ["small.img", small] as const]) {
				const options = { sizeFromHead: () => whole.length };
				const { source } = await open({ contentRange }, options, name);
				expect(source.size).toBe(whole.length);
				const end = whole.length;
				expect(await source.read(end - 900, end - 1)).toEqual(whole.slice(end - 900, end - 1));
			}
		},
	);

	it("does not make the first part of a server that sends parts the whole file", async () => {
		for (const faults of [hidden, { unknownTotal: true }] as FaultQuery[]) {
			for (const sizeFromHead of [() => SIZE, () => undefined]) {
				const { source } = await open({ ...faults, limit: 20_000 }, { ...cors, sizeFromHead });
				expect(source.size).toBe(SIZE);
				expect(await source.read(0, SIZE)).toEqual(bytes);
			}
		}
	});

	it("leaves a cut file as long as it is, whatever the volume in it says", async () => {
		const { source } = await open(hidden, { ...cors, sizeFromHead: () => SIZE }, "small.img");
		expect(source.size).toBe(1000);
	});

	it("is asked for by a plain request when a strict server refuses the first range", async () => {
		const { source, head } = await open({ ...hidden, strict: true }, cors, "small.img");
		expect(source.size).toBe(1000);
		expect(head).toEqual(small);
	});

	it("is a failure when nobody knows the size", async () => {
		for (const faults of [
			{ ...hidden, drop: "content-length" },
			{ unknownTotal: true, drop: "content-length" },
			{ drop: "content-range,content-length" },
		]) {
			expect((await failureOf(open(faults, cors))).info.code).toBe("http-size-unknown");
		}
	});

	it("leaves Last-Modified as the validator", async () => {
		const { source } = await open({ hide: "etag", change: 1 }, cors);
		expect((await failureOf(source.read(0, 9))).info.code).toBe("http-changed");
	});
});

describe("failures of the first request", () => {
	it.each<[HttpCode, FaultQuery, string?]>([
		["http-login", { status: 401 }],
		["http-forbidden", { status: 403 }],
		["http-not-found", {}, "none.img"],
		["http-not-found", { status: 410 }],
		["http-busy", { status: 429 }],
		["http-server-error", { status: 500 }],
		["http-server-error", { status: 503, retryAfter: 2 }],
		["http-status", { status: 418 }],
		["http-page", { page: true }],
		["http-no-range", { noRange: true }],
		["http-encoded", { gzip: "whole" }],
		["http-wrong-range", { shift: 10 }],
		["http-cut", { cut: 1000 }],
		["http-short-body", { short: 1000 }],
	])("%s: %o", async (code, faults, name) => {
		const { info } = await failureOf(open(faults, {}, name));
		expect(info.code).toBe(code);
		const transient = "transient" in httpCases[code];
		expect(server.requests).toHaveLength(transient ? 3 : 1);
		expect(observer.ends.at(-1)?.error).toBe(code);
	});

	it("http-past-end: after one more question, for the size of the whole", async () => {
		expect((await failureOf(open({ status: 416 }))).info.code).toBe("http-past-end");
		expect(ranges()).toEqual(["bytes=0-65535", undefined]);
	});

	it.each(["ftp://a.test/b", "b.img", "https://me:secret@a.test/b"])(
		"http-bad-url: %s",
		async (url) => {
			expect((await failureOf(openHttp(url))).info.code).toBe("http-bad-url");
		},
	);

	it("http-mixed: plain http from a secure page, except for this very computer", async () => {
		const failure = await failureOf(openHttp("http://a.test/b.img", { environment: page }));
		expect(failure.info.code).toBe("http-mixed");
		expect((await open({}, { environment: page })).source.size).toBe(SIZE);
	});

	it("http-unreachable: told at once, with the reason where the platform gives one", async () => {
		const gone = await startServer();
		await gone.close();
		const { info } = await failureOf(openHttp(`${gone.origin}/a.img`, quick()));
		expect(info.code).toBe("http-unreachable");
		expect(info.message).toContain("ECONNREFUSED");
		expect(clock.sleeps).toEqual([]);
		const environment = { origin: undefined, online: () => false };
		const offline = openHttp(`${gone.origin}/a.img`, { ...quick(), environment });
		expect((await failureOf(offline)).info.code).toBe("http-offline");
	});

	it("http-cors: told apart from a dead server, with the headers that are missing", async () => {
		const cors = { fetch: corsFetch, environment: page };
		const { info } = await failureOf(open({ noCors: true }, cors));
		expect(info.code).toBe("http-cors");
		expect(info.hint).toContain("Access-Control-Allow-Origin: *");
		expect(info.hint).toContain("open it from disk");
		const gone = await startServer();
		await gone.close();
		const dead = await failureOf(openHttp(`${gone.origin}/a.img`, { ...quick(), ...cors }));
		expect(dead.info.code).toBe("http-unreachable");
	});

	it("is cancelled also while it looks for the reason", async () => {
		const stop = new AbortController();
		const silent: typeof fetch = async (_, init) => {
			if (init?.mode) stop.abort();
			throw new TypeError("Failed to fetch");
		};
		const opening = open({}, { fetch: silent, environment: page, signal: stop.signal });
		await expect(opening).rejects.toMatchObject({ kind: "cancelled" });
	});

	it("http-no-range: tells the size for the offer, and stops the body at once", async () => {
		const { info } = await failureOf(open({ noRange: true, stall: 1000 }));
		expect(info).toMatchObject({ totalBytes: SIZE, status: 200 });
		await expect.poll(() => server.requests[0]?.ended).toBe(true);
		const unknown = await failureOf(open({ noRange: true, drop: "content-length" }));
		expect(unknown.info.totalBytes).toBeUndefined();
	});
});

describe("reading", () => {
	it("asks for exactly the range, and says why in the log", async () => {
		const { source } = await open();
		expect(await because(source, "inode 36").read(100_000, 100_500)).toEqual(
			bytes.slice(100_000, 100_500),
		);
		expect(ranges().at(-1)).toBe("bytes=100000-100499");
		expect(observer.starts.at(-1)).toMatchObject({
			range: { start: 100_000, end: 100_500 },
			reason: "inode 36",
			attempt: 1,
		});
		expect(observer.ends.at(-1)).toMatchObject({ status: 206, bytes: 500 });
	});

	it("refuses a range outside the file without asking", async () => {
		const { source } = await open();
		await expect(source.read(SIZE - 1, SIZE + 1)).rejects.toMatchObject({
			info: { code: "read-outside" },
		});
		expect(server.requests).toHaveLength(1);
	});

	it.each<[string, FaultQuery]>([
		["429", { status: 429, retryAfter: 1 }],
		["503", { status: 503 }],
		["a cut connection", { cut: 30_000 }],
		["a short body", { short: 30_000 }],
	])("recovers from %s", async (_, faults) => {
		const { source } = await open({ ...faults, after: 1, times: 2 });
		expect(await source.read(100_000, 200_000)).toEqual(bytes.slice(100_000, 200_000));
		expect(clock.sleeps).toHaveLength(2);
		expect(observer.starts.at(-1)?.attempt).toBe(3);
	});

	it("gives up after three stalls without progress", async () => {
		const opening = failureOf(open({ stall: 0 }));
		for (const attempt of [1, 2, 3]) {
			await expect.poll(() => observer.newest.attempt).toBe(attempt);
			clock.ring();
		}
		expect((await opening).info.code).toBe("http-stalled");
	});

	it("recovers from a stall", async () => {
		const { source } = await open({ stall: 30_000, after: 1, times: 2 });
		const read = source.read(100_000, 200_000);
		for (const attempt of [1, 2]) {
			await expect.poll(() => observer.newest).toEqual({ attempt, bytes: 30_000 });
			clock.ring();
		}
		expect(await read).toEqual(bytes.slice(100_000, 200_000));
		expect(clock.sleeps).toHaveLength(2);
	});

	it("goes on where the connection broke", async () => {
		const { source } = await open({ cut: 30_000, after: 1, times: 1 });
		await source.read(100_000, 200_000);
		expect(ranges().slice(1)).toEqual(["bytes=100000-199999", "bytes=130000-199999"]);
	});

	it("does not build on bytes whose body ended early without a cut", async () => {
		const { source } = await open({ short: 30_000, after: 1, times: 1 });
		await source.read(100_000, 200_000);
		expect(ranges().slice(1)).toEqual(["bytes=100000-199999", "bytes=100000-199999"]);
	});

	it("outlives any number of cuts as long as data comes", async () => {
		const { source } = await open({ cut: 70_000, after: 1 }, { attempts: 2 });
		expect(await source.read(0, SIZE)).toEqual(bytes);
	});

	it("collects the parts of a server that sends less than asked", async () => {
		const { source } = await open({ limit: 40_000, after: 1 });
		expect(await source.read(0, 100_000)).toEqual(bytes.slice(0, 100_000));
		expect(ranges().slice(1)).toEqual(["bytes=0-99999", "bytes=40000-99999", "bytes=80000-99999"]);
	});

	it("does not go on for ever with a server that sends crumbs", async () => {
		const { source } = await open({ limit: 1, after: 1 });
		expect((await failureOf(source.read(0, 10_000))).info.code).toBe("http-wrong-range");
	});

	it("takes a compressed range when its bytes come out right", async () => {
		const { source } = await open({ gzip: "slice" });
		expect(await source.read(5000, 9000)).toEqual(bytes.slice(5000, 9000));
	});

	it.each<[HttpCode, FaultQuery]>([
		["http-expired", { status: 403 }],
		["http-expired", { status: 401 }],
		["http-not-found", { status: 404 }],
		["http-no-range", { noRange: true }],
		["http-encoded", { gzip: "whole" }],
		["http-wrong-range", { shift: -10 }],
		["http-cut", { cut: 0 }],
		["http-busy", { status: 429 }],
	])("fails with %s: %o", async (code, faults) => {
		const { source } = await open({ ...faults, after: 1 });
		expect((await failureOf(source.read(100_000, 200_000))).info.code).toBe(code);
	});

	it("fails with http-encoded, not as changed, when ranges count in the compressed file", async () => {
		const { source } = await open({ gzip: "whole", after: 1 });
		for (const start of [0, 200_000]) {
			expect((await failureOf(source.read(start, start + 9))).info.code).toBe("http-encoded");
		}
	});

	it("fails with http-encoded also when the encoding is hidden", async () => {
		const hidden = { gzip: "whole", hide: "content-encoding,content-range" };
		const cors = { fetch: corsFetch, environment: page, sizeFromHead: () => SIZE };
		expect((await failureOf(open(hidden, cors, "small.img"))).info.code).toBe("http-encoded");
		const strict = { ...cors, fetch: chromiumFetch };
		expect((await failureOf(open(hidden, strict, "small.img"))).info.code).toBe("http-encoded");
	});

	it("finds out why a browser shows no answer any more", async () => {
		const cors = { fetch: corsFetch, environment: page };
		const strict = { ...cors, fetch: chromiumFetch };
		const zipped = await open({ gzip: "slice", after: 1 }, strict);
		expect((await failureOf(zipped.source.read(0, 9))).info.code).toBe("http-encoded");
		const closed = await open({ noCors: true, after: 1 }, cors);
		expect((await failureOf(closed.source.read(0, 9))).info.code).toBe("http-unreadable");
	});

	it("does not wait for ever to find out", async () => {
		const { source } = await open({}, { fetch: silentLater(), environment: page });
		expect((await failureOf(source.read(0, 9))).info.code).toBe("http-unreachable");
	});

	it("fails with http-past-end when the size in the file is not true", async () => {
		const { source } = await open({ unknownTotal: true }, { sizeFromHead: () => SIZE + 100_000 });
		const { info } = await failureOf(source.read(SIZE, SIZE + 10));
		expect(info.code).toBe("http-past-end");
	});

	it("tells that the computer is offline, and works again afterwards", async () => {
		let online = true;
		const failing: typeof fetch = (input, init) =>
			online ? fetch(input, init) : Promise.reject(new TypeError("Failed to fetch"));
		const environment = { origin: undefined, online: () => online };
		const { source } = await open({}, { fetch: failing, environment });
		online = false;
		expect((await failureOf(source.read(0, 9))).info.code).toBe("http-offline");
		online = true;
		expect(await source.read(0, 9)).toEqual(bytes.slice(0, 9));
	});

	it("runs at most so many requests at once", async () => {
		let running = 0;
		let most = 0;
		const counted: typeof fetch = async (input, init) => {
			running += 1;
			most = Math.max(most, running);
			const response = await fetch(input, init);
			running -= 1;
			return response;
		};
		const { source } = await open({}, { fetch: counted, parallel: 2 });
		await Promise.all([0, 1, 2, 3, 4, 5].map((n) => source.read(n * 10, n * 10 + 5)));
		expect(most).toBe(2);
	});

	it("is told for each read that waits: the end of one does not hide when another asks", async () => {
		const waits: { readonly ms: number; readonly end: () => void }[] = [];
		const waiting: TestClock = {
			...clock,
			sleep: (ms) => new Promise((end) => waits.push({ ms, end })),
		};
		const refused = new Set<string>();
		/** Each range is refused once: the first for two seconds, others for nine. */
		const busy: typeof fetch = async (input, init) => {
			const range = new Headers(init?.headers).get("range") ?? "";
			if (!opened || refused.has(range)) return fetch(input, init);
			refused.add(range);
			const headers = { "retry-after": range === "bytes=0-99" ? "2" : "9" };
			return new Response("", { status: 503, headers });
		};
		let opened = false;
		const { source } = await open({}, { clock: waiting, fetch: busy });
		opened = true;
		const reads = [source.read(0, 100), source.read(100, 200)];
		await expect.poll(() => waits.length).toBe(2);
		const [short, long] = waits.toSorted((a, b) => a.ms - b.ms);
		const now = waiting.now();
		expect(source.again).toBe(now + (short?.ms ?? 0));
		short?.end();
		await reads[0];
		expect(source.again).toBe(now + (long?.ms ?? 0));
		long?.end();
		await reads[1];
		expect(source.again).toBeUndefined();
	});
});

describe("a file that changes under us", () => {
	it("fails every read from then on, without asking: nothing is mixed", async () => {
		const { source } = await open({ change: 2 });
		expect(await source.read(0, 9)).toEqual(bytes.slice(0, 9));
		for (let i = 0; i < 3; i++) {
			expect((await failureOf(source.read(0, 9))).info.code).toBe("http-changed");
		}
		expect(server.requests).toHaveLength(3);
	});

	it("is noticed between the two halves of one read", async () => {
		const { source } = await open({ cut: 30_000, after: 1, times: 1, change: 2 });
		expect((await failureOf(source.read(0, 100_000))).info.code).toBe("http-changed");
	});

	it.each<[string, FaultQuery]>([
		["a strong ETag", { drop: "last-modified" }],
		["a weak ETag", { etag: "weak" }],
		["Last-Modified alone", { drop: "etag" }],
	])("is noticed by %s", async (_, faults) => {
		const { source } = await open({ ...faults, change: 1 });
		expect((await failureOf(source.read(0, 9))).info.code).toBe("http-changed");
	});

	it("is noticed by its size alone, also in a 416", async () => {
		for (const start of [0, 290_000]) {
			const { source } = await open({ drop: "etag,last-modified" });
			server.files.set("a.img", bytes.slice(0, 200_000));
			expect((await failureOf(source.read(start, start + 9))).info.code).toBe("http-changed");
			server.files.set("a.img", bytes);
		}
	});
});

describe("redirects", () => {
	it("are followed once; later requests go where they led", async () => {
		const { source } = await open({ redirect: "ticket=1" });
		await source.read(0, 9);
		expect(server.requests.map(({ address }) => address)).toEqual([
			"/a.img?redirect=ticket%3D1",
			"/a.img?ticket=1",
			"/a.img?ticket=1",
		]);
	});

	it("are asked for anew when the place they led to has expired", async () => {
		const { source } = await open({ redirect: "status=403&after=1&times=1" });
		expect(await source.read(5, 9)).toEqual(bytes.slice(5, 9));
		expect(server.requests).toHaveLength(5);
	});

	it("are asked for anew also when a browser may not see that refusal", async () => {
		const cors = { fetch: corsFetch, environment: page };
		const { source } = await open({ redirect: "noCors&status=403&after=1&times=1" }, cors);
		expect(await source.read(5, 9)).toEqual(bytes.slice(5, 9));
		expect(clock.sleeps).toEqual([]);
	});

	it("fail as expired when the original address has no better idea", async () => {
		const { source } = await open({ redirect: "status=403&after=1" });
		expect((await failureOf(source.read(5, 9))).info.code).toBe("http-expired");
	});
});

describe("cancelling", () => {
	const isCancelled = { kind: "cancelled" };

	it("is immediate while waiting for an answer, for the body, and for the next try", async () => {
		let sleeping = false;
		const waiting: TestClock = {
			...clock,
			sleep: (_, signal) => {
				sleeping = true;
				return untilAborted(signal);
			},
		};
		const waits: [FaultQuery, () => boolean][] = [
			[{ stall: 0 }, () => server.requests[1]?.status === 206],
			[{ stall: 10 }, () => observer.newest.bytes === 10],
			[{ status: 503 }, () => sleeping],
		];
		for (const [faults, begun] of waits) {
			const stop = new AbortController();
			const { source } = await open({ ...faults, after: 1 }, { clock: waiting });
			const read = source.read(0, 100, stop.signal);
			await expect.poll(begun).toBe(true);
			stop.abort();
			await expect(read).rejects.toMatchObject(isCancelled);
			server.reset();
		}
	});

	it("ends the request on the wire", async () => {
		const { source } = await open({ stall: 50_000, after: 1 });
		const stop = new AbortController();
		const read = source.read(0, SIZE, stop.signal);
		await expect.poll(() => observer.newest.bytes).toBe(50_000);
		stop.abort();
		await expect(read).rejects.toMatchObject(isCancelled);
		expect(observer.ends.at(-1)?.error).toBe("cancelled");
		await expect.poll(() => server.requests[1]?.ended).toBe(true);
	});

	it("is not missed in the moment between queue and request", async () => {
		const stop = new AbortController();
		observer.ended = () => {
			if (observer.starts.length === 2) queueMicrotask(() => stop.abort());
		};
		const { source } = await open({ stall: 0, after: 2 }, { parallel: 1 });
		const first = source.read(0, 9);
		const queued = source.read(0, 9, stop.signal);
		await first;
		await expect(queued).rejects.toMatchObject(isCancelled);
	});

	it("works from the log too, and is not tried again", async () => {
		const { source } = await open({ stall: 10, after: 1 });
		const read = source.read(0, 100);
		await expect.poll(() => server.requests.length).toBe(2);
		observer.starts.at(-1)?.abort();
		expect((await failureOf(read)).info.code).toBe("http-stopped");
		expect(server.requests).toHaveLength(2);
	});

	it("by close ends all reads and those that come later", async () => {
		const { source } = await open({ stall: 10, after: 1 });
		const read = source.read(0, 100);
		await expect.poll(() => server.requests.length).toBe(2);
		source.close();
		await expect(read).rejects.toMatchObject(isCancelled);
		await expect(source.read(0, 100)).rejects.toMatchObject(isCancelled);
	});

	it("before opening asks nothing", async () => {
		await expect(open({}, { signal: AbortSignal.abort() })).rejects.toMatchObject(isCancelled);
		expect(server.requests).toHaveLength(0);
	});
});

it("every row of the table has been provoked above", () => {
	expect(Object.keys(httpCases).filter((code) => !provoked.has(code))).toEqual([]);
});
