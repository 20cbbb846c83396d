import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FaultQuery } from "../../e2e/server/faults";
import { startServer, type TestServer } from "../../e2e/server/server";
import { because } from "../base/source";
import { MemoryStore } from "../testing/file-store";
import { testClock } from "../testing/network";
import { patterned } from "../testing/sources";
import { KeptLibrary } from "./kept/library";
import { openRemote, type RemoteOptions } from "./open-remote";

const KiB = 1024;
const SIZE = 1000 * KiB + 5;
const bytes = patterned(SIZE);
let server: TestServer;

beforeAll(async () => {
	server = await startServer({ files: { "a.img": bytes } });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

const open = (faults: FaultQuery = {}, options: RemoteOptions = {}) =>
	openRemote(server.url("a.img", faults), { clock: testClock(), attempts: 2, ...options });

describe("an open remote file", () => {
	it("has its first 64 KiB from the probe", async () => {
		const { source } = await open();
		expect(source.peek?.(0, 64 * KiB)).toEqual(bytes.slice(0, 64 * KiB));
		expect(server.requests).toHaveLength(1);
	});

	/** First and last KiB asked for, request by request. */
	const asked = () =>
		server.requests.map(({ range }) => {
			const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
			return [Number(first) / KiB, (Number(last) + 1) / KiB];
		});

	it("reads 64 KiB for the first look, and the same bytes never again", async () => {
		const { source } = await open();
		await source.read(300 * KiB, 300 * KiB + 10);
		await source.read(350 * KiB, 350 * KiB + 10);
		expect(asked()).toEqual([
			[0, 64],
			[300, 364],
		]);
	});

	it("fetches a batch of scattered ranges in few requests, and little around them", async () => {
		const { source } = await open();
		const wanted = [700, 100, 705, 118, 300].map((at) => ({
			start: at * KiB,
			end: at * KiB + 100,
		}));
		await source.prefetch?.(wanted);
		expect(asked().slice(1)).toEqual([
			[100, 120],
			[300, 304],
			[700, 708],
		]);
		for (const { start, end } of wanted) {
			expect(source.peek?.(start, end)).toEqual(bytes.slice(start, end));
		}
	});

	it("reads a whole file in order with few requests and nothing twice", async () => {
		const { source } = await open();
		for (let at = 0; at < SIZE; at += 4 * KiB) {
			const end = Math.min(SIZE, at + 4 * KiB);
			expect(await source.read(at, end)).toEqual(bytes.slice(at, end));
		}
		expect(server.requests.length).toBeLessThan(16);
		expect(server.bytesSent).toBe(SIZE);
	});

	it("tells what the network did and why", async () => {
		const remote = await open();
		await because(remote.source, "inode 36").read(300 * KiB, 300 * KiB + 10);
		remote.source.peek?.(0, 10);
		expect(remote.network()).toMatchObject({
			url: remote.url,
			size: SIZE,
			requests: 2,
			bytes: 128 * KiB,
			hits: 1,
			misses: 1,
			kept: 0,
			fetched: [
				{ start: 0, end: 64 * KiB },
				{ start: 300 * KiB, end: 364 * KiB },
			],
			log: [{ reason: "size and first bytes" }, { reason: "inode 36", state: "done", status: 206 }],
		});
	});

	it("lets a request be ended from the log; the next read asks again", async () => {
		const { source, network, abort } = await open({ stall: 10, after: 1, times: 1 });
		const read = source.read(300 * KiB, 300 * KiB + 10);
		await expect.poll(() => network().log.at(-1)?.bytes).toBe(10);
		abort(network().log.at(-1)?.id ?? 0);
		await expect(read).rejects.toMatchObject({ info: { code: "http-stopped" } });
		expect(network().log.at(-1)?.state).toBe("cancelled");
		expect(await source.read(300 * KiB, 300 * KiB + 1)).toHaveLength(1);
	});

	it("fails after a change, and reopens as the new version", async () => {
		const remote = await open({ change: 1 });
		await expect(remote.source.read(300 * KiB, 300 * KiB + 4)).rejects.toMatchObject({
			info: { code: "http-changed" },
		});
		const again = await remote.reopen();
		expect(again.version.etag).not.toBe(remote.version.etag);
		const at = 300 * KiB;
		expect(await again.source.read(at, at + 4)).toEqual(
			bytes.slice(at, at + 4).map((byte) => byte + 1),
		);
		await expect(remote.source.read(0, 4)).rejects.toMatchObject({ kind: "cancelled" });
	});

	it("goes on after a failure: a page that failed is asked for again", async () => {
		const { source } = await open({ status: 503, after: 1, times: 2 });
		await expect(source.read(300 * KiB, 301 * KiB)).rejects.toMatchObject({
			info: { code: "http-server-error" },
		});
		expect(await source.read(300 * KiB, 301 * KiB)).toHaveLength(KiB);
	});
});

describe("keeping pages", () => {
	const library = () => {
		const store = new MemoryStore();
		return { store, kept: new KeptLibrary(store, { limit: 1e9, now: () => 1 }) };
	};

	async function visit(kept: KeptLibrary, faults: FaultQuery = {}) {
		server.reset();
		const remote = await open(faults, { kept });
		const got = await remote.source.read(300 * KiB, 500 * KiB);
		remote.source.close?.();
		return { remote, got };
	}

	it("makes the second visit read locally, but for the probe", async () => {
		const { kept } = library();
		await visit(kept);
		const { remote, got } = await visit(kept);
		expect(got).toEqual(bytes.slice(300 * KiB, 500 * KiB));
		expect(server.requests).toHaveLength(1);
		expect(remote.network().kept).toBe(200 * KiB);
	});

	it("can be ended while the image is open: it reads on, and what was kept can be deleted", async () => {
		const { kept } = library();
		const remote = await open({}, { kept });
		await remote.source.read(300 * KiB, 400 * KiB);
		remote.stopKeeping();
		await kept.forget(remote.url);
		expect(await remote.source.read(600 * KiB, 601 * KiB)).toHaveLength(KiB);
		expect(await kept.list()).toEqual([]);
		remote.source.close?.();
	});

	it("does not take pages of another version", async () => {
		const { kept } = library();
		await visit(kept, { change: 0, times: 0 });
		await visit(kept);
		expect(server.requests).toHaveLength(2);
	});

	it("is off unless asked for, and where the server tells no validator", async () => {
		const { store, kept } = library();
		await visit(kept, { drop: "etag,last-modified" });
		expect(store.files.size).toBe(0);
	});
});
