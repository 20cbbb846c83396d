/** Lesson 1: what the superblock says, and how its numbers are read. */
import { countText, exactBytes } from "../base/words";
import { INCOMPAT_FEATURES } from "../erofs/structs/features";
import { known, times } from "../schema/sum";
import { number, pickAll, pickOne, readNumber, reckon, select } from "./ask";
import type { Lesson, Telling } from "./lesson";
import type { Scene } from "./scene";
import { hex as asHex } from "./words";

async function magic(scene: Scene): Promise<Telling> {
	const field = await scene.sb("magic");
	return {
		at: field.at,
		text: [
			"An **image** is one file that holds a whole tree of files. EROFS is a way to write images that are made once, and then only read.",
			"You see the bytes of one here, row by row. Each byte is written with two digits. They go from 0 to 9, and on from a, which is 10, to f, which is 15. The first digit counts sixteens: `0c` is 12, `10` is 16, and `2a` is 2 × 16 + 10 = 42. A `0x` before a number says that it is written in these digits: in **hex**. Each further digit to the left counts 16 times as much: 0x400 is 4 × 256 = 1,024.",
			"At the left of each row stands its **offset**: how many bytes come before it. The digits above a column say what to add: row `00000400`, column `0c` is byte 0x40c. The first byte has the number 0, here and in files.",
			"At the right stand the same bytes as text. A dot is a byte that is no letter.",
			"EROFS does not use the first 1,024 bytes. Its first part starts at byte 1024, which is 0x400: the **superblock**. It is made of **fields**: a few bytes each, which say one thing. The first field is selected. Its 4 bytes mark the image as EROFS.",
			"Numbers of several bytes are stored with the lowest byte first. That is called **little endian**. So `34 12` is 0x1234.",
		],
		asks: [
			{
				...readNumber("Read the four bytes as one number.", field, "The four selected bytes."),
				hints: [
					"The lowest byte comes first: read from the last byte to the first.",
					`The last byte is the highest: the number begins with 0x${field.reversed.slice(0, 2)}.`,
					`0x${field.reversed.slice(0, 4)}…`,
				],
			},
		],
	};
}

async function blockSize(scene: Scene): Promise<Telling> {
	const { at, hex, value } = await scene.sb("blkszbits");
	const bits = Number(value);
	return {
		at,
		text: [
			"The space of the image is cut into **blocks** of equal size. Many fields count in blocks and not in bytes.",
			"The one byte that is selected, at 0x40c, says how large. The size is a power of two. To save room, only the power is stored: a 3 would mean 2 × 2 × 2, which is 8 bytes.",
		],
		asks: [
			number(
				"How many bytes does a block have?",
				scene.blockSize,
				[
					`The selected byte: ${hex}.`,
					"It says how many twos are multiplied.",
					`2 to the power of ${bits}`,
				],
				[
					{ answer: bits, say: "That is the power. The block is 2 to that power." },
					{ answer: bits * 2, say: "That is 2 times the number. It is 2 to that power." },
				],
			),
		],
	};
}

async function imageSize(scene: Scene): Promise<Telling> {
	const { at, hex } = await scene.sb("blocks_lo");
	const { facts } = scene.image;
	const wide = facts.blocks >= 2 ** 32;
	return {
		at,
		text: [
			"The 4 selected bytes, at 0x424, say how many blocks the image has. With the size of a block they say how long it is.",
			...(wide
				? ["This image is so large that 2 more bytes, at 0x40e, hold the upper part of the number."]
				: []),
		],
		asks: [
			reckon(
				"How many bytes long is the image?",
				times(known(facts.blocks, "blocks"), scene.blockSize),
				[`The bytes ${hex}, lowest first.`, "Blocks times the size of a block."],
				[
					{
						answer: facts.blocks,
						say: "That is the number of blocks. Each has more than one byte.",
					},
				],
			),
		],
		after:
			"A file can be longer than its image says: then other things come after it, or it was filled up. If it is shorter, it was cut off.",
	};
}

async function root(scene: Scene): Promise<Telling> {
	const { wideRoot } = scene.image.facts;
	const field = await scene.sb(wideRoot ? "rootnid_8b" : "rootnid_2b");
	return {
		at: field.at,
		text: [
			"All files hang in one tree. A **directory** lists files and other directories. The one where the tree begins, at `/`, is the **root**.",
			"Each file and directory has a number. The superblock says the number of the root. Lesson 2 shows what it means.",
			...(wideRoot
				? [
						"This is a newer image: the number has 8 bytes here, which are selected. Older images have it at 0x40e, in 2.",
					]
				: ["It stands in the 2 selected bytes, at 0x40e."]),
		],
		asks: [readNumber("What is the number of the root?", field, `The bytes ${field.hex}.`)],
	};
}

