/** The conversation itself: results, failures, cancelling, progress, moved buffers. */
import { expect, test, vi } from "vitest";
import { Failure } from "../base/errors";
import { type Channel, connect, MOST_UNANSWERED, PING_EVERY } from "./client";
import type { Reply } from "./protocol";
import { type Handlers, serve } from "./server";

interface Posted {
	readonly reply: Reply;
	readonly transfer: readonly Transferable[];
}

/** Client and server over given handlers; `clock.now` is what the throttle sees. */
function pair(handlers: Partial<Handlers>) {
	const posted: Posted[] = [];
	const clock = { now: 0 };
	const channel: Channel = { postMessage: (message) => receive(message), onmessage: null };
	const receive = serve(
		handlers as Handlers,
		{
			postMessage(reply, transfer) {
				posted.push({ reply, transfer });
				channel.onmessage?.({ data: reply });
			},
		},
		() => clock.now,
	);
	return { client: connect(channel), channel, posted, clock };
}

test("a cancelled call stops the handler, not only the answer", async () => {
	let stopped = false;
	const { client } = pair({
		survey: (_, { signal }) =>
			new Promise((_, reject) => {
				signal.addEventListener("abort", () => {
					stopped = true;
					reject(new Error("stopped"));
				});
			}),
	});
	const abort = new AbortController();
	const call = client.call("survey", {}, { signal: abort.signal });
	abort.abort();
	await expect(call).rejects.toMatchObject({ info: { kind: "cancelled" } });
	expect(stopped).toBe(true);
});

test("a failure arrives whole, any other throw arrives as a bug", async () => {
	const at = { space: "image", start: 4, end: 8 };
	const { client } = pair({
		pathOf: async () => {
			throw new Failure({ kind: "limit", code: "x", message: "Too much.", at });
		},
		network: async () => {
			throw new TypeError("oops");
		},
	});
	await expect(client.call("pathOf", { nid: 1n })).rejects.toMatchObject({
		info: { kind: "limit", code: "x", at },
	});
	await expect(client.call("network", {})).rejects.toMatchObject({
		info: { kind: "bug", message: "TypeError: oops" },
	});
});

test("a method nobody serves is a bug, and a crash of the worker fails every call", async () => {
	const { client, channel } = pair({ survey: () => new Promise(() => {}) });
	await expect(client.call("network", {})).rejects.toMatchObject({ info: { kind: "bug" } });
	const call = client.call("survey", {});
	channel.onerror?.({ message: "out of memory" });
	await expect(call).rejects.toThrow(/out of memory/);
	await expect(client.call("survey", {})).rejects.toThrow(/out of memory/);
});

test("a worker that is silent for long is given up; one that is only busy is not", async () => {
	vi.useFakeTimers();
	const { client, channel } = pair({ survey: () => new Promise(() => {}) });
	const busy = client.call("survey", {}).catch((error) => error);
	await vi.advanceTimersByTimeAsync(3 * PING_EVERY * MOST_UNANSWERED);
	const { postMessage } = channel;
	let terminated = false;
	Object.assign(channel, { postMessage: () => {}, terminate: () => (terminated = true) });
	await vi.advanceTimersByTimeAsync(PING_EVERY * (MOST_UNANSWERED - 1));
	expect(terminated).toBe(false);
	await vi.advanceTimersByTimeAsync(2 * PING_EVERY);
	expect(terminated).toBe(true);
	expect(await busy).toMatchObject({ info: { code: "decoder-stopped" } });
	Object.assign(channel, { postMessage });
	vi.useRealTimers();
});

test("progress comes at most ten times a second, and always at the end", async () => {
	const seen: number[] = [];
	const { client, clock } = pair({
		survey: async (_, { progress }) => {
			for (let done = 1; done <= 100; done++) {
				clock.now += 10;
				progress({ phase: "x", done, total: 100, unit: "inodes" });
			}
			return {} as never;
		},
	});
	await client.call("survey", {}, { onProgress: (p) => seen.push(p.done) });
	expect(seen.length).toBeLessThanOrEqual(11);
	expect(seen.at(-1)).toBe(100);
});

test("progress that came too soon is told later, when work stands still behind it", async () => {
	vi.useFakeTimers();
	const seen: number[] = [];
	let end = () => {};
	const { client, clock } = pair({
		survey: async (_, { progress }) => {
			for (const done of [1, 2, 3]) progress({ phase: "x", done, total: 100, unit: "inodes" });
			await new Promise<void>((resolve) => {
				end = resolve;
			});
			progress({ phase: "x", done: 4, total: 100, unit: "inodes" });
			progress({ phase: "x", done: 5, total: 100, unit: "inodes" });
			return {} as never;
		},
	});
	const call = client.call("survey", {}, { onProgress: (p) => seen.push(p.done) });
	expect(seen).toEqual([1]);
	clock.now += 1000;
	vi.advanceTimersByTime(1000);
	expect(seen).toEqual([1, 3]);
	clock.now += 1000;
	end();
	await call;
	// What has ended is told of no more.
	clock.now += 1000;
	vi.advanceTimersByTime(1000);
	expect(seen).toEqual([1, 3, 4]);
	vi.useRealTimers();
});

test("whole buffers are moved, views of larger buffers are copied", async () => {
	const page = new Uint8Array(1024);
	const { client, posted } = pair({
		bytes: async ({ start }) => ({
			bytes: start === 0 ? new Uint8Array(16) : page.subarray(0, 16),
			missing: [],
		}),
	});
	await client.call("bytes", { space: "image", start: 0, end: 16 });
	await client.call("bytes", { space: "image", start: 1, end: 17 });
	expect(posted.map((p) => p.transfer.length)).toEqual([1, 0]);
});

test("events reach the caller in order, before the result", async () => {
	const order: string[] = [];
	const { client } = pair({
		filter: async (_, { emit }) => {
			emit({ count: 1 } as never);
			emit({ count: 2 } as never);
			return { hits: 2, capped: false, visited: 2 };
		},
	});
	await client
		.call("filter", { query: "", limit: 9 }, { onEvent: (rows) => order.push(String(rows.count)) })
		.then(() => order.push("done"));
	expect(order).toEqual(["1", "2", "done"]);
});
