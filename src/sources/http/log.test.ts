import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Intervals } from "../intervals";
import { NetworkLog } from "./log";
import type { RequestStarted } from "./observer";

const start = (id: number, from: number, to: number, more: Partial<RequestStarted> = {}) => ({
	id,
	url: "https://a.test/a.img",
	range: { start: from, end: to },
	reason: "inode 36",
	attempt: 1,
	at: 1000 + id,
	abort: () => {},
	...more,
});

describe("the network log", () => {
	it("follows a request from start to end", () => {
		const log = new NetworkLog(1000);
		log.started(start(1, 100, 300));
		log.received(1, 150);
		const waiting = {
			id: 1,
			start: 100,
			end: 300,
			reason: "inode 36",
			attempt: 1,
			state: "waiting",
			bytes: 150,
			began: 1,
		};
		expect(log.requests).toEqual([waiting]);
		log.received(1, 50);
		log.ended({ id: 1, status: 206, bytes: 200, latency: 20, ms: 35 });
		const done = { ...waiting, state: "done", bytes: 200, status: 206, latency: 20, took: 35 };
		expect(log.requests).toEqual([done]);
		expect(structuredClone(log.requests)).toEqual([done]);
		expect(log.totals).toEqual({ requests: 1, bytes: 200, failed: 0, latency: 20 });
	});

	it("maps what was fetched, merged; failed and cancelled requests count in the sums only", () => {
		const log = new NetworkLog(1000);
		for (const [id, from, to, error] of [
			[1, 0, 100],
			[2, 300, 400],
			[3, 100, 200],
			[4, 500, 600, "http-cut"],
			[5, 700, 800, "cancelled"],
		] as const) {
			log.started(start(id, from, to));
			log.received(id, 100);
			log.ended({ id, bytes: 100, ms: 5, ...(error ? { error } : {}) });
		}
		expect(log.fetched).toEqual([
			{ start: 0, end: 200 },
			{ start: 300, end: 400 },
		]);
		expect(log.requests.map(({ state }) => state).slice(2)).toEqual([
			"done",
			"failed",
			"cancelled",
		]);
		expect(log.totals).toEqual({ requests: 5, bytes: 500, failed: 1, latency: undefined });
	});

	it("is bounded; the oldest go, but not those under way", () => {
		const log = new NetworkLog(1000, 3);
		log.started(start(1, 0, 10));
		for (const id of [2, 3, 4, 5]) {
			log.started(start(id, id * 10, id * 10 + 10));
			log.ended({ id, bytes: 10, ms: 1 });
		}
		expect(log.requests.map(({ id }) => id)).toEqual([1, 4, 5]);
		expect(log.totals.requests).toBe(5);
	});

	it("keeps whole downloads out of the map", () => {
		const log = new NetworkLog(1000);
		const { range: _, ...whole } = start(1, 0, 0);
		log.started(whole);
		log.ended({ id: 1, bytes: 500, ms: 1 });
		expect(log.fetched).toEqual([]);
	});

	it("aborts a request under way, and no other", () => {
		const log = new NetworkLog(1000);
		const aborted: number[] = [];
		for (const id of [1, 2]) log.started(start(id, 0, 10, { abort: () => void aborted.push(id) }));
		log.ended({ id: 1, bytes: 10, ms: 1 });
		for (const id of [1, 2, 3]) log.abort(id);
		expect(aborted).toEqual([2]);
	});
});

describe("intervals", () => {
	it("hold exactly the bytes added, in disjoint ascending ranges that do not touch", () => {
		const adds = fc.array(fc.tuple(fc.nat(100), fc.nat(20)), { maxLength: 40 });
		fc.assert(
			fc.property(adds, (ranges) => {
				const set = new Intervals();
				const bytes = new Set<number>();
				for (const [start, length] of ranges) {
					set.add(start, start + length);
					for (let i = start; i < start + length; i++) bytes.add(i);
				}
				const found = set.ranges.flatMap(({ start, end }) =>
					Array.from({ length: end - start }, (_, i) => start + i),
				);
				expect(found).toEqual([...bytes].sort((a, b) => a - b));
				for (const [i, range] of set.ranges.entries()) {
					expect(range.start).toBeGreaterThan(set.ranges[i - 1]?.end ?? -1);
				}
			}),
		);
	});
});
