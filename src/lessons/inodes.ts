/** Lesson 2: a number of an inode is a place. */
import { countText, exactBytes } from "../base/words";
import { FT } from "../erofs/structs/dirent";
import { SB_OFFSET } from "../erofs/structs/superblock";
import { number, pickOne, readNumber, reckon, select, touch } from "./ask";
import type { Lesson, Telling, Wanted } from "./lesson";
import type { Scene } from "./scene";
import { code, hex } from "./words";

const FLAT_FILE: Wanted = {
	what: "a file that is not compressed and not in pieces",
	fits: ({ inode, scene }) => inode.type === FT.REG && scene.isFlat(inode),
};

async function place(scene: Scene): Promise<Telling> {
	const { rootNid, metaStart } = scene.image.facts;
	const { at, sum } = scene.placeOf(rootNid);
	const start = await scene.sb("meta_blkaddr");
	const fromThere =
		metaStart <= SB_OFFSET
			? "Inode numbers count from there. The superblock also lies in this stretch, so the first inode is not number 0."
			: "Inode numbers count from there.";
	return {
		at: at.space === "image" ? start.at : at,
		text: [
			"An **inode** describes one file or directory: how long it is, who owns it, where its contents are. It does not have the name of the file.",
			"What is stored about files, and is not their contents, is called **metadata**.",
			"Each inode has a number. In EROFS the number is a place: it counts steps of 32 bytes from the start of the metadata. So 36 does not mean the 36th file. It means a place 36 × 32 bytes after the start of the metadata.",
			at.space === "image"
				? `The 4 selected bytes of the superblock, at ${hex(start.at.start)}, say in which block the metadata starts: ${code(start.hex)}, so at byte ${countText(metaStart)}. It is a block number: if it were 2, counting would start at byte 2 × ${countText(scene.blockSize)}. ${fromThere} The root is inode ${rootNid}.`
				: `The root is inode ${rootNid}. The highest bit of that number is set: such inodes lie in a hidden file of the image. Without that bit the number counts from the start of it. You see its bytes now.`,
		],
		asks: [
			reckon(
				`At which byte does inode ${rootNid} begin?`,
				sum,
				["Number times 32, plus the start of the metadata.", `The number is ${rootNid}.`],
				[
					{ answer: Number(rootNid) * 64, say: "The steps have 32 bytes, not 64." },
					{ answer: Number(rootNid), say: "That is the number. Each step has 32 bytes." },
				],
			),
		],
	};
}

async function form(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const format = await scene.field(inode, "i_format");
	const length = inode.at.end - inode.at.start;
	const value = Number(format.value);
	return {
		at: format.at,
		text: [
			"Inodes come in two lengths. A small one has 32 bytes, a large one 64. Read the first two bytes as one number. If it is even, the inode is small; if odd, large. The rest of this number is for lesson 4.",
			`Here is the beginning of the inode of ${code(scene.subject.path)}. Its first two bytes are ${code(format.hex)}.`,
		],
		asks: [
			number(
				"How many bytes long is this inode?",
				length,
				[
					"Is the number even or odd?",
					`The bytes ${format.hex} are the number ${value}.`,
					`${value} is ${value % 2 ? "odd" : "even"}`,
				],
				[
					{
						answer: length === 64 ? 32 : 64,
						say: "Look at the number again: even is small, odd is large.",
					},
				],
			),
		],
	};
}

async function find(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const { sum } = scene.placeOf(inode.nid);
	return {
		blind: true,
		text: [
			`${code(path)} is inode ${inode.nid}${inode.at.space === "image" ? "" : ` of the space ${inode.at.space}`}.`,
			"To go to an offset, press Ctrl+G, or choose the cross-hairs at the right end of the line with the path. Or scroll there.",
		],
		asks: [
			touch(`Click a byte of inode ${inode.nid}.`, inode.at, [
				"Use the rule of the first step.",
				"Number times 32, plus the start of the metadata.",
				`${sum.text} = ?, then as a number with 0x`,
			]),
		],
		after: `It lies at ${hex(inode.at.start)}.`,
	};
}

async function size(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const field = await scene.field(inode, "i_size");
	const root = await scene.inode(scene.image.facts.rootNid);
	const { hex: start } = await scene.field(root, "i_format");
	const rootSize = await scene.field(root, "i_size");
	return {
		at: field.at,
		text: [
			`An inode says how many bytes the file has. That field begins ${field.at.start - inode.at.start} bytes after the start of the inode. In a large inode it has 8 bytes, in a small one 4. Here it has ${field.at.end - field.at.start}, and is selected.`,
		],
		asks: [
			readNumber(`How many bytes does ${code(path)} have?`, field, `The bytes ${field.hex}.`),
			...(root.at.space === "image"
				? [
						select(
							`Now the root. Inode ${root.nid} starts at ${hex(root.at.start)} with ${code(start)}. Select the bytes that say its size.`,
							rootSize.at,
							[
								"An even number at its start: a small inode. An odd one: a large inode.",
								"Start of the inode plus 8; 4 bytes in a small one, 8 in a large one.",
								`${hex(root.at.start)} + 8, ${rootSize.at.end - rootSize.at.start} bytes`,
							],
						),
					]
				: []),
		],
	};
}

