import { expect, test } from "vitest";
import type { Client } from "../../worker/client";
import { lookOf, watchLooks } from "./looked";

test("only calls that look into a file are looks", () => {
	expect(lookOf("inode", { nid: 5n })).toEqual({ inode: 5n });
	expect(lookOf("bytes", { space: "file:7", start: 0, end: 1 })).toEqual({ contents: 7n });
	expect(lookOf("bytes", { space: "image", start: 0, end: 1 })).toEqual({});
	expect(lookOf("list", { nid: 5n })).toEqual({});
});

test("answers and failures pass through", async () => {
	const answers = { inode: async () => "detail", bytes: async () => Promise.reject("gone") };
	const client = {
		call: (method: "inode" | "bytes") => answers[method](),
		close() {},
	} as unknown as Client;
	const watched = watchLooks(client, 1);
	await expect(watched.call("inode", { nid: 1n })).resolves.toBe("detail");
	await expect(watched.call("bytes", { space: "file:1", start: 0, end: 1 })).rejects.toBe("gone");
});
