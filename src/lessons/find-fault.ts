/** Lesson 11: from what a check says to the byte that is wrong, and its repair on the bench. */

import type { Finding } from "../base/finding";
import type { Span } from "../base/range";
import { showName } from "../base/text";
import { countText, sizeText } from "../base/words";
import { number, pickOne, select, touch, word } from "./ask";
import type { Lesson, Telling, Wanted } from "./lesson";
import type { Scene } from "./scene";
import { code, hex } from "./words";

const byteAt = ({ space, start }: Span, n: number): Span => ({
	space,
	start: start + n,
	end: start + n + 1,
});

const countOf = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

/** Bytes of an image that is checked whole for a step. */
const MOST_CHECKED = 16 << 20;

/** The gravest cause whose bytes are in the image itself. */
async function shownCause(scene: Scene): Promise<Finding | undefined> {
	const found = (await scene.causes()).map(({ cause }) => cause);
	const shown = found.filter(({ at }) => at.space === "image" && at.end > at.start);
	return shown.find(({ severity }) => severity === "error") ?? shown[0];
}

/** Asked of the root alone: it is the same for every file. */
const withFault: Wanted = {
	what: `an image of at most ${sizeText(MOST_CHECKED)} in which something is wrong: open a damaged one, or break a copy of yours on the bench`,
	fits: async ({ depth, scene }) =>
		depth === 0 &&
		scene.image.facts.imageSize <= MOST_CHECKED &&
		(await shownCause(scene)) !== undefined,
};

async function causes(scene: Scene): Promise<Telling> {
	const groups = await scene.causes();
	const follows = groups.reduce((sum, group) => sum + group.follows.length, 0);
	return {
		view: "check",
		text: [
			"Something is wrong with this image. The place Check looks for it: choose all structures and contents, and run it.",
			"One wrong byte can make many things look wrong. What is wrong itself is a **cause**; what only follows from it stands below its cause.",
		],
		asks: [
			number(
				"How many causes does the check find?",
				groups.length,
				[
					"The place Check, after it has looked at the contents too.",
					"Count the groups. What follows from another does not count.",
					`${countText(groups.length + follows)} findings, of which ${countText(follows)} follow from others`,
				],
				[{ answer: groups.length + follows, say: "Some of these follow from others." }],
			),
		],
	};
}

/** The highest byte of a number that is not zero. */
const topByte = (value: bigint): number => Math.floor((value.toString(2).length - 1) / 8);

async function pointer(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const entries = (await scene.directory(inode))?.flatMap((block) => block.entries) ?? [];
	const entry = entries.reduce((a, b) => (b.nid > a.nid ? b : a));
	const { hex: digits } = await scene.stored(entry.nidAt);
	const wrong = topByte(entry.nid);
	return {
		at: entry.nidAt,
		text: [
			`In ${code(path)}, the name ${code(showName(entry.raw))} leads to inode ${countText(entry.nid)}. Its record is selected: ${code(digits)}.`,
			"The other names there have small numbers. One byte of this one is wrong.",
		],
		asks: [
			touch("Click the wrong byte.", byteAt(entry.nidAt, wrong), [
				"Compare it with the records beside it.",
				`The number is ${countText(BigInt.asUintN(8 * wrong, entry.nid))} + 2 to the power of ${8 * wrong}.`,
				`byte ${wrong} of the record, counted from 0: ${hex(entry.nidAt.start)} + ${wrong}`,
			]),
		],
		after: "The check points to the record, where the fault is, and not to where it leads.",
	};
}

async function mode(scene: Scene): Promise<Telling> {
	const { path, inode } = scene.subject;
	const field = await scene.field(inode, "i_mode");
	const high = Number(field.value) >> 8;
	const right = 0x80 | (high & 0xf);
	return {
		at: field.at,
		text: [
			`${code(path)} has the mode ${code(field.hex)}. Its first digit is the kind, and ${high >> 4} is no kind that exists.`,
			"The name of the file tells what it should be.",
		],
		asks: [
			number(
				"Which value should the wrong byte have?",
				right,
				[
					`Read the two bytes as one number: 0x${field.reversed}.`,
					"The first digit is the kind: 8 is a file, 4 a directory. The rest is right.",
					`0x?${(high & 0xf).toString(16)}, with the digit of a file`,
				],
				[{ answer: high, say: "That is the value it has." }],
			),
		],
	};
}

/** Bytes of a distance. */
const DISTANCE = 2;