/** First digit of a mode in sixteens, by type. */
const TYPES = ["an ordinary file", "a directory", "a link, which only holds another path"];
const DIGITS: Readonly<Record<number, number>> = { 8: 0, 4: 1, 10: 2 };

async function mode(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const root = await scene.inode(scene.image.facts.rootNid);
	const own = await scene.field(inode, "i_mode");
	const field = await scene.field(root, "i_mode");
	const digit = Number(field.value) >> 12;
	return {
		at: field.at,
		path: "/",
		text: [
			"What kind of thing an inode is, and who may do what with it, stands in two bytes. They begin 4 bytes after its start. Read them as one number and write it in hex. Its first digit is the kind: 8 is an ordinary file, 4 a directory, a (which is 10) a link, which only holds another path.",
			`${code(path)} has ${code(own.hex)}, so 0x${own.reversed}. The bytes selected now are those of inode ${root.nid}: ${code(field.hex)}.`,
		],
		asks: [
			pickOne(`What is inode ${root.nid}?`, TYPES, DIGITS[digit] ?? 0, [
				`The bytes ${field.hex}, lowest first.`,
				"The first digit is the kind.",
				`0x${field.reversed}: the digit is ${digit}`,
			]),
		],
	};
}

async function contents(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const first = scene.flatByte(inode, 0);
	const field = await scene.field(inode, "i_u");
	const isTail =
		first.at.start >= inode.at.end &&
		first.at.start === inode.bodyEnd &&
		first.at.space === inode.at.space;
	return {
		at: field.at,
		text: [
			`Now the contents. The 4 bytes that are selected, 16 bytes after the start of the inode, are the number of a block: there the contents begin. The number times the size of a block is the byte. A block has ${exactBytes(scene.blockSize)} here.`,
			"All bits set, `ff ff ff ff`, means that there is no such block. Then the contents come right after the inode.",
			`Here is the inode of ${code(path)}, which is ${exactBytes(inode.at.end - inode.at.start)} long and lies at ${hex(inode.at.start)}.`,
			...(inode.xattrSize > 0
				? [
						`Between it and what follows lie ${exactBytes(inode.xattrSize)} of attributes. They are lesson 8.`,
					]
				: [
						"Attributes may come between the two (lesson 8). Here there are none: bytes 2 and 3 of the inode are 0.",
					]),
		],
		asks: [
			touch(`Click the first byte of the contents of ${code(path)}.`, first.at, [
				`Inode at ${hex(inode.at.start)}, block number ${field.hex}.`,
				isTail ? "No block: they follow the inode." : "Block number times the size of a block.",
				isTail
					? `${hex(inode.at.start)} + ${inode.bodyEnd - inode.at.start}`
					: `${first.sum.text} = ?`,
			]),
		],
		after:
			"A file can also have both: blocks, and its last bytes after the inode. That is lesson 4.",
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const { at, sum } = scene.flatByte(inode, 0);
	const where = scene.placeOf(inode.nid);
	return {
		text: [`Only a number is given: ${inode.nid}. Find the inode, then its contents.`],
		asks: [
			touch(`Click the first byte of the contents of inode ${inode.nid}.`, at, [
				`The inode is at ${where.sum.text}.`,
				"Its block number is 16 bytes after its start; without one the contents follow it.",
				`${sum.text} = ?, then as a number with 0x`,
			]),
		],
		after: `It is ${code(scene.subject.path)}, and its first byte is at ${hex(at.start)}.`,
	};
}

export const inodes: Lesson = {
	id: "inodes",
	title: "Inode numbers and inodes",
	goal: "Turn the number of an inode into a byte, and read its size, its kind and where its contents are.",
	about: ["erofs_inode_compact", "erofs_inode_extended"],
	steps: [
		{ sample: "plain", terms: ["inode", "metadata"], tell: place },
		{ sample: "plain", path: "/diary.txt", own: FLAT_FILE, tell: form },
		{ sample: "plain", path: "/diary.txt", own: FLAT_FILE, tell: find },
		{ sample: "plain", path: "/diary.txt", own: FLAT_FILE, tell: size },
		{ sample: "plain", path: "/diary.txt", own: FLAT_FILE, tell: mode },
		{ sample: "plain", path: "/README.txt", own: FLAT_FILE, tell: contents },
		{ sample: "plain", path: "/data/line.txt", own: FLAT_FILE, closing: true, tell: closing },
	],
};
