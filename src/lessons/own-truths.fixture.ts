/** What is right of a step on any image, by the program that shares no line with the readers. */
import { contentsOf } from "../testing/oracle/contents";
import { directoryBlocks } from "../testing/oracle/directory";
import { type Inode, isDirectory, readInode } from "../testing/oracle/inode";
import { NONHEAD } from "../testing/oracle/lclusters";
import { readMapHeader } from "../testing/oracle/map-header";
import { readTree } from "../testing/oracle/tree";
import { readIndex, unitsOf } from "../testing/oracle/units";
import { resolve, spaceNamed, type Volume } from "../testing/oracle/volume";
import type { Telling } from "./lesson";

interface Asked {
	readonly volume: Volume;
	/** The file that the step speaks of; the root without one. */
	readonly inode: Inode;
	readonly telling: Telling;
}

type Answers = (asked: Asked) => readonly (string | number | bigint)[];

const FEATURES = 0x50;
const SUPERBLOCK = 1024;

const bytesAt = (inode: Inode, start: number, end: number): string =>
	`${inode.home.name}:${start}+${end - start}`;

/** Where byte `n` of flat contents is stored: space and offset. */
function storedAt(volume: Volume, inode: Inode, n: number): readonly [string, number] {
	const inBlocks =
		inode.layout === "flat-inline"
			? Math.floor(Number(inode.size) / volume.blockSize) * volume.blockSize
			: Number(inode.size);
	if (n >= inBlocks) return [inode.home.name, inode.end + n - inBlocks];
	const [place] = resolve(volume, 0, (inode.dataAt ?? 0) + n, 1);
	return [place?.space ?? "", place?.start ?? 0];
}

const flatPlace = ({ volume, inode }: Asked, n = 0): string => {
	const [space, at] = storedAt(volume, inode, n);
	return `${space}:${at}+1`;
};

/** The directory that names the subject, and which entry of it does. */
function naming({ volume, inode }: Asked) {
	for (const { inode: directory } of readTree(volume)) {
		if (!isDirectory(directory)) continue;
		const blocks = directoryBlocks(contentsOf(volume, directory), volume.blockSize);
		const index = blocks[0]?.dirents.findIndex(
			({ nid, name }) => nid === inode.nid && name !== "." && name !== "..",
		);
		if (index === undefined || index < 0) continue;
		const [space, start] = storedAt(volume, directory, 0);
		const dirents = blocks[0]?.dirents ?? [];
		const at = (from: number, to: number) => `${space}:${start + from}+${to - from}`;
		return { dirents, entry: dirents[index], at };
	}
	throw new Error(`nobody names inode ${inode.nid}`);
}

/** The first number of a text that follows a word: “byte 4,100”. */
const numberIn = (text: string, word: string): number =>
	Number(new RegExp(`${word} ([\\d,]+)`, "i").exec(text)?.[1]?.replaceAll(",", ""));

const askOf = ({ telling }: Asked, i = 0): string => telling.asks[i]?.ask ?? "";
const textOf = ({ telling }: Asked): string => telling.text.join(" ");

/** Chunks as the union of the inode says. */
function chunksOf({ volume, inode }: Asked) {
	const unit = inode.union & 0x20 ? 8 : 4;
	const size = volume.blockSize * 2 ** (inode.union & 0x1f);
	const start = Math.ceil(inode.end / unit) * unit;
	const count = Math.ceil(Number(inode.size) / size);
	const isHole = (i: number) => {
		const at = start + i * unit;
		const low = inode.home.u32(unit === 8 ? at + 4 : at);
		const high = inode.union & 0x40 ? inode.home.u16(at) : 0xffff;
		return low === 0xffffffff && high === 0xffff;
	};
	return { unit, size, start, count, isHole };
}

function unitAt({ volume, inode }: Asked, n: number) {
	const unit = unitsOf(volume, inode).find(
		({ logical, length }) => n >= logical && n < logical + length,
	);
	if (!unit) throw new Error(`byte ${n} is in no unit`);
	return unit;
}

/** The first byte of the first unit that is not padding. */
function firstByte(asked: Asked): number {
	let at = atOf(unitAt(asked, 0));
	while (asked.volume.image.u8(at) === 0) at++;
	return at;
}

/** Where a unit is stored. */
const atOf = (unit: ReturnType<typeof unitAt>): number => (unit.where === "nowhere" ? 0 : unit.at);

