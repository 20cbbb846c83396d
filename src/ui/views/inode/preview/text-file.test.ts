import { expect, test, vi } from "vitest";
import { Failure } from "../../../../base/errors";
import { type Read, STEP, TextFile } from "./text-file";

const answer = (size: number, missing: { start: number; end: number; why: string }[] = []) => ({
	bytes: new Uint8Array(size).fill(0x61),
	missing,
});

const readAll: Read = async (start, end) => answer(end - start);

test("reads a step at a time until all is there, then no more", async () => {
	const read = vi.fn(readAll);
	const file = new TextFile(answer(STEP), STEP * 2 + 10, read);
	expect(file.done).toBe(false);
	await file.more();
	await file.more();
	await file.more();
	expect(read.mock.calls.map(([start, end]) => [start, end])).toEqual([
		[STEP, STEP * 2],
		[STEP * 2, STEP * 2 + 10],
	]);
	expect(file.done).toBe(true);
	expect(file.cut).toBe(false);
});

test("asking twice reads once", async () => {
	const read = vi.fn(readAll);
	const file = new TextFile(answer(10), STEP, read);
	await Promise.all([file.more(), file.more()]);
	expect(read).toHaveBeenCalledTimes(1);
});

test("tells its listeners, with a new version each time", async () => {
	const file = new TextFile(answer(10), 20, readAll);
	const versions: number[] = [];
	file.subscribe(() => versions.push(file.version()));
	await file.more();
	expect(new Set(versions).size).toBe(versions.length);
	expect(versions.length).toBeGreaterThan(0);
});

test("a failure is kept, and asking again tries again", async () => {
	const failure = new Failure({ kind: "io", message: "The file is gone." });
	const read = vi.fn(readAll).mockRejectedValueOnce(failure);
	const file = new TextFile(answer(10), 20, read);
	await file.more();
	expect(file.error?.message).toBe("The file is gone.");
	await file.more();
	expect(file.error).toBeUndefined();
	expect(file.done).toBe(true);
});

test("contents that end too early are a failure, not an endless wait", async () => {
	const file = new TextFile(answer(10), 20, async () => answer(0));
	await file.more();
	expect(file.error?.kind).toBe("io");
});

test("what could not be read is collected", async () => {
	const gap = { start: 12, end: 14, why: "damaged" };
	const file = new TextFile(answer(10), 20, async () => answer(10, [gap]));
	await file.more();
	expect(file.missing).toEqual([gap]);
});

test("closing cancels the read under way", async () => {
	const signals: AbortSignal[] = [];
	const file = new TextFile(answer(10), 20, (start, end, signal) => {
		signals.push(signal);
		return readAll(start, end, signal);
	});
	const reading = file.more();
	file.close();
	await reading;
	expect(signals[0]?.aborted).toBe(true);
});

test("a file of nothing but line ends stops at a bounded number of rows", async () => {
	const lineFeeds: Read = async (start, end) => ({
		bytes: new Uint8Array(end - start).fill(10),
		missing: [],
	});
	const file = new TextFile({ bytes: new Uint8Array(), missing: [] }, 2 ** 30, lineFeeds);
	while (!file.done) await file.more();
	expect(file.lines.size).toBeLessThan(2 * 1024 * 1024);
	expect(file.cut).toBe(true);
});
