import { describe, expect, it } from "vitest";
import { testClock } from "../../testing/network";
import { settle } from "../../testing/sources";
import { httpCases } from "./cases";
import { HttpFailure } from "./failure";
import { Gate } from "./gate";
import { parseContentRange, parseLength, parseRetryAfter } from "./headers";
import { retrying } from "./retry";
import { sameVersion, type Version, versionKey } from "./version";

describe("headers", () => {
	it.each([
		["bytes 0-99/1000", { range: { start: 0, end: 100 }, size: 1000 }],
		["bytes 5-5/*", { range: { start: 5, end: 6 } }],
		["bytes */1000", { size: 1000 }],
		["Bytes  1-2/3", { range: { start: 1, end: 3 }, size: 3 }],
		["bytes=0-9/10", { range: { start: 0, end: 10 }, size: 10 }],
		["bytes: 0-9/*", { range: { start: 0, end: 10 } }],
		["octets 0-9/10", undefined],
		["bytes 9-5/10", undefined],
		["bytes 0-9", undefined],
		["0-9/10", undefined],
		[null, undefined],
	])("reads Content-Range %s", (text, expected) => {
		expect(parseContentRange(text)).toEqual(expected);
	});

	it("reads lengths, and nothing that only looks like one", () => {
		expect(parseLength("42")).toBe(42);
		for (const text of [null, "", "-1", "1e3", "10, 10"]) expect(parseLength(text)).toBeUndefined();
	});

	it("reads Retry-After as seconds or as a date", () => {
		const now = Date.parse("2025-01-01T00:00:00Z");
		expect(parseRetryAfter("7", now)).toBe(7);
		expect(parseRetryAfter("Wed, 01 Jan 2025 00:00:20 GMT", now)).toBe(20);
		expect(parseRetryAfter("Tue, 31 Dec 2024 23:59:00 GMT", now)).toBe(0);
		expect(parseRetryAfter("soon", now)).toBeUndefined();
		expect(parseRetryAfter(null, now)).toBeUndefined();
	});
});

describe("versions", () => {
	const date = "Wed, 01 Jan 2025 00:00:00 GMT";
	const later = "Wed, 01 Jan 2025 00:00:01 GMT";
	it.each<[string, Version, Version, boolean]>([
		["equal strong tags", { etag: '"a"' }, { etag: '"a"' }, true],
		["different strong tags", { etag: '"a"' }, { etag: '"b"' }, false],
		["the same tag grown weak", { etag: '"a"' }, { etag: 'W/"a"' }, true],
		["different weak tags, nothing else", { etag: 'W/"a"' }, { etag: 'W/"b"' }, false],
		[
			"different weak tags, same date",
			{ etag: 'W/"a"', lastModified: date },
			{ etag: 'W/"b"', lastModified: date },
			true,
		],
		[
			"different strong tags, same date",
			{ etag: '"a"', lastModified: date },
			{ etag: '"b"', lastModified: date },
			false,
		],
		[
			"equal tags, other date",
			{ etag: '"a"', lastModified: date },
			{ etag: '"a"', lastModified: later },
			true,
		],
		["other date without tags", { lastModified: date }, { lastModified: later }, false],
		[
			"tag hidden once, same date",
			{ etag: '"a"', lastModified: date },
			{ lastModified: date },
			true,
		],
		[
			"tag hidden once, other date",
			{ etag: '"a"', lastModified: date },
			{ lastModified: later },
			false,
		],
		["equal tags, other size", { etag: '"a"', size: 1 }, { etag: '"a"', size: 2 }, false],
		["nothing in common", { etag: '"a"' }, { lastModified: date }, true],
	])("%s", (_, a, b, same) => {
		expect(sameVersion(a, b)).toBe(same);
		expect(sameVersion(b, a)).toBe(same);
	});

	it("have a key when a validator is told; a size alone is none", () => {
		expect(versionKey({ etag: '"a"', size: 5 })).toBe('"a"/5');
		expect(versionKey({ lastModified: date })).toBe(`${date}/`);
		expect(versionKey({ size: 5 })).toBeUndefined();
	});
});

