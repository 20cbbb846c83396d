/**
 * What is said between who has an image open and threads that look at its compressed units. They load
 * no reader of the format: one is there before a census has ended, and takes little memory.
 */
import type { SpaceId } from "../base/range";
import type { ByteSource } from "../base/source";
import { deviceSpace, IMAGE_SPACE } from "../base/space";
import { unitLook } from "../checks/unit-look";
import type { UnitLook, UnitRules, Units } from "../checks/units";
import { volumeAt } from "../sources/volume";
import type { Recipe } from "./recipe";

/** What a thread is started with. */
export interface UnitWork<Given> {
	/** Its number, from 1 on. */
	readonly who: number;
	readonly recipe: Recipe<Given>;
	readonly rules: UnitRules;
}

/** A batch. */
export interface UnitCall {
	readonly id: number;
	readonly units: Units;
	/** Shared by all who are told of it: who looks at it. Absent when it is theirs who is told alone. */
	readonly claimed?: Int32Array;
}

export interface UnitReply {
	readonly id: number;
	/** Absent when something could not be read. */
	readonly doubtful?: readonly number[];
}

const NOBODY = 0;

/** @returns whether the batch is theirs: it is of who asks first */
export const claim = (claimed: Int32Array, who: number): boolean =>
	Atomics.compareExchange(claimed, 0, NOBODY, who) === NOBODY;

export const claimant = (claimed: Int32Array): number => Atomics.load(claimed, 0);

/**
 * In the thread: looks at batches, and sends what came of them. Those that it must claim it takes one
 * after the other; those that are its own side by side: one is decoded while another waits for bytes.
 */
export function answerer<Given>(
	{ who, recipe, rules }: UnitWork<Given>,
	openGiven: (given: Given) => Promise<ByteSource>,
	send: (reply: UnitReply) => void,
): (call: UnitCall) => Promise<void> {
	const opened = openSpaces(recipe, openGiven).then((sourceOf) => unitLook(rules, sourceOf));
	const reply = async (call: UnitCall) => send(await answer(call, opened));
	let before = Promise.resolve();
	return (call) => {
		const { claimed } = call;
		if (!claimed) return reply(call);
		before = before.then(() => (claim(claimed, who) ? reply(call) : undefined));
		return before;
	};
}

/** Who sent the batch looks at it again, and meets whatever is wrong. */
async function answer({ id, units }: UnitCall, opened: Promise<UnitLook>): Promise<UnitReply> {
	try {
		const look = await opened;
		return { id, doubtful: await look(units) };
	} catch {
		return { id };
	}
}

/** The files of an image as spaces. @throws Failure `io` */
async function openSpaces<Given>(
	{ image, devices, offset }: Recipe<Given>,
	openGiven: (given: Given) => Promise<ByteSource>,
): Promise<(space: SpaceId) => ByteSource | undefined> {
	const sources = new Map([[IMAGE_SPACE as SpaceId, volumeAt(await openGiven(image), offset)]]);
	for (const [slot, device] of devices.entries()) {
		if (device !== undefined) sources.set(deviceSpace(slot + 1), await openGiven(device));
	}
	return (space) => sources.get(space);
}
