import { beforeEach, expect, test } from "vitest";
import { Failure } from "../../../../base/errors";
import type { BytesResult } from "../../../../worker/protocol";
import { PAGE, Pages } from "./pages";

interface Asked {
	readonly start: number;
	readonly end: number;
	readonly signal: AbortSignal;
	answer(result?: Partial<BytesResult>): void;
	fail(error: unknown): void;
}

let asked: Asked[];
let changes: number;

const pagesOf = (size: number): Pages =>
	new Pages({
		size,
		fetch: (start, end, signal) =>
			new Promise((resolve, reject) => {
				const bytes = Uint8Array.from({ length: end - start }, (_, i) => (start + i) % 251);
				const answer = (result = {}) => resolve({ bytes, missing: [], ...result });
				asked.push({ start, end, signal, answer, fail: reject });
			}),
		onChange: () => {
			changes++;
		},
	});

const settle = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
	asked = [];
	changes = 0;
});

test("whole pages are asked for, once, and the last ends with the space", () => {
	const pages = pagesOf(PAGE + 100);
	pages.want({ start: 10, end: PAGE + 20 });
	pages.want({ start: 10, end: PAGE + 20 });
	expect(asked.map(({ start, end }) => [start, end])).toEqual([
		[0, PAGE],
		[PAGE, PAGE + 100],
	]);
});

test("bytes can be had as soon as their page is here", async () => {
	const pages = pagesOf(PAGE * 2);
	pages.want({ start: 0, end: PAGE * 2 });
	expect(pages.byte(5)).toBeUndefined();
	asked[0]?.answer();
	await settle();
	expect(pages.byte(5)).toBe(5);
	expect(pages.byte(PAGE)).toBeUndefined();
	expect(pages.bytes({ start: PAGE - 2, end: PAGE + 2 })).toHaveLength(2);
	asked[1]?.answer();
	await settle();
	expect(Array.from(pages.bytes({ start: PAGE - 1, end: PAGE + 1 }))).toEqual([
		(PAGE - 1) % 251,
		PAGE % 251,
	]);
	expect(changes).toBe(2);
});

test("the newest viewport wins: what is out of sight is aborted, the rest goes on", () => {
	const pages = pagesOf(PAGE * 100);
	pages.want({ start: 0, end: PAGE * 2 });
	pages.want({ start: PAGE, end: PAGE * 3 });
	expect(asked.map((a) => a.signal.aborted)).toEqual([true, false, false]);
	pages.want({ start: 0, end: 1 });
	expect(asked.map((a) => a.start)).toEqual([0, PAGE, PAGE * 2, 0]);
});

test("a late answer to an aborted request changes nothing", async () => {
	const pages = pagesOf(PAGE * 100);
	pages.want({ start: 0, end: 1 });
	pages.want({ start: PAGE * 50, end: PAGE * 50 + 1 });
	asked[0]?.answer();
	await settle();
	expect(pages.byte(0)).toBeUndefined();
	expect(changes).toBe(0);
});

test("what could not be read is told with its reason, and is no byte", async () => {
	const pages = pagesOf(PAGE);
	pages.want({ start: 0, end: 1 });
	asked[0]?.answer({ missing: [{ start: 16, end: 32, why: "damaged" }] });
	await settle();
	expect(pages.byte(15)).toBe(15);
	expect(pages.byte(16)).toBeUndefined();
	expect(pages.missingIn({ start: 0, end: 17 })).toEqual([{ start: 16, end: 32, why: "damaged" }]);
	expect(pages.missingIn({ start: 32, end: 64 })).toEqual([]);
	expect(pages.bytes({ start: 16, end: 20 })).toHaveLength(0);
});

test("a failed page is not asked for again until the user says so", async () => {
	const pages = pagesOf(PAGE);
	pages.want({ start: 0, end: 1 });
	asked[0]?.fail(new Failure({ kind: "io", message: "File gone." }));
	await settle();
	expect(pages.failure?.message).toBe("File gone.");
	expect(pages.missingAt(7)?.why).toBe("File gone.");
	pages.want({ start: 0, end: 1 });
	expect(asked).toHaveLength(1);
	pages.retry();
	pages.want({ start: 0, end: 1 });
	expect(asked).toHaveLength(2);
	expect(pages.failure).toBeUndefined();
});

test("memory is bounded: far pages are forgotten", async () => {
	const pages = pagesOf(PAGE * 400);
	for (let i = 0; i < 300; i++) {
		pages.want({ start: i * PAGE, end: i * PAGE + 1 });
		asked[i]?.answer();
		await settle();
	}
	expect(pages.byte(0)).toBeUndefined();
	expect(pages.byte(299 * PAGE)).toBeDefined();
});

test("an empty space asks for nothing", () => {
	pagesOf(0).want({ start: 0, end: 100 });
	expect(asked).toEqual([]);
});
