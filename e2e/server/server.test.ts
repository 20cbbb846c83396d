import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { patterned } from "../../src/testing/sources";
import { parseRange } from "./answer";
import type { FaultQuery } from "./faults";
import { Line } from "./line";
import { startServer, type TestServer } from "./server";

const bytes = patterned(1000);
let server: TestServer;

beforeAll(async () => {
	server = await startServer({ files: { "a.img": bytes }, folder: import.meta.dirname });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

async function get(range: string | undefined, faults: FaultQuery = {}, name = "a.img") {
	const headers: Record<string, string> = range === undefined ? {} : { range };
	const response = await fetch(server.url(name, faults), { headers, redirect: "manual" });
	return { response, headers: response.headers };
}

const bodyOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

describe("without faults", () => {
	it("sends the whole file, told as such", async () => {
		const { response, headers } = await get(undefined);
		expect(response.status).toBe(200);
		expect(headers.get("content-length")).toBe("1000");
		expect(headers.get("accept-ranges")).toBe("bytes");
		expect(headers.get("content-range")).toBeNull();
		expect(await bodyOf(response)).toEqual(bytes);
	});

	it.each([
		["bytes=0-0", 0, 1],
		["bytes=10-19", 10, 20],
		["bytes=990-5000", 990, 1000],
		["bytes=990-", 990, 1000],
		["bytes=-10", 990, 1000],
		["bytes=-5000", 0, 1000],
	])("sends the range %s", async (range, start, end) => {
		const { response, headers } = await get(range);
		expect(response.status).toBe(206);
		expect(headers.get("content-range")).toBe(`bytes ${start}-${end - 1}/1000`);
		expect(headers.get("content-length")).toBe(String(end - start));
		expect(await bodyOf(response)).toEqual(bytes.slice(start, end));
	});

	it("answers 416 with the size when the range starts beyond the end", async () => {
		for (const range of ["bytes=1000-1001", "bytes=1000-"]) {
			const { response, headers } = await get(range);
			expect(response.status).toBe(416);
			expect(headers.get("content-range")).toBe("bytes */1000");
			expect(await bodyOf(response)).toHaveLength(0);
		}
	});

	it("ignores ranges that make no sense, as RFC 9110 wants", () => {
		for (const header of ["bytes=5-2", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5"]) {
			expect(parseRange(header, 1000)).toBeUndefined();
		}
	});

	it("answers HEAD with headers only, and nothing but GET and HEAD", async () => {
		const head = await fetch(server.url("a.img"), { method: "HEAD" });
		expect(head.headers.get("content-length")).toBe("1000");
		expect(await bodyOf(head)).toHaveLength(0);
		expect((await fetch(server.url("a.img"), { method: "POST" })).status).toBe(405);
	});

	it("sends everything when If-Range names another version", async () => {
		const { headers } = await get("bytes=0-1");
		const ask = (tag: string) =>
			fetch(server.url("a.img"), { headers: { range: "bytes=0-1", "if-range": tag } });
		expect((await ask(headers.get("etag") ?? "")).status).toBe(206);
		expect((await ask('"old"')).status).toBe(200);
	});

	it("serves files of its folder, and none outside", async () => {
		const { response } = await get("bytes=0-2", {}, "server.ts");
		expect(new TextDecoder().decode(await bodyOf(response))).toBe("/**");
		expect((await get(undefined, {}, "missing.ts")).response.status).toBe(404);
		const status = await new Promise((done) => {
			const path = "/../../package.json";
			httpRequest(server.origin, { path }, (answer) => done(answer.statusCode)).end();
		});
		expect(status).toBe(404);
	});

	it("allows other origins and exposes what a reader needs", async () => {
		const { headers } = await get("bytes=0-0");
		expect(headers.get("access-control-allow-origin")).toBe("*");
		expect(headers.get("access-control-expose-headers")).toContain("content-range");
	});

	it("counts requests, bytes and preflights, and tells them as JSON", async () => {
		await get("bytes=0-9").then(({ response }) => bodyOf(response));
		await fetch(server.url("a.img"), { method: "OPTIONS" });
		const expected = {
			preflights: 1,
			bytesSent: 10,
			requests: [
				{
					method: "GET",
					address: "/a.img",
					range: "bytes=0-9",
					status: 206,
					bytes: 10,
					ended: true,
				},
			],
		};
		await expect.poll(() => server.requests[0]?.ended).toBe(true);
		const { preflights, bytesSent, requests } = server;
		expect({ preflights, bytesSent, requests }).toEqual(expected);
		expect(await (await fetch(`${server.origin}/__requests`)).json()).toEqual(expected);
	});
});

describe("faults", () => {
	it("noRange: everything, with 200", async () => {
		const { response } = await get("bytes=0-9", { noRange: true });
		expect(response.status).toBe(200);
		expect(await bodyOf(response)).toEqual(bytes);
	});

	it("status, retryAfter", async () => {
		const { response, headers } = await get("bytes=0-9", { status: 503, retryAfter: 7 });
		expect(response.status).toBe(503);
		expect(headers.get("retry-after")).toBe("7");
	});

	it("after and times: strikes only then", async () => {
		const statuses: number[] = [];
		for (let i = 0; i < 5; i++) {
			const { response } = await get("bytes=0-9", { status: 500, after: 1, times: 2 });
			statuses.push(response.status);
			await bodyOf(response);
		}
		expect(statuses).toEqual([206, 500, 500, 206, 206]);
	});

	it("misbehaves from now on when it is told so, at that address alone", async () => {
		await get("bytes=0-9");
		server.misbehave(server.url("a.img"), { status: 500, times: 1 });
		const statuses = [];
		for (const faults of [{}, {}, { etag: "weak" }]) {
			statuses.push((await get("bytes=0-9", faults)).response.status);
		}
		expect(statuses).toEqual([500, 206, 206]);
	});

	it("change: after that many requests other bytes and another validator", async () => {
		const answers = [];
		for (let i = 0; i < 3; i++) {
			const { response, headers } = await get("bytes=0-9", { change: 2 });
			answers.push({ etag: headers.get("etag"), body: await bodyOf(response) });
		}
		expect(answers[1]).toEqual(answers[0]);
		expect(answers[2]?.etag).not.toBe(answers[0]?.etag);
		expect(answers[2]?.body).toEqual(bytes.slice(0, 10).map((byte) => byte + 1));
	});

	it("etag=weak", async () => {
		expect((await get("bytes=0-9", { etag: "weak" })).headers.get("etag")).toMatch(/^W\/"/);
	});

	it("redirect: to the same file with the given query", async () => {
		const { response, headers } = await get("bytes=0-9", { redirect: "ticket=1" });
		expect(response.status).toBe(302);
		expect(headers.get("location")).toBe("/a.img?ticket=1");
	});

	it("strict: refuses a range that ends beyond the file", async () => {
		expect((await get("bytes=0-1000", { strict: true })).response.status).toBe(416);
		expect((await get("bytes=0-999", { strict: true })).response.status).toBe(206);
	});

	it("limit and shift: another range than asked, told honestly", async () => {
		const limited = await get("bytes=0-99", { limit: 30 });
		expect(limited.headers.get("content-range")).toBe("bytes 0-29/1000");
		expect(await bodyOf(limited.response)).toEqual(bytes.slice(0, 30));
		const shifted = await get("bytes=0-99", { shift: 5 });
		expect(shifted.headers.get("content-range")).toBe("bytes 5-104/1000");
		expect(await bodyOf(shifted.response)).toEqual(bytes.slice(5, 105));
	});

	it("cut: headers promise more than the broken connection brings", async () => {
		const { response, headers } = await get("bytes=0-99", { cut: 40 });
		expect(headers.get("content-length")).toBe("100");
		const reader = response.body?.getReader();
		expect((await reader?.read())?.value).toEqual(bytes.slice(0, 40));
		await expect(reader?.read()).rejects.toThrow("terminated");
	});

	it("short: a proper end, but too early", async () => {
		const { response, headers } = await get("bytes=0-99", { short: 40 });
		expect(headers.get("content-length")).toBeNull();
		expect(await bodyOf(response)).toEqual(bytes.slice(0, 40));
	});

	it("stall: some bytes, then nothing until the client gives up", async () => {
		const { response } = await get("bytes=0-99", { stall: 40 });
		const reader = response.body?.getReader();
		expect((await reader?.read())?.value).toHaveLength(40);
		const next = reader?.read().then(
			() => "more",
			() => "ended",
		);
		const other = get("bytes=0-99").then(({ response }) => bodyOf(response));
		expect(await Promise.race([next, other])).toHaveLength(100);
		expect(server.requests[0]).toMatchObject({ bytes: 40, ended: false });
		await reader?.cancel();
		await expect.poll(() => server.requests[0]?.ended).toBe(true);
	});

	it("hold: nothing, or a part of the body, until it is let go", async () => {
		for (const at of [undefined, 40]) {
			server.reset();
			const release = server.hold(server.url("a.img"), at);
			const held = get("bytes=0-99").then(({ response }) => bodyOf(response));
			await expect.poll(() => server.requests[0]?.bytes).toBe(at ?? 0);
			const other = get("bytes=0-9", { etag: "weak" }).then(({ response }) => bodyOf(response));
			expect(await Promise.race([held, other])).toEqual(bytes.slice(0, 10));
			expect(server.requests[0]).toMatchObject({ status: at ? 206 : 0, bytes: at ?? 0 });
			release();
			expect(await held).toEqual(bytes.slice(0, 100));
		}
	});

	it("rate: answers under way share it", async () => {
		const both = [get("bytes=0-99", { rate: 2000 }), get("bytes=100-199", { rate: 2000 })];
		const bodies = await Promise.all(both.map(async (one) => bodyOf((await one).response)));
		expect(bodies).toEqual([bytes.slice(0, 100), bytes.slice(100, 200)]);
		const line = new Line();
		const order: string[] = [];
		await Promise.all([
			line.send(1000, 1e5).then(() => order.push("first")),
			line.send(10, 1e5).then(() => order.push("second")),
		]);
		expect(order).toEqual(["first", "second"]);
	});

	it("rate and delay: slower, the same bytes", async () => {
		const { response } = await get("bytes=0-99", { rate: 2000, delay: 5 });
		expect(await bodyOf(response)).toEqual(bytes.slice(0, 100));
	});

	it("gzip=slice: the right bytes in a body of another length", async () => {
		const { response, headers } = await get("bytes=0-99", { gzip: "slice" });
		expect(headers.get("content-encoding")).toBe("gzip");
		expect(headers.get("content-range")).toBe("bytes 0-99/1000");
		expect(headers.get("content-length")).not.toBe("100");
		expect(await bodyOf(response)).toEqual(bytes.slice(0, 100));
	});

	it("gzip=whole: a range of the compressed file, which is no range of the file", async () => {
		const { headers, response } = await get("bytes=0-99999", { gzip: "whole" });
		expect(headers.get("content-range")).not.toMatch(/\/1000$/);
		expect(await bodyOf(response)).toEqual(bytes);
	});

	it("drop, hide, unknownTotal, noCors: headers that miss", async () => {
		const dropped = await get("bytes=0-9", { drop: "etag,content-length" });
		expect(dropped.headers.get("etag")).toBeNull();
		expect(dropped.headers.get("content-length")).toBeNull();
		const hidden = await get("bytes=0-9", { hide: "content-range" });
		expect(hidden.headers.get("content-range")).not.toBeNull();
		expect(hidden.headers.get("access-control-expose-headers")).not.toContain("content-range");
		const unknown = await get("bytes=0-9", { unknownTotal: true });
		expect(unknown.headers.get("content-range")).toBe("bytes 0-9/*");
		const closed = await get("bytes=0-9", { noCors: true });
		expect(closed.headers.get("access-control-allow-origin")).toBeNull();
	});

	it("page: a web page instead of the file", async () => {
		const { response, headers } = await get("bytes=0-9", { page: true });
		expect(response.status).toBe(200);
		expect(headers.get("content-type")).toBe("text/html");
	});
});
