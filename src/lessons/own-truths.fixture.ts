/** What is right of a step on any image, by the program that shares no line with the readers. */
import { contentsOf } from "../testing/oracle/contents";
import { directoryBlocks } from "../testing/oracle/directory";
import { type Inode, isDirectory, readInode } from "../testing/oracle/inode";
import { readTree, type TreeEntry } from "../testing/oracle/tree";
import { resolve, type Volume } from "../testing/oracle/volume";
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

const trees = new WeakMap<Volume, TreeEntry[]>();

function treeOf(volume: Volume): TreeEntry[] {
	const tree = trees.get(volume) ?? readTree(volume);
	trees.set(volume, tree);
	return tree;
}

/** The directory that names the subject, and which entry of it does. */
function naming({ volume, inode }: Asked) {
	for (const { inode: directory } of treeOf(volume)) {
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
	"inodes 4": ({ inode }) => [inode.size],
	"inodes 5": () => ["a directory"],
	"inodes 6": (asked) => [`click ${flatPlace(asked)}`],
	"inodes 7": ({ volume, inode }) => [storedAt(volume, inode, 0)[1]],
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
		if (before === 0) return [`before ${names[0]}`];
		if (before === names.length) return [`behind ${names.at(-1)}`];
		return [`between ${names[before - 1]} and ${names[before]}`];
	},
	"directories 6": ({ volume, inode, telling: { asks } }) => {
		const blocks = directoryBlocks(contentsOf(volume, inode), volume.blockSize);
		const nid = BigInt(/is inode (\d+)/.exec(asks[1]?.ask ?? "")?.[1] ?? 0);
		const number = blocks.findIndex(({ dirents }) => dirents.some((each) => each.nid === nid));
		const block = blocks[number];
		const [, at] = storedAt(volume, inode, block?.start ?? 0);
		const where = at.toLocaleString("en");
		return [`block ${number}, at ${where}`, readInode(volume, nid).at];
	},
	"directories 7": ({ volume, inode }) => [storedAt(volume, inode, 0)[1]],
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
