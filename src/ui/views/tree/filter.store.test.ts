import { expect, test } from "vitest";
import { cancelled, Failure } from "../../../base/errors";
import type { CallOptions, Client } from "../../../worker/client";
import type { FilterDone } from "../../../worker/protocol";
import { FilterRun } from "./filter.store";
import { listing } from "./model/testing";

type Options = CallOptions<"filter">;

/** A client whose one filter call is driven by the test. */
function controlled() {
	let options: Options = {};
	let settle: (done: FilterDone | Error) => void = () => {};
	const client = {
		call: (_method: string, _params: unknown, given: Options) => {
			options = given;
			return new Promise((resolve, reject) => {
				settle = (done) => (done instanceof Error ? reject(done) : resolve(done));
				given.signal?.addEventListener("abort", () => reject(cancelled()));
			});
		},
		close: () => {},
	} as unknown as Client;
	return {
		client,
		send: (...names: string[]) => options.onEvent?.(listing(names)),
		settle: (done: FilterDone | Error) => settle(done),
		signal: () => options.signal,
	};
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
const DONE = { hits: 3, capped: false, visited: 10 };

test("batches become rows, all of them by the time the search is done", async () => {
	const { client, send, settle } = controlled();
	const run = new FilterRun(client, "a");
	send("/a", "/b");
	send("/c");
	settle(DONE);
	await tick();
	expect(run.state).toEqual({ kind: "done", result: DONE });
	expect([run.hits, run.tree.count]).toEqual([3, 3]);
});

test("stopping keeps the hits and cancels the worker's search", async () => {
	const { client, send, signal } = controlled();
	const run = new FilterRun(client, "a");
	send("/a");
	run.stop();
	await tick();
	expect(signal()?.aborted).toBe(true);
	expect([run.state.kind, run.tree.count]).toEqual(["stopped", 1]);
});

test("a failed search says why", async () => {
	const { client, settle } = controlled();
	const run = new FilterRun(client, "[");
	settle(new Failure({ kind: "limit", message: "Bad pattern." }));
	await tick();
	expect(run.state).toMatchObject({ kind: "failed", why: { message: "Bad pattern." } });
});

test("a search without hits has no rows", async () => {
	const { client, send, settle } = controlled();
	const run = new FilterRun(client, "a");
	send();
	settle({ ...DONE, hits: 0 });
	await tick();
	expect(run.tree.count).toBe(0);
});
