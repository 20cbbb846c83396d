/** Pretended threads that look at units, in an order and with mishaps that a seed chooses. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { isCancelled } from "../base/errors";
import { deviceSpace } from "../base/space";
import { run } from "../checks/run";
import { unitRules } from "../checks/streams";
import { lookHere, type UnitPlaces, unitsHere } from "../checks/unit-places";
import type { UnitLook } from "../checks/units";
import type { Image } from "../erofs/image";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { chance, pick } from "../testing/shuffled";
import { answerer, claim, type UnitCall, type UnitReply } from "./unit-calls";
import { type StartUnitThread, type UnitEars, UnitThreads } from "./unit-threads";

/** No superblock that could be read. */
const UNOPENED = /^(sb-blkszbits-17|sb-wrong-magic|truncated-1023)$/;
const images = [...fixtures.good, ...fixtures.bad].filter(({ name }) => !UNOPENED.test(name));

const openFile = async (file: string) => memorySource(readFileSync(file), file);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What can happen to a thread when it is about to answer. */
type Mishap = "none" | "breaks" | "cannot read";

const threadsOf =
	({ file, devices, offset }: TestImage, image: Image, next: () => Mishap): StartUnitThread =>
	(who, { reply, broken }, shared) => {
		let isAlive = true;
		let last = Promise.resolve();
		const send = (answer: UnitReply) => {
			if (!isAlive) return;
			const mishap = next();
			if (mishap === "breaks") {
				isAlive = false;
				// That is known when it has begun with more.
				void last.then(broken);
			} else reply(mishap === "cannot read" ? { batch: answer.batch } : structuredClone(answer));
		};
		const recipe = { image: file, devices, offset };
		const work = { who, recipe, rules: unitRules(image), ...(shared ? { shared } : {}) };
		const take = answerer(work, openFile, send);
		return {
			async post(call: UnitCall) {
				const copy = structuredClone(call);
				await turn();
				if (isAlive) last = take(copy);
			},
			end() {
				isAlive = false;
			},
		};
	};

const checkBy = (image: Image, units: UnitPlaces) =>
	run(image, { start: rootOf(image), level: "contents", units });

/** Who has the image comes when it likes. */
const atLeisure = (places: UnitThreads, random: () => number): UnitPlaces => ({
	...places,
	async help() {
		for (let turns = pick(random, 4); turns > 0; turns--) await turn();
		return places.help();
	},
});

/** Batches of less than a unit, so that each is one of its own. */
const TINY = 1;

const optionsFor = (image: Image, start: StartUnitThread) => ({
	count: 2,
	start,
	here: lookHere(image),
	spaces: [image.primary.space, ...image.devices.map((_, slot) => deviceSpace(slot + 1))],
	batch: TINY,
});

interface Case {
	readonly mishaps: readonly Mishap[];
	readonly sharesMemory: boolean;
}

const CASES: readonly Case[] = [
	{ mishaps: ["none", "none", "breaks"], sharesMemory: true },
	{ mishaps: ["none", "cannot read"], sharesMemory: true },
	{ mishaps: ["none", "none", "none", "breaks", "cannot read"], sharesMemory: false },
];

afterEach(() => vi.unstubAllGlobals());

test.each(images)("$name: threads find what is found without them", async (fixture) => {
	const alone = await openTestImage(fixture);
	const expected = await checkBy(alone, unitsHere(alone));
	const units = expected.checked.units.decoded;
	for (const { mishaps, sharesMemory } of CASES) {
		const random = chance(units + mishaps.length);
		const image = await openTestImage(fixture);
		if (!sharesMemory) vi.stubGlobal("SharedArrayBuffer", undefined);
		let answers = 0;
		const start = threadsOf(fixture, image, () => {
			answers++;
			return mishaps[pick(random, mishaps.length)] as Mishap;
		});
		const places = new UnitThreads(optionsFor(image, start));
		expect(await checkBy(image, atLeisure(places, random))).toEqual(expected);
		if (units > 20) expect(answers).toBeGreaterThan(0);
		places.close();
	}
});

