/** Pools of pretended places, which end their tasks in an order that a seed chooses. */
import { expect, test } from "vitest";
import { Failure, failureInfo, isCancelled } from "../base/errors";
import type { Finding } from "../base/finding";
import { inOrder } from "../base/in-order";
import { run } from "../checks/run";
import { sha256 } from "../cli/sha256";
import type { Image } from "../erofs/image";
import { manifest } from "../export/manifest";
import { rootOf } from "../export/tree";
import type { TaskCall } from "../tasks/index";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { chance, pick } from "../testing/shuffled";
import { hashBy } from "./digests";
import { inlinePool, perform } from "./inline";
import { type Pool, poolOf, type Runner } from "./pool";

/** No superblock that could be read. */
const UNOPENED = /^(sb-blkszbits-17|sb-wrong-magic|truncated-1023)$/;

/** Places that do nothing until they are told to end what they run. */
class Held {
	readonly running: { readonly call: TaskCall; end(error?: unknown): void }[] = [];
	started = 0;
	readonly #answer: (call: TaskCall) => Promise<unknown>;

	constructor(answer: (call: TaskCall) => Promise<unknown> = async ({ params }) => params) {
		this.#answer = answer;
	}

	readonly spawn = (): Runner => {
		this.started++;
		let isAlive = true;
		let stop = () => {};
		return {
			get isAlive() {
				return isAlive;
			},
			run: (call) =>
				new Promise((resolve, reject) => {
					stop = () => reject(new Failure({ kind: "cancelled", message: "stopped" }));
					const one = {
						call,
						end: (error?: unknown) => {
							this.running.splice(this.running.indexOf(one), 1);
							isAlive = !(error instanceof Failure && error.kind === "bug");
							if (error) reject(error);
							else this.#answer(call).then(resolve, reject);
						},
					};
					this.running.push(one);
				}),
			stop: () => stop(),
		};
	};
}

const nids = (n: number) => ({ nids: [BigInt(n)] });
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Ends what runs, one after the other in an order of the seed's, until all is done. */
async function drive<T>(held: Held, random: () => number, work: Promise<T>): Promise<T> {
	let done = false;
	const ended = work.finally(() => {
		done = true;
	});
	ended.catch(() => {});
	while (!done) {
		held.running[pick(random, held.running.length)]?.end();
		await settle();
	}
	return ended;
}

test("starts no more places than it has, and only when there is work", async () => {
	const held = new Held();
	const pool = poolOf(2, held.spawn);
	expect(held.started).toBe(0);
	const all = [1, 2, 3, 4].map((n) => pool.run("digest", nids(n)));
	expect([held.started, held.running.length]).toEqual([2, 2]);
	await drive(held, chance(1), Promise.all(all));
	expect(held.started).toBe(2);
});

test("the failure of a task is that of its caller, and its place goes on", async () => {
	const held = new Held();
	const pool = poolOf(1, held.spawn);
	const first = pool.run("digest", nids(1));
	const second = pool.run("digest", nids(2));
	held.running[0]?.end(new Failure({ kind: "io", message: "gone" }));
	await expect(first).rejects.toThrow("gone");
	await settle();
	held.running[0]?.end();
	await expect(second).resolves.toEqual(nids(2));
	expect(held.started).toBe(1);
});

test("a place that breaks is replaced", async () => {
	const held = new Held();
	const pool = poolOf(1, held.spawn);
	const first = pool.run("digest", nids(1));
	const second = pool.run("digest", nids(2));
	held.running[0]?.end(new Failure({ kind: "bug", message: "broken" }));
	await expect(first).rejects.toThrow("broken");
	await settle();
	held.running[0]?.end();
	await expect(second).resolves.toEqual(nids(2));
	expect(held.started).toBe(2);
});

test("closing ends what runs and what waits", async () => {
	const held = new Held();
	const pool = poolOf(1, held.spawn);
	const all = [1, 2, 3].map((n) => pool.run("digest", nids(n)).catch((error) => error));
	pool.close();
	expect((await Promise.all(all)).map(isCancelled)).toEqual([true, true, true]);
	await expect(pool.run("digest", nids(4))).rejects.toSatisfy(isCancelled);
});

async function* numbers(n: number) {
	for (let i = 0; i < n; i++) yield i;
}

test.each([1, 2, 3])("results come in order, and few of them wait: seed %d", async (seed) => {
	const held = new Held();
	const pool = poolOf(3, held.spawn);
	let begun = 0;
	let most = 0;
	const collect = async () => {
		const out: number[] = [];
		const begin = (n: number) => {
			begun++;
			return pool.run("digest", nids(n));
		};
		for await (const [n] of inOrder(numbers(40), 4, begin)) {
			most = Math.max(most, begun - out.length);
			out.push(n);
		}
		return out;
	};
	const out = await drive(held, chance(seed), collect());
	expect(out).toEqual(Array.from({ length: 40 }, (_, i) => i));
	expect(most).toBe(4);
});

test("after a failure nothing more is begun", async () => {
	let begun = 0;
	const begin = async (n: number) => {
		begun++;
		if (n === 2) throw new Error("no");
		return n;
	};
	const all = async () => {
		for await (const _ of inOrder(numbers(100), 4, begin)) void _;
	};
	await expect(all()).rejects.toThrow("no");
	expect(begun).toBeLessThanOrEqual(6);
});

/** The manifest as lines, with all that was reported beside it. */
async function manifestBy(image: Image, pool: Pool): Promise<unknown[]> {
	const lines: unknown[] = [];
	const of = (list: readonly bigint[]) => pool.run("digest", { nids: list });
	const options = {
		digests: { of, atOnce: pool.size },
		report: (finding: Finding) => lines.push(finding),
		unread: (why: Failure, path: Uint8Array) => lines.push([why.info, [...path]]),
	};
	try {
		for await (const entry of manifest(image, options)) lines.push(entry);
	} catch (error) {
		// Of some images not even the root can be read.
		lines.push(failureInfo(error));
	}
	return lines;
}

const images = [...fixtures.good, ...fixtures.bad].filter(({ name }) => !UNOPENED.test(name));

/** All that a check of contents tells, and what it says to have looked at. */
async function checkBy(image: Image, pool: Pool) {
	const all = { start: rootOf(image), level: "contents" } as const;
	return run(image, { ...all, hash: hashBy(pool) });
}

const context = { newHasher: sha256 };

/** What three places find of an image, of which each has opened it on its own. */
async function byMany<T>(fixture: TestImage, work: (image: Image, pool: Pool) => Promise<T>) {
	const elsewhere = await openTestImage(fixture);
	const held = new Held(async (call) =>
		structuredClone(await perform(structuredClone(call), elsewhere, context)),
	);
	const here = await openTestImage(fixture);
	return drive(held, chance(7), work(here, poolOf(3, held.spawn)));
}

test.each(images)("$name: manifest and check of many are those of one", async (fixture) => {
	for (const work of [manifestBy, checkBy]) {
		const alone = await openTestImage(fixture);
		const expected = await work(alone, inlinePool(alone, context));
		expect(await byMany<unknown>(fixture, work)).toEqual(expected);
	}
});
