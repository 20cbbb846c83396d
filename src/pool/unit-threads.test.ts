/** Pretended threads that look at units, in an order and with mishaps that a seed chooses. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { isCancelled } from "../base/errors";
import { type UnitPlaces, unitsHere } from "../checks/decoding";
import { run } from "../checks/run";
import { unitRules } from "../checks/streams";
import { roomForUnits, pick as some, type UnitLook } from "../checks/units";
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
	(who, { reply, broken }) => {
		let isAlive = true;
		let last = Promise.resolve();
		const send = (answer: UnitReply) => {
			if (!isAlive) return;
			const mishap = next();
			if (mishap === "breaks") {
				isAlive = false;
				// That is known when it has begun with more.
				void last.then(broken);
			} else reply(mishap === "cannot read" ? { id: answer.id } : structuredClone(answer));
		};
		const recipe = { image: file, devices, offset };
		const take = answerer({ who, recipe, rules: unitRules(image) }, openFile, send);
		return {
			async post({ units, ...rest }: UnitCall) {
				const call = { ...rest, units: structuredClone(units) };
				await turn();
				if (isAlive) last = take(call);
			},
			end() {
				isAlive = false;
			},
		};
	};

const checkBy = (image: Image, units: UnitPlaces) =>
	run(image, { start: rootOf(image), level: "contents", units });

/** Batches of one unit each, so that there are many of few, and who has the image comes when it likes. */
const oneByOne = (places: UnitThreads, random: () => number): UnitPlaces => ({
	...places,
	ahead: 1,
	async look(units) {
		const looks = Array.from({ length: units.count }, async (_, row) => {
			const doubtful = await places.look(some(units, [row]));
			return doubtful.map(() => row);
		});
		return (await Promise.all(looks)).flat();
	},
	async help() {
		for (let turns = pick(random, 4); turns > 0; turns--) await turn();
		return places.help();
	},
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
		const places = new UnitThreads(2, start, unitsHere(image));
		expect(await checkBy(image, oneByOne(places, random))).toEqual(expected);
		if (units > 20) expect(answers).toBeGreaterThan(0);
		places.close();
	}
});

const batch = () => ({ ...roomForUnits(1), count: 1 });
const placesOf = (look: UnitLook): UnitPlaces => ({ look, ahead: 1, batch: 1 });

test("does all itself where no thread can be started", async () => {
	let looks = 0;
	const here = async () => {
		looks++;
		return [];
	};
	const start = () => {
		throw new Error("no more threads");
	};
	const places = new UnitThreads(2, start, placesOf(here));
	expect(await places.look(batch())).toEqual([]);
	expect(looks).toBe(1);
});

test("does what threads had begun when they break, and what nobody had", async () => {
	const all: UnitEars[] = [];
	const calls: UnitCall[] = [];
	const start: StartUnitThread = (_, ears) => {
		all.push(ears);
		return { post: (call) => calls.push(call), end() {} };
	};
	const places = new UnitThreads(
		2,
		start,
		placesOf(async () => [0]),
	);
	const begun = places.look(batch());
	const left = places.look(batch());
	expect(claim(calls[0]?.claimed as Int32Array, 1)).toBe(true);
	for (const { broken } of all) broken();
	expect(await Promise.all([begun, left])).toEqual([[0], [0]]);
});

test("ends threads and fails what waits when it is closed", async () => {
	let ended = 0;
	const start: StartUnitThread = () => ({ post() {}, end: () => ended++ });
	const places = new UnitThreads(
		2,
		start,
		placesOf(async () => []),
	);
	const waiting = places.look(batch());
	places.close();
	await expect(waiting).rejects.toSatisfy(isCancelled);
	await expect(places.look(batch())).rejects.toSatisfy(isCancelled);
	expect(ended).toBe(2);
});