/** Bytes of an attribute by its whole name, as the tree it was made from has them. */
const valueIs = ({ telling, volume }: Asked): string => {
	const [question] = telling.asks;
	if (question?.kind !== "place") throw new Error("no place is asked for");
	const { space, start, end } = question.answer;
	const home = spaceNamed(volume, space);
	// In front of the value stand its name and, 4 bytes before that, the lengths of both.
	let at = start - 4;
	while (at + 4 + home.u8(at) !== start || home.u16(at + 2) !== end - start) at--;
	return `select ${space}:${at + 4 + home.u8(at)}+${home.u16(at + 2)}`;
};

/** A record of a chunk as it is stored: device and block. */
function recordOf(asked: Asked, i: number): readonly [device: number, block: number] {
	const { unit, start } = chunksOf(asked);
	const { home } = asked.inode;
	return [home.u16(start + i * unit + 2), home.u32(start + i * unit + 4)];
}

/** What reading one byte of a file in the root directory needs: superblock, root, index, unit. */
function neededBy({ volume, inode }: Asked) {
	const root = readInode(volume, volume.rootNid);
	const size = Number(inode.size);
	const unit = unitAt({ volume, inode } as Asked, size > 40_000 ? 40_000 : Math.floor(size / 2));
	if (unit.where !== "blocks") throw new Error("the unit is not in blocks");
	const index = readIndex(volume, inode, readMapHeader(volume, inode));
	return {
		root: [root.at, root.end + Number(root.size)],
		map: [inode.at, index.end],
		unit: [unit.at, unit.at + unit.size],
	} as const;
}

type Bytes = readonly [start: number, end: number];

const blocksIn = (ranges: readonly Bytes[], blockSize: number): number =>
	new Set(
		ranges.flatMap(([start, end]) =>
			Array.from(
				{ length: Math.ceil(end / blockSize) - Math.floor(start / blockSize) },
				(_, i) => Math.floor(start / blockSize) + i,
			),
		),
	).size;

const selecting = ([start, end]: Bytes): string => `select image:${start}+${end - start}`;