async function checksum(scene: Scene): Promise<Telling> {
	const { at } = await scene.sb("checksum");
	const end = scene.checksumEnd;
	const inside = Math.min(0x560, end - 1);
	const text = (byte: number) => `0x${byte.toString(16)}`;
	return {
		at,
		text: [
			`These 4 bytes are a **checksum**: a number that comes out different when a byte it was made from has changed. It is made from the bytes 0x400 to ${text(end - 1)}. Its own 4 bytes count as zero.`,
			"Not every image has one. One **bit** (a single 0 or 1) of the superblock says whether there is one. When Linux opens the image, it compares the checksum.",
		],
		asks: [
			pickOne(
				`One byte is changed: ${text(inside)}, or ${text(end)}. Which change does the checksum show?`,
				["Both", `Only the one at ${text(inside)}`, `Only the one at ${text(end)}`, "Neither"],
				1,
				[
					"The text says which bytes the sum is made from.",
					`It ends with byte ${text(end - 1)}.`,
					`${text(end)} comes after ${text(end - 1)}, the last byte that counts.`,
				],
			),
		],
		after: "So the checksum guards the beginning of the image. It says nothing of the rest.",
	};
}

const featureNames = INCOMPAT_FEATURES.map(({ mask, label }) => `${asHex(mask)} ${label}`);

async function features(scene: Scene): Promise<Telling> {
	const { at, hex, value } = await scene.sb("feature_incompat");
	const word = Number(value);
	const set = INCOMPAT_FEATURES.flatMap(({ mask }, i) => (word & mask ? [i] : []));
	const newest = INCOMPAT_FEATURES.filter(({ mask }) => word & mask).at(-1);
	return {
		at,
		text: [
			"The 4 selected bytes are switches. Each of their bits is one **feature** that a program has to know to read the image. A program that does not know one of them has to refuse the image.",
			"A byte has 8 bits. Their values double: 1, 2, 4, 8, 16 (which is 0x10), and so on. The number of the field is the sum of those that are set: 0x5 would be 0x1 + 0x4. Two names on one line share a bit. The names below are those of Linux. Later lessons say what they mean.",
		],
		asks: [
			set.length > 0
				? pickAll("Which are set?", featureNames, set, [
						`The bytes ${hex}, lowest first.`,
						"Split the number into powers of two.",
						set.map((i) => `0x${INCOMPAT_FEATURES[i]?.mask.toString(16)}`).join(" + "),
					])
				: number("No switch is set here. What is the number?", 0, [
						`The bytes ${hex}.`,
						"All bytes are zero.",
						"0 + 0 + 0 + 0",
					]),
		],
		...(newest?.since
			? {
					after: `The newest of them came with Linux ${newest.since}. An older Linux refuses this image.`,
				}
			: {}),
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const field = await scene.sb("feature_incompat");
	const word = Number(field.value);
	const set = INCOMPAT_FEATURES.filter(({ mask }) => word & mask);
	const parts = set.map(({ mask, label }) => `0x${mask.toString(16)} ${label}`);
	return {
		text: [
			"Find the 4 bytes of the switches, and read them as a number.",
			"They begin 0x50 bytes after the start of the superblock.",
		],
		asks: [
			select("Select the 4 bytes of the switches.", field.at, [
				"The superblock begins at 0x400.",
				"Start of the superblock plus 0x50; 4 bytes.",
				"0x400 + 0x50",
			]),
			number("What number are they?", field.value, [
				`The bytes ${field.hex}.`,
				"The lowest byte comes first.",
				`0x${field.reversed.slice(0, -1)}…`,
			]),
		],
		after: `${parts.length > 0 ? `${parts.join(" + ")}. ` : ""}You can read a superblock now. Blocks of this image: ${countText(scene.image.facts.blocks)}, each of ${exactBytes(scene.blockSize)}.`,
	};
}

export const superblock: Lesson = {
	id: "superblock",
	title: "Superblock and features",
	goal: "Read the size of a block, the number of blocks, the number of the root and the features of an image.",
	about: ["erofs_super_block"],
	steps: [
		{
			sample: "plain",
			terms: ["image", "offset", "superblock", "field", "little endian"],
			tell: magic,
		},
		{ sample: "plain", terms: ["block"], tell: blockSize },
		{ sample: "plain", tell: imageSize },
		{ sample: "plain", terms: ["root", "directory"], tell: root },
		{ sample: "plain", terms: ["checksum", "bit"], tell: checksum },
		{ sample: "lz4", terms: ["feature"], tell: features },
		{ sample: "two-devices", closing: true, tell: closing },
	],
};
