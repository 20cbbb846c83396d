/**
 * What is said between who has an image open and threads that look at its compressed units. They load
 * no reader of the format: one is there before a census has ended, and takes little memory.
 */
import type { SpaceId } from "../base/range";
import type { ByteSource } from "../base/source";
import { deviceSpace, IMAGE_SPACE } from "../base/space";
import { unitLook } from "../checks/unit-look";
import { rowsOf, type UnitLook, type UnitRules, type Units } from "../checks/units";
import { volumeAt } from "../sources/volume";
import type { Recipe } from "./recipe";

/** What a thread is started with. */
export interface UnitWork<Given> {
	/** Its number, from 1 on. */
	readonly who: number;
	readonly recipe: Recipe<Given>;
	readonly rules: UnitRules;
	/** Where units are put, and who looks at each batch: where memory is shared. */
	readonly shared?: SharedUnits;
}

export interface SharedUnits {
	readonly units: Units;
	/** By batch. */
	readonly claims: Int32Array;
}

/** A batch that is there to be claimed, by its number. */
export interface UnitCall {
	readonly batch: number;
	/** A copy of its own, for a thread alone. */
	readonly units?: Units;
}

export interface UnitReply {
	readonly batch: number;
	/** Rows of the batch, counted from its first one; absent when something could not be read. */
	readonly doubtful?: readonly number[];
}

const NOBODY = 0;

/** Lets a batch be claimed: all others are somebody's, or not put together yet. */
export const offer = (claims: Int32Array, batch: number): void => give(claims, batch, NOBODY);

/** The batch is theirs from now on, whoever had it. */
export const give = (claims: Int32Array, batch: number, who: number): void => {
	Atomics.store(claims, batch, who);
};

/** @returns whether the batch is theirs: it is of who asks first */
export const claim = (claims: Int32Array, batch: number, who: number): boolean =>
	Atomics.compareExchange(claims, batch, NOBODY, who) === NOBODY;

export const claimant = (claims: Int32Array, batch: number): number => Atomics.load(claims, batch);

/**
 * In the thread: looks at batches, and sends what came of them. Those that it must claim it takes one
 * after the other; those that are its own side by side: one is decoded while another waits for bytes.
 */
export function answerer<Given>(
	{ who, recipe, rules, shared }: UnitWork<Given>,
	openGiven: (given: Given) => Promise<ByteSource>,
	send: (reply: UnitReply) => void,
): (call: UnitCall) => Promise<void> {
	const opened = openSpaces(recipe, openGiven).then((sourceOf) => unitLook(rules, sourceOf));
	const reply = async (batch: number, units: Units, at: number) =>
		send({ batch, ...(await answer(units, at, opened)) });
	let before = Promise.resolve();
	return ({ batch, units }) => {
		if (units) return reply(batch, units, 0);
		before = before.then(() => {
			if (shared && claim(shared.claims, batch, who)) return reply(batch, shared.units, batch);
		});
		return before;
	};
}

/** Who sent the batch looks at it again, and meets whatever is wrong. */
async function answer(
	units: Units,
	batch: number,
	opened: Promise<UnitLook>,
): Promise<Pick<UnitReply, "doubtful">> {
	try {
		const look = await opened;
		const rows = await look(units, rowsOf(units, batch));
		return { doubtful: rows.map((row) => row - batch * units.most) };
	} catch {
		return {};
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