describe("retrying", () => {
	const busy = (waitSeconds?: number) =>
		new HttpFailure("http-busy", {
			url: "https://a.test/",
			...(waitSeconds === undefined ? {} : { waitSeconds }),
		});

	async function failing(errors: unknown[], attempts = 5, progress?: () => number) {
		const clock = testClock();
		const tries: number[] = [];
		const work = async (attempt: number) => {
			tries.push(attempt);
			const error = errors[attempt - 1];
			if (error) throw error;
			return "done";
		};
		const options = { attempts, clock, ...(progress ? { progress } : {}) };
		const result = await retrying(work, options).catch((error) => error);
		return { result, tries, sleeps: clock.sleeps };
	}

	it("waits longer each time, up to eight seconds, with jitter", async () => {
		const { result, sleeps } = await failing(Array(7).fill(busy()), 8);
		expect(result).toBe("done");
		expect(sleeps).toEqual([375, 750, 1500, 3000, 6000, 6000, 6000]);
	});

	it("gives up after the last try with its failure", async () => {
		const { result, tries } = await failing(Array(9).fill(busy()), 3);
		expect(result).toMatchObject({ code: "http-busy" });
		expect(tries).toEqual([1, 2, 3]);
	});

	it("waits as long as the server asks", async () => {
		expect((await failing([busy(7)])).sleeps).toEqual([7125]);
	});

	it("does not wait longer than a person would, but says how long it takes", async () => {
		const { result, sleeps } = await failing([busy(600)]);
		expect(sleeps).toEqual([]);
		expect(result.info.hint).toBe("Retry in 10 minutes.");
	});

	it("does not repeat what would only fail again", async () => {
		const { tries } = await failing([new HttpFailure("http-not-found", { url: "" })]);
		expect(tries).toEqual([1]);
		expect((await failing([new Error("bug")])).tries).toEqual([1]);
	});

	it("starts counting anew after a try that brought data", async () => {
		let bytes = 0;
		const progress = () => {
			bytes += 70_000;
			return bytes;
		};
		expect((await failing(Array(9).fill(busy()), 2, progress)).result).toBe("done");
	});

	it("ends at once when cancelled while waiting", async () => {
		const stop = new AbortController();
		const work = async () => {
			stop.abort();
			throw busy();
		};
		await expect(retrying(work, { attempts: 5, signal: stop.signal })).rejects.toMatchObject({
			kind: "cancelled",
		});
	});
});

describe("gate", () => {
	it("lets only so many through, the others in their order", async () => {
		const gate = new Gate(2);
		const order: number[] = [];
		const leaves = [1, 2, 3, 4].map(async (n) => {
			const leave = await gate.enter();
			order.push(n);
			return leave;
		});
		await settle();
		expect(order).toEqual([1, 2]);
		(await leaves[0])?.();
		await settle();
		expect(order).toEqual([1, 2, 3]);
	});

	it("lets a cancelled one leave the queue", async () => {
		const gate = new Gate(1);
		const leave = await gate.enter();
		const stop = new AbortController();
		const waiting = gate.enter(stop.signal);
		const next = gate.enter();
		stop.abort();
		await expect(waiting).rejects.toMatchObject({ kind: "cancelled" });
		leave();
		(await next)();
		(await gate.enter())();
	});
});

describe("words for the user", () => {
	it.each(Object.entries(httpCases))("%s says what happened and what to do", (_, row) => {
		for (const context of [
			{ url: "nonsense", status: 500 },
			{ url: "https://a.test/x.img", status: 503, totalBytes: 7, waitSeconds: 3, detail: "x" },
		]) {
			for (const words of [row.message(context), row.hint(context)]) {
				expect(words).toMatch(/^[A-Z“a-z].{10,}[.)]$/);
				expect(words).not.toMatch(/undefined|null|NaN/);
			}
		}
	});
});