const ANSWERS: Readonly<Record<string, Answers>> = {
	"superblock 1": () => [0xe0f5e1e2],
	"superblock 2": ({ volume }) => [volume.blockSize],
	"superblock 3": ({ volume }) => [volume.size],
	"superblock 4": ({ volume }) => [volume.rootNid],
	"superblock 5": ({ volume: { blockSize } }) => [
		`Only the one at 0x${Math.min(0x560, Math.max(blockSize, 1024 + (blockSize <= 1024 ? blockSize : 0)) - 1).toString(16)}`,
	],
	"superblock 6": ({ volume, telling: { asks } }) => {
		const [question] = asks;
		if (question?.kind !== "pick") return [volume.incompat];
		return [question.options.filter((_, bit) => volume.incompat & (1 << bit)).join(" + ")];
	},
	"superblock 7": ({ volume }) => [`select image:${SUPERBLOCK + FEATURES}+4`, volume.incompat],
	"inodes 1": ({ volume }) => [readInode(volume, volume.rootNid).at],
	"inodes 2": ({ inode }) => [inode.isExtended ? 64 : 32],
	"inodes 3": ({ inode }) => [`click ${bytesAt(inode, inode.at, inode.xattrsAt)}`],
	"inodes 4": ({ volume, inode }) => {
		const root = readInode(volume, volume.rootNid);
		const field = bytesAt(root, root.at + 8, root.at + (root.isExtended ? 16 : 12));
		return root.home === volume.image ? [inode.size, `select ${field}`] : [inode.size];
	},
	"inodes 5": () => ["a directory"],
	"inodes 6": (asked) => [`click ${flatPlace(asked)}`],
	"inodes 7": (asked) => [`click ${flatPlace(asked)}`],
	"directories 1": (asked) => [`select ${naming(asked).at(0, 12)}`],
	"directories 2": (asked) => [naming(asked).dirents.length],
	"directories 3": (asked) => {
		const { entry, at } = naming(asked);
		return [`select ${at(entry?.nameStart ?? 0, entry?.nameEnd ?? 0)}`];
	},
	"directories 4": ({ inode }) => [`click ${bytesAt(inode, inode.at, inode.xattrsAt)}`],
	"directories 5": (asked) => {
		const names = naming(asked).dirents.map(({ name }) => name);
		const before = names.filter((name) => name < "Zebra").length;
		if (before === 0) return [`before “${names[0]}”`];
		if (before === names.length) return [`after “${names.at(-1)}”`];
		return [`between “${names[before - 1]}” and “${names[before]}”`];
	},
	"directories 6": ({ volume, inode, telling: { asks } }) => {
		const blocks = directoryBlocks(contentsOf(volume, inode), volume.blockSize);
		const nid = BigInt(/is inode (\d+)/.exec(asks[1]?.ask ?? "")?.[1] ?? 0);
		const number = blocks.findIndex(({ dirents }) => dirents.some((each) => each.nid === nid));
		const block = blocks[number];
		const [, at] = storedAt(volume, inode, block?.start ?? 0);
		const where = `0x${at.toString(16)}`;
		return [`piece ${number}, at ${where}`, readInode(volume, nid).at];
	},
	"directories 7": ({ volume, inode }) => [storedAt(volume, inode, 0)[1]],
	"contents 1": ({ inode }) => ["2", inode.union],
	"contents 2": (asked) => [`click ${flatPlace(asked, numberIn(askOf(asked), "byte"))}`],
	"contents 3": (asked) => {
		const n = numberIn(askOf(asked), "is byte");
		return [storedAt(asked.volume, asked.inode, n)[1]];
	},
	"contents 5": (asked) => {
		const { unit, size, start } = chunksOf(asked);
		const i = Math.floor(numberIn(askOf(asked), "byte") / size);
		return [`select ${bytesAt(asked.inode, start + i * unit, start + (i + 1) * unit)}`];
	},
	"contents 6": (asked) => {
		const { size, count, isHole } = chunksOf(asked);
		let stored = 0;
		for (let i = 0; i < count; i++)
			if (!isHole(i)) stored += Math.min(size, Number(asked.inode.size) - i * size);
		return [stored];
	},
	"contents 7": (asked) => {
		const { volume, inode } = asked;
		const n = Number(inode.size) - 1;
		if (inode.layout !== "chunks") return [storedAt(volume, inode, n)[1]];
		const { size, unit, start } = chunksOf(asked);
		const i = Math.floor(n / size);
		const record = start + i * unit;
		const [low, device] =
			unit === 8
				? [inode.home.u32(record + 4), inode.home.u16(record + 2)]
				: [inode.home.u32(record), 0];
		const high = inode.union & 0x40 ? inode.home.u16(record) * 2 ** 32 : 0;
		const [place] = resolve(volume, device, (low + high) * volume.blockSize + (n % size), 1);
		return [i, place?.start ?? -1];
	},
	"indexes 1": ({ volume, inode }) => [
		Math.ceil(Number(inode.size) / readMapHeader(volume, inode).lclusterSize),
	],
	"indexes 2": (asked) => [atOf(unitAt(asked, 0))],
	"indexes 3": (asked) => {
		const { volume, inode } = asked;
		const { lclusters } = readIndex(volume, inode, readMapHeader(volume, inode));
		const from = numberIn(textOf(asked), "This is entry");
		return [lclusters.findIndex(({ type }, lcn) => lcn > from && type !== NONHEAD)];
	},
	"indexes 4": (asked) => [
		atOf(unitAt(asked, numberIn(textOf(asked), "byte"))) / asked.volume.blockSize,
	],
	"indexes 5": (asked) => [unitAt(asked, numberIn(textOf(asked), "of it: byte")).length],
	"indexes 6": ({ volume, inode }) => {
		// Small packs of 4 bytes an entry lead up to a multiple of 32 bytes.
		const { end } = readMapHeader(volume, inode);
		const dense = Math.ceil(end / 32) * 32;
		return [(inode.home.u32(dense + 3) >>> 4) & 0x3fff];
	},
	"indexes 7": (asked) => [8, atOf(unitAt(asked, 0)) / asked.volume.blockSize],
	"indexes 8": (asked) => {
		const { blockSize } = asked.volume;
		const at = atOf(unitAt(asked, numberIn(textOf(asked), "byte")));
		return [at / blockSize, `click image:${at}+${blockSize}`];
	},
	"big-units 1": (asked) => {
		const unit = unitAt(asked, 0);
		return [unit.where === "blocks" ? unit.size : 0];
	},
	"big-units 2": (asked) => [atOf(unitAt(asked, 0))],
	"big-units 3": (asked) => [`click image:${firstByte(asked)}+1`],
	"big-units 4": ({ volume, inode }) => [unitsOf(volume, inode)[1]?.logical ?? -1],
	"big-units 5": (asked) => [
		`click ${asked.inode.home.name}:${atOf(unitAt(asked, Number(asked.inode.size) - 1))}+1`,
	],
	"big-units 6": (asked) => {
		const last = unitAt(asked, Number(asked.inode.size) - 1);
		return last.where === "inline"
			? [`click ${asked.inode.home.name}:${last.at}+1`]
			: [`click image:${firstByte(asked)}+1`];
	},
	"fragments 1": ({ volume }) => [readInode(volume, volume.packedNid).at],
	"fragments 2": (asked) => [atOf(unitAt(asked, 0))],
	"fragments 4": (asked) => [unitAt(asked, Number(asked.inode.size) - 1).length],
	"fragments 6": () => ["At its first decoded byte"],
	"fragments 7": (asked) => {
		const unit = unitAt(asked, Number(asked.inode.size) - 1);
		return [atOf(unit) + unit.length - 1];
	},
	"attributes 1": ({ inode }) => [inode.end],
	"attributes 2": (asked) => [valueIs(asked)],
	"attributes 3": (asked) => {
		const { inode } = asked;
		const isSet = (inode.home.u32(inode.xattrsAt) >>> numberIn(askOf(asked), "has bit")) & 1;
		return [isSet ? "No: it is surely absent" : "Yes: it may be there"];
	},
	"attributes 4": (asked) => {
		const { inode } = asked;
		const isSet = (inode.home.u32(inode.xattrsAt) >>> numberIn(textOf(asked), "has bit")) & 1;
		return [isSet ? "the filter should let it pass" : "The entries are read, and it is not found"];
	},
	"attributes 5": ({ volume, inode }) => [
		volume.sharedXattrsAt + 4 * inode.home.u32(inode.xattrsAt + 12),
	],
	"attributes 6": ({ telling }) => {
		const [, base = "", infix = ""] =
			/base `(.*?)` is one of the common beginnings, and `(.*?)` comes/.exec(
				telling.text.join(" "),
			) ?? [];
		const rest = /adds `(.*)` to it/.exec(telling.text.join(" "))?.[1] ?? "";
		return [base + infix + rest];
	},
	"attributes 7": (asked) => [valueIs(asked)],
	"devices 1": ({ volume }) => [volume.slots[0]?.at ?? 0],
	"devices 3": (asked) => recordOf(asked, numberIn(textOf(asked), "record of chunk")),
	"devices 4": (asked) => {
		const { volume } = asked;
		const [block, device] = [numberIn(askOf(asked), "block"), numberIn(askOf(asked), "device")];
		return [(volume.slots[device - 1]?.unified ?? 0) + block * volume.blockSize];
	},
	"devices 6": (asked) => {
		const { volume } = asked;
		const [device, block] = recordOf(asked, numberIn(textOf(asked), "byte of chunk"));
		const start = block * volume.blockSize;
		return [start, start + (volume.slots[device - 1]?.unified ?? 0)];
	},
	"on-demand 1": (asked) => [selecting(neededBy(asked).root)],
	"on-demand 2": (asked) => [selecting(neededBy(asked).map)],
	"on-demand 3": (asked) => [selecting(neededBy(asked).unit)],
	"on-demand 4": (asked) => {
		const parts = Object.values(neededBy(asked));
		return [parts.reduce((sum, [start, end]) => sum + end - start, 128)];
	},
	"on-demand 5": (asked) => {
		const { blockSize } = asked.volume;
		const parts = [[1024, 1152] as const, ...Object.values(neededBy(asked))];
		return [blocksIn(parts, blockSize) * blockSize];
	},
	"on-demand 6": () => ["Nothing at all"],
	"on-demand 7": (asked) => {
		const { volume, inode } = asked;
		const units = unitsOf(volume, inode).flatMap((unit): Bytes[] =>
			unit.where === "blocks" ? [[unit.at, unit.at + unit.size]] : [],
		);
		const { blockSize } = volume;
		return [blocksIn([neededBy(asked).map, ...units], blockSize) * blockSize];
	},
};

/** @param key lesson and step, counted from 1 */
export function answersOf(
	volume: Volume,
	key: string,
	telling: Telling,
	nid: bigint | undefined,
): string[] {
	const answers = ANSWERS[key];
	if (!answers) throw new Error(`nobody says what is right of ${key}`);
	const inode = readInode(volume, nid ?? volume.rootNid);
	return answers({ volume, inode, telling }).map(String);
}