async function distance(scene: Scene): Promise<Telling> {
	const { path } = scene.subject;
	const [, second] = await scene.storedUnits(scene.subject.inode);
	const { start, stream, lz4 } = await scene.inside(scene.blockSize * 5);
	const at = lz4?.sequences.distanceAt[0] ?? 0;
	const literals = lz4?.sequences.literals[0] ?? 0;
	const literalsAt = lz4?.sequences.literalsAt[0] ?? 0;
	const asked = lz4?.sequences.distance[0] ?? 0;
	const answer = {
		space: stream.space,
		start: stream.start + at,
		end: stream.start + at + DISTANCE,
	};
	return {
		at: { space: stream.space, start: stream.start, end: answer.end },
		text: [
			`The third cause is in a compressed unit of ${code(path)}: the one for byte ${countText(start)} and what follows. It is at ${hex(second?.start ?? stream.start)}.`,
			`LZ4 writes bytes as they are, and then says: go back so many bytes, and copy from there. Here the first ${literals} bytes are written as they are; they begin at ${hex(stream.start + literalsAt)}. Then come 2 bytes with the way back.`,
		],
		asks: [
			select("Select the 2 bytes that say how far to go back.", answer, [
				`The bytes that are taken as they are begin at ${hex(stream.start + literalsAt)}.`,
				`There are ${literals} of them; the way back follows.`,
				`${hex(stream.start + literalsAt)} + ${literals}`,
			]),
		],
		after: `They say ${countText(asked)}. Only ${countText(literals)} bytes are written by then: there is nothing to copy.`,
	};
}

async function checksum(scene: Scene): Promise<Telling> {
	const { stream, lz4 } = await scene.inside(scene.blockSize * 5);
	const at = stream.start + (lz4?.sequences.distanceAt[0] ?? 0);
	const end = scene.checksumEnd;
	return {
		at: (await scene.sb("checksum")).at,
		text: [
			"The checksum of the superblock is right in this image: whoever changed it has made it anew.",
			`Say that it had not been made anew. The third cause is at ${hex(at)}.`,
		],
		asks: [
			pickOne(
				"Would the checksum have shown the third cause?",
				["Yes: it guards the whole image", "No: it does not reach so far", "Only to Linux"],
				1,
				[
					"The first lesson says which bytes it is made from.",
					`It ends with byte ${hex(end - 1)}.`,
					`${hex(at)} and ${hex(end - 1)}`,
				],
			),
		],
	};
}

async function repair(scene: Scene): Promise<Telling> {
	const left = (await scene.causes()).length;
	return {
		text: [
			"Now repair it, in a copy. Select a wrong byte, and open the **bench**: there you can change the bytes of a copy in memory. The file itself stays as it is.",
			"The record needs `00` where it has `01`. The mode needs the byte of step 3. The way back needs `31 00`.",
			left === 0
				? "Nothing is wrong any more."
				: `${countOf(left, "cause")} left. Come back here after each change.`,
		],
		asks: [
			word(
				"Which sample is it then, byte for byte? Type its name.",
				"lz4",
				[
					"Look at the names of the files, and at the list of samples.",
					"It has the same tree, and is compressed with the same algorithm.",
					"three letters and digits: l, z, …",
				],
				["lz4.erofs", "Compressed with LZ4"],
			),
		],
		after:
			left === 0
				? "You have repaired it: the check finds nothing."
				: "Repair all three, and the check will find nothing.",
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const cause = await shownCause(scene);
	if (!cause) return { text: [], asks: [] };
	const { at, text } = cause;
	// What is less grave may only follow from it.
	const asGrave = (await scene.causes()).filter((group) => group.cause.severity === cause.severity);
	const { length } = asGrave;
	return {
		view: "check",
		text: [
			length === 1
				? "One fault is hidden in this image. Find it: first with the check, then among the bytes."
				: `${length} faults are hidden in this image. Find the one that the check tells in these words: “${text}”`,
		],
		asks: [
			touch("Click a byte of the field that is wrong.", at, [
				"Run the check, with the contents.",
				`It says: ${text}`,
				`it is in the bytes ${hex(at.start)} to ${hex(at.end - 1)}`,
			]),
		],
		after: `It is in ${code([cause.structure, cause.field].filter(Boolean).join("."))}. Where the bench has made the fault, undo the change there, and all is well again.`,
	};
}

export const findFault: Lesson = {
	id: "find-fault",
	title: "Find the fault",
	goal: "Name the field that is wrong in a damaged image, and not only where it leads.",
	about: [],
	steps: [
		{ sample: "broken", own: withFault, terms: ["cause"], tell: causes },
		{ sample: "broken", path: "/story", own: "never", tell: pointer },
		{ sample: "broken", path: "/source/Makefile", own: "never", tell: mode },
		{ sample: "broken", path: "/diary.txt", own: "never", tell: distance },
		{ sample: "broken", path: "/diary.txt", own: "never", tell: checksum },
		{ sample: "broken", own: "never", bench: true, terms: ["bench"], tell: repair },
		{ sample: "lz4", edits: ["0x6bd:01"], own: withFault, closing: true, tell: closing },
	],
};
