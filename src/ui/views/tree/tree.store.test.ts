import { expect, test, vi } from "vitest";
import { Failure } from "../../../base/errors";
import { showName } from "../../../base/text";
import type { EntryColumns } from "../../../worker/protocol";
import { nameOf } from "./model/entries";
import { BY_NAME } from "./model/sort.model";
import { listing } from "./model/testing";
import { type ListDirectory, TreeStore } from "./tree.store";

/** Directories by nid; children get nids that `numbered` hands out. */
const DISK: Record<string, EntryColumns> = {
	"1": numbered(["bin/", "etc/", "file"], [2n, 3n, 4n]),
	"2": numbered(["sh"], [5n]),
	"3": numbered(["ssh/"], [6n]),
	"6": numbered(["config"], [7n]),
};

function numbered(rows: readonly string[], nids: readonly bigint[]): EntryColumns {
	return { ...listing(rows), nid: BigUint64Array.from(nids) };
}

const read: ListDirectory = async (nid) => {
	const found = DISK[String(nid)];
	if (!found) throw new Failure({ kind: "corrupt", message: "Not a directory." });
	return { entries: found, sorted: false };
};

const names = (store: TreeStore): string[] =>
	Array.from({ length: store.tree.count }, (_, i) => {
		const row = store.tree.row(i);
		return row?.kind === "entry"
			? showName(nameOf(row.entries, row.entry))
			: `(${row?.dir.contents.state})`;
	});

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a new store reads the root by itself", async () => {
	const store = new TreeStore(1n, BY_NAME, read);
	await settled();
	expect(names(store)).toEqual(["bin", "etc", "file"]);
});

test("revealing a path opens what is above it and finds the row", async () => {
	const store = new TreeStore(1n, BY_NAME, read);
	const found = await store.reveal("/etc/ssh/config");
	expect(names(store)).toEqual(["bin", "etc", "ssh", "config", "file"]);
	expect(found.kind === "found" && store.tree.indexOf(found.spot.dir, found.spot.entry)).toBe(3);
});

test("a path that does not exist is told by its first missing part", async () => {
	const store = new TreeStore(1n, BY_NAME, read);
	expect(await store.reveal("/etc/nope/deep")).toEqual({
		kind: "missing",
		folder: "/etc",
		name: "nope",
	});
	expect(await store.reveal("/file/x")).toEqual({ kind: "missing", folder: "/file", name: "x" });
});

test("of two reveals the newer wins", async () => {
	const store = new TreeStore(1n, BY_NAME, read);
	const older = store.reveal("/etc/ssh");
	const newer = store.reveal("/bin/sh");
	expect((await older).kind).toBe("stale");
	expect((await newer).kind).toBe("found");
});

test("a directory that cannot be read says so; Retry reads it again", async () => {
	let broken = true;
	const store = new TreeStore(1n, BY_NAME, async (nid, signal) => {
		if (nid === 2n && broken) throw new Failure({ kind: "io", message: "gone" });
		return read(nid, signal);
	});
	await settled();
	store.expand(store.tree.root, 0);
	await settled();
	expect(names(store)).toEqual(["bin", "(failed)", "etc", "file"]);
	broken = false;
	const bin = store.tree.root.inside.get(0)!;
	store.retry(bin);
	await settled();
	expect(names(store)).toEqual(["bin", "sh", "etc", "file"]);
});

test("only a slow directory shows a placeholder; closing it stops the read", async () => {
	vi.useFakeTimers();
	const signals: AbortSignal[] = [];
	const store = new TreeStore(1n, BY_NAME, (nid, signal) => {
		if (nid === 1n) return read(nid, signal);
		signals.push(signal);
		return new Promise((_, reject) => {
			signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
		});
	});
	await vi.advanceTimersByTimeAsync(0);
	store.expand(store.tree.root, 0);
	expect(names(store)).toEqual(["bin", "etc", "file"]);
	await vi.advanceTimersByTimeAsync(1000);
	expect(names(store)).toEqual(["bin", "(waiting)", "etc", "file"]);
	store.collapse(store.tree.root, 0);
	expect(signals[0]?.aborted).toBe(true);
	expect(names(store)).toEqual(["bin", "etc", "file"]);
	store.expand(store.tree.root, 0);
	await vi.advanceTimersByTimeAsync(1000);
	expect(signals).toHaveLength(2);
	expect(names(store)).toEqual(["bin", "(waiting)", "etc", "file"]);
	vi.useRealTimers();
});

test("expanding siblings opens every directory beside a row", async () => {
	const store = new TreeStore(1n, BY_NAME, read);
	await settled();
	expect(await store.expandSiblings(store.tree.root)).toBe(0);
	expect(names(store)).toEqual(["bin", "sh", "etc", "ssh", "file"]);
});

test("what a search for a path opens is told once", async () => {
	const store = new TreeStore(1n, BY_NAME, read);
	await settled();
	let told = 0;
	store.subscribe(() => told++);
	await store.reveal("/etc/ssh/config");
	expect(told).toBe(1);
	expect(names(store)).toEqual(["bin", "etc", "ssh", "config", "file"]);
});