const placesWith = (start: StartUnitThread, here: UnitLook): UnitThreads =>
	new UnitThreads({ count: 2, start, here, spaces: [], batch: TINY });

/** Batches of a unit each, from the first one on. */
const begin = (places: UnitThreads, count: number) =>
	Array.from({ length: count }, (_, batch) => {
		places.units.counts[batch] = 1;
		places.begin(batch);
		return () => places.outcome(batch);
	});

const outcomesOf = async (batches: ReturnType<typeof begin>) => {
	const all = [];
	for (const outcome of batches) all.push(await outcome());
	return all;
};

test("does all itself where no thread can be started", async () => {
	let looks = 0;
	const here = async () => {
		looks++;
		return [];
	};
	const start = () => {
		throw new Error("no more threads");
	};
	expect(await outcomesOf(begin(placesWith(start, here), 1))).toEqual([[]]);
	expect(looks).toBe(1);
});

test("does what threads had begun when they break, and what nobody had", async () => {
	const all: UnitEars[] = [];
	let claims = new Int32Array();
	const start: StartUnitThread = (_, ears, shared) => {
		all.push(ears);
		claims = shared?.claims as Int32Array<ArrayBuffer>;
		return { post() {}, end() {} };
	};
	const looks = begin(
		placesWith(start, async (_, rows) => rows),
		2,
	);
	expect(claim(claims, 0, 1)).toBe(true);
	for (const { broken } of all) broken();
	expect(await outcomesOf(looks)).toEqual([[0], [1]]);
});

test("hears nothing more of a thread that was lost: its batch may be another one by now", async () => {
	const all: UnitEars[] = [];
	let claims = new Int32Array();
	const start: StartUnitThread = (_, ears, shared) => {
		all.push(ears);
		claims = shared?.claims as Int32Array<ArrayBuffer>;
		return { post() {}, end() {} };
	};
	const places = placesWith(start, async (_, rows) => rows);
	const [first] = begin(places, 1);
	expect(claim(claims, 0, 1)).toBe(true);
	all[0]?.broken();
	expect(await first?.()).toEqual([0]);
	const [again] = begin(places, 1);
	all[0]?.reply({ batch: 0, doubtful: [] });
	expect(await places.help()).toBe(true);
	expect(await again?.()).toEqual([0]);
});

test("helps with the newest that nobody has, whoever was faster with others", async () => {
	let claims = new Int32Array();
	const start: StartUnitThread = (_, __, shared) => {
		claims = shared?.claims as Int32Array<ArrayBuffer>;
		return { post() {}, end() {} };
	};
	const looked: number[] = [];
	const places = placesWith(start, async (_, rows) => {
		looked.push(...rows);
		return [];
	});
	begin(places, 5);
	expect(claim(claims, 0, 1)).toBe(true);
	expect(claim(claims, 3, 2)).toBe(true);
	const helped = [];
	for (let n = 0; n < 4; n++) helped.push(await places.help());
	expect(helped).toEqual([true, true, true, false]);
	expect(looked).toEqual([4, 2, 1]);
	// The next ones are there to be helped with, and those that others have are not.
	places.units.counts[5] = 1;
	places.begin(5);
	expect([await places.help(), await places.help()]).toEqual([true, false]);
	expect(looked.at(-1)).toBe(5);
	for (const batch of [1, 2, 4, 5]) expect(places.outcome(batch)).toEqual([]);
});

test("ends threads and fails what waits when it is closed", async () => {
	let ended = 0;
	const start: StartUnitThread = () => ({ post() {}, end: () => ended++ });
	const places = placesWith(start, async () => []);
	const [waiting] = begin(places, 1);
	places.close();
	await expect(waiting?.()).rejects.toSatisfy(isCancelled);
	const [, late] = begin(places, 2);
	await expect(late?.()).rejects.toSatisfy(isCancelled);
	expect(ended).toBe(2);
});
