import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FaultQuery } from "../../../e2e/server/faults";
import { startServer, type TestServer } from "../../../e2e/server/server";
import type { Progress } from "../../base/progress";
import { RecordingObserver, testClock } from "../../testing/network";
import { patterned } from "../../testing/sources";
import { type DownloadOptions, downloadWhole, memorySink } from "./download";

const SIZE = 100_000;
const bytes = patterned(SIZE);
let server: TestServer;

beforeAll(async () => {
	server = await startServer({ files: { "a.img": bytes } });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

function download(faults: FaultQuery = {}, options: Partial<DownloadOptions> = {}) {
	const sink = memorySink(1e6);
	const clock = testClock();
	const common = { clock, attempts: 3, sink };
	const result = downloadWhole(server.url("a.img", faults), { ...common, ...options });
	const content = () => {
		const source = sink.source("a.img");
		return source.read(0, source.size);
	};
	return { result, content, clock };
}

describe("downloading a whole file", () => {
	it("works with a server that knows no ranges, and reports progress", async () => {
		const seen: Progress[] = [];
		const { result, content } = download(
			{ noRange: true },
			{ onProgress: (progress) => seen.push(progress) },
		);
		expect(await result).toMatchObject({ size: SIZE, version: { etag: expect.any(String) } });
		expect(await content()).toEqual(bytes);
		expect(seen.at(-1)).toMatchObject({ done: SIZE, total: SIZE, unit: "bytes" });
		expect(seen.map(({ done }) => done)).toEqual(
			seen.map(({ done }) => done).sort((a, b) => a - b),
		);
	});

	it("takes a compressed answer; its length is not the total", async () => {
		const seen: Progress[] = [];
		const { result, content } = download(
			{ gzip: "whole" },
			{ onProgress: (progress) => seen.push(progress) },
		);
		await result;
		expect(await content()).toEqual(bytes);
		expect(seen.at(-1)?.total).toBeUndefined();
	});

	it.each<[string, FaultQuery]>([
		["a cut", { cut: 1000 }],
		["a busy server", { status: 503 }],
	])("begins anew after %s", async (_, faults) => {
		const { result, content } = download({ ...faults, times: 2 });
		await result;
		expect(await content()).toEqual(bytes);
		expect(server.requests).toHaveLength(3);
	});

	it("begins anew after a stall", async () => {
		const observer = new RecordingObserver();
		const { result, content, clock } = download({ stall: 1000, times: 2 }, { observer });
		for (const attempt of [1, 2]) {
			await expect.poll(() => observer.newest).toEqual({ attempt, bytes: 1000 });
			clock.ring();
		}
		await result;
		expect(await content()).toEqual(bytes);
	});

	it.each<[string, FaultQuery]>([
		["http-cut", { cut: 1000 }],
		["http-not-found", { status: 404 }],
		["http-page", { page: true }],
		["http-status", { status: 206 }],
	])("fails with %s: %o", async (code, faults) => {
		await expect(download(faults).result).rejects.toMatchObject({ info: { code } });
	});

	it("is cancelled at once, on the wire too", async () => {
		const stop = new AbortController();
		const { result } = download({ stall: 1000 }, { signal: stop.signal });
		await expect.poll(() => server.requests[0]?.bytes).toBeGreaterThan(0);
		stop.abort();
		await expect(result).rejects.toMatchObject({ kind: "cancelled" });
		await expect.poll(() => server.requests[0]?.ended).toBe(true);
	});

	it("ends when the sink is full, with the failure of the sink", async () => {
		const { result } = download({}, { sink: memorySink(1000) });
		await expect(result).rejects.toMatchObject({
			info: { kind: "limit", code: "download-too-large" },
		});
		expect(server.requests).toHaveLength(1);
	});

	it("does not take a fault of the sink for one of the network", async () => {
		const broken = {
			write: () => {
				throw new TypeError("bug");
			},
			restart: () => {},
		};
		await expect(download({}, { sink: broken }).result).rejects.toThrow(TypeError);
	});
});
