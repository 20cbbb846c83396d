import { beforeEach, expect, test } from "vitest";
import { Failure } from "../../base/errors";
import type { Client } from "../../worker/client";
import { openAnew, useChanged, watchChanges } from "./changed";

const failing = (code: string): Client => ({
	call: () => Promise.reject(new Failure({ kind: "io", code, message: "x" })),
	close() {},
});

beforeEach(() => useChanged.getState().dismiss());

async function callOnce(client: Client): Promise<void> {
	await expect(client.call("network", {})).rejects.toThrow();
	await Promise.resolve();
}

test("a replaced file is opened anew once, then the user decides", async () => {
	let reopenings = 0;
	const reopen = async () => {
		reopenings++;
		return true;
	};
	const origin = { urls: ["https://example.org/a"] };
	const first = watchChanges(failing("http-changed"), origin, reopen);
	await callOnce(first);
	await callOnce(first);
	expect(reopenings).toBe(1);
	expect(useChanged.getState().notice).toEqual({ kind: "replaced", end: "reopened" });
	await callOnce(watchChanges(failing("http-changed"), origin, reopen));
	expect(reopenings).toBe(1);
	expect(useChanged.getState().notice).toEqual({ kind: "replaced", end: "decide" });
});

test("a check that ended early because the file was replaced is heard, too", async () => {
	const stopped = { kind: "io", code: "http-changed", message: "x" };
	const client = { call: async () => ({ stopped }), close() {} } as unknown as Client;
	let reopenings = 0;
	const watched = watchChanges(client, { urls: ["d"] }, async () => {
		reopenings++;
		return true;
	});
	await watched.call("check", { level: "structure" });
	await Promise.resolve();
	expect(reopenings).toBe(1);
	expect(useChanged.getState().notice).toEqual({ kind: "replaced", end: "reopened" });
});

test("a new version that cannot be opened is not announced", async () => {
	const client = watchChanges(failing("http-changed"), { urls: ["c"] }, async () => false);
	await callOnce(client);
	expect(useChanged.getState().notice).toBeUndefined();
});

test("other failures do not open anything", async () => {
	let reopenings = 0;
	const client = watchChanges(failing("http-cut"), { urls: ["b"] }, async () => {
		reopenings++;
		return true;
	});
	await callOnce(client);
	expect(reopenings).toBe(0);
	expect(useChanged.getState().notice).toBeUndefined();
});

test("a worker that stopped is replaced once, whatever became of the file", async () => {
	const origin = { urls: ["https://example.org/a"] };
	await openAnew("stopped", origin, async () => true);
	expect(useChanged.getState().notice).toEqual({ kind: "stopped", end: "reopened" });
	await openAnew("stopped", origin, () => Promise.reject(new Error("not again")));
	expect(useChanged.getState().notice).toEqual({ kind: "stopped", end: "decide" });
});
