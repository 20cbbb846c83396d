/**
 * Ready-made breakages: what a copy is altered by, what the reader is to predict, and what is found
 * then. A breakage is one entry of the list; where its bytes are is looked up in the open image.
 */
import type { Alteration, Edit } from "../base/edits";
import type { Span } from "../base/range";
import { FT } from "../erofs/structs/dirent";
import { COMPAT } from "../erofs/structs/features";
import type { StoredBlock, StoredEntry } from "./directory-blocks";
import type { Wanted } from "./lesson";
import type { Candidate, Scene } from "./scene";

export interface Breakage {
	/** In links. */
	readonly id: string;
	readonly title: string;
	/** What is changed. `code` stands between backticks. */
	readonly text: string;
	/** What the check might say then, and which of it is true. */
	readonly options: readonly [string, string, string];
	readonly right: 0 | 1 | 2;
	/** The rule that finds it; none does without. */
	readonly code?: string;
	/** Whether the checksum of the superblock is left as it is. */
	readonly unmended?: true;
	/** Why it is so. */
	readonly after: string;
	/** What it needs of an image. */
	readonly wants: Wanted;
	/** A bundled image that has it. */
	readonly sample: string;
	plan(scene: Scene): Promise<Alteration>;
}

const put = ({ space, start }: Pick<Span, "space" | "start">, ...bytes: number[]): Edit => ({
	space,
	at: start,
	bytes: Uint8Array.from(bytes),
});

/** A byte of a span, counted from its start. */
const byte = ({ space, start }: Span, n: number): Span => ({
	space,
	start: start + n,
	end: start + n + 1,
});

const storedByte = async (scene: Scene, at: Span): Promise<number> =>
	(await scene.bytes(at))[0] as number;

const isStored = ({ inode }: Candidate): boolean => inode.at.space === "image";

/** The first block of a directory, where it is stored in the image as it is. */
async function firstBlock({ inode, scene }: Candidate): Promise<StoredBlock | undefined> {
	const [block] = inode.type === FT.DIR ? ((await scene.directory(inode)) ?? []) : [];
	return block?.at.space === "image" ? block : undefined;
}

const blockOf = async (scene: Scene): Promise<StoredBlock> =>
	((await scene.directory(scene.subject.inode)) ?? [])[0] as StoredBlock;

const isDots = ({ name }: StoredEntry): boolean => name === "." || name === "..";

/** A first letter for the last name of a block that puts it before the name in front of it. */
function earlierLetter({ entries }: StoredBlock): number | undefined {
	const before = entries.at(-2);
	if (!before || isDots(before)) return undefined;
	return [..."aA0"].map((letter) => letter.charCodeAt(0)).find((at) => at < (before.raw[0] ?? 0));
}

/** Byte 10 of a record is the kind. */
const KIND_AT = 10;

/** Two names of a block for different files. */
async function twoFiles(scene: Scene, { entries }: StoredBlock): Promise<readonly StoredEntry[]> {
	const files: StoredEntry[] = [];
	for (const entry of entries) {
		const isFile = (await storedByte(scene, byte(entry.at, KIND_AT))) === FT.REG;
		if (isFile && files[0]?.nid !== entry.nid) files.push(entry);
		if (files.length === 2) return files;
	}
	return [];
}

const namesOfFiles: Wanted = {
	what: "a directory that is not compressed, with two files",
	async fits(candidate) {
		const block = await firstBlock(candidate);
		return block !== undefined && (await twoFiles(candidate.scene, block)).length === 2;
	},
};

const COMPRESSED = "compressed";
const LZ4 = 0;

/** A compressed file whose first unit lies in blocks of the image. */
const startsInBlocks = async ({ inode, scene }: Candidate): Promise<boolean> => {
	if (!(await scene.mapHeader(inode))) return false;
	const { kind, at } = await scene.extent(inode, 0);
	return kind === COMPRESSED && at?.space === "image" && at.start % scene.blockSize === 0;
};

/** Which of the bytes of a number, counted from the lowest, has to change so that it exceeds `most`. */
const byteBeyond = (most: number, bit: number): number => {
	let n = 0;
	while (2 ** (8 * n + bit) <= most) n++;
	return n;
};

export const BREAKAGES: readonly Breakage[] = [
	{
		id: "label",
		title: "One letter of the label",
		text: "The image has a name of its own, its label. One bit of its first letter is turned round. The checksum is left as it is.",
		options: [
			"Nothing: only the label reads differently",
			"The checksum is wrong, and Linux refuses the image",
			"The label is refused, and the rest is fine",
		],
		right: 1,
		code: "sb-checksum",
		unmended: true,
		after:
			"The checksum guards every byte from 0x400 to the end of the first block, the label too. Mend it, and nothing is wrong any more: the label may be any text.",
		wants: {
			what: "a checksum in its superblock",
			fits: ({ scene }) => (scene.image.facts.featureCompat & COMPAT.SB_CHKSUM) !== 0,
		},
		sample: "plain",
		async plan(scene) {
			const { at } = await scene.sb("volume_name");
			return [put(at, (await storedByte(scene, at)) ^ 0x20)];
		},
	},
	{
		id: "order",
		title: "A name that is out of order",
		text: "The last name of a directory gets another first letter. Now it would have to stand further to the front.",
		options: [
			"Nothing: the file just has another name",
			"The directory cannot be read any more",
			"The names are out of order, and Linux misses some",
		],
		right: 2,
		code: "dirent-order",
		after:
			"Linux looks at the middle name and then goes on in one half. In a list out of order it looks in the wrong half.",
		wants: {
			what: "a directory that is not compressed, with two names or more",
			async fits(candidate) {
				const block = await firstBlock(candidate);
				return block !== undefined && earlierLetter(block) !== undefined;
			},
		},
		sample: "plain",
		async plan(scene) {
			const block = await blockOf(scene);
			const last = block.entries.at(-1) as StoredEntry;
			return [put(last.nameAt, earlierLetter(block) ?? 0)];
		},
	},
	{
		id: "count",
		title: "A directory that cannot count",
		text: "The first record of a directory says where the first name starts. That number becomes larger by one.",
		options: [
			"One name is read wrongly",
			"No name of this block can be read",
			"All names move by one letter",
		],
		right: 1,
		code: "dirent-nameoff0",
		after:
			"The number of records is this number divided by 12. It has a rest now, so nobody knows how many records there are.",
		wants: {
			what: "a directory that is not compressed",
			fits: async (candidate) => ((await firstBlock(candidate))?.entries.length ?? 0) > 0,
		},
		sample: "plain",
		async plan(scene) {
			const { nameoffAt } = (await blockOf(scene)).entries[0] as StoredEntry;
			return [put(nameoffAt, ((await storedByte(scene, nameoffAt)) + 1) & 0xff)];
		},
	},
	{
		id: "nowhere",
		title: "A name without an inode",
		text: "A record of a directory names an inode. One of the higher bytes of that number is set.",
		options: [
			"The name leads to another file",
			"The inode would lie far behind the end of the image",
			"Nothing: the higher bytes are not used",
		],
		right: 1,
		code: "beyond-end",
		after:
			"An inode number is a place. This place does not exist; the wrong byte is in the record, and there the check points.",
		wants: namesOfFiles,
		sample: "plain",
		async plan(scene) {
			const [{ nidAt }] = (await twoFiles(scene, await blockOf(scene))) as [StoredEntry];
			return [put(byte(nidAt, 5), 1)];
		},
	},
	{
		id: "size",
		title: "A file below zero",
		text: "The highest bit of the size of a file is set.",
		options: [
			"It is a very large file now",
			"Linux takes the size for a negative number, and refuses the file",
			"Only the end of the file is lost",
		],
		right: 1,
		code: "inode-size-sign",
		after: "Linux counts bytes of files with a sign. The largest size is 2^63 − 1.",
		wants: {
			what: "a file with an inode of 64 bytes",
			fits: (candidate) =>
				isStored(candidate) && candidate.inode.extended && candidate.inode.type === FT.REG,
		},
		sample: "plain",
		async plan(scene) {
			const { at } = await scene.field(scene.subject.inode, "i_size");
			return [put(byte(at, 7), 0x80)];
		},
	},
	{
		id: "base",
		title: "A pack that points past the end",
		text: "The entries of a pack share one block number, the base. It gets so large that no such block is there.",
		options: [
			"Only the first unit of the file is lost",
			"All units of the pack would lie behind the end of the image",
			"The units are read from other files",
		],
		right: 1,
		code: "data-beyond-end",
		after: "Each unit counts from the base. The check points to the base, not to where it leads.",
		wants: {
			what: "a compressed file with a compact index",
			fits: async (candidate) =>
				isStored(candidate) &&
				(await startsInBlocks(candidate)) &&
				((await candidate.scene.index(candidate.inode))?.header.compact ?? false),
		},
		sample: "lz4",
		async plan(scene) {
			const { pack } = await (await scene.indexOf(scene.subject.inode)).cluster(0);
			const base = { ...pack, start: pack.end - 4 };
			const at = byte(base, byteBeyond(scene.image.facts.blocks, 0));
			return [put(at, (await storedByte(scene, at)) | 1)];
		},
	},
	{
		id: "distance",
		title: "Copy from nowhere",
		text: "A compressed unit says: go back so many bytes, and copy from there. That distance becomes 0.",
		options: [
			"One letter of the text is wrong",
			"Everything behind it is shifted",
			"The unit cannot be decoded any more",
		],
		right: 2,
		code: "z-decode",
		after:
			"A distance of 0 is not allowed: there is nothing to copy yet. The whole unit is lost, and the rest of the file is not.",
		wants: {
			what: "a file compressed with LZ4",
			async fits(candidate) {
				if (!(await startsInBlocks(candidate))) return false;
				const { algorithm, partial } = await candidate.scene.extent(candidate.inode, 0);
				return algorithm === LZ4 && !partial;
			},
		},
		sample: "lz4",
		async plan(scene) {
			const { stream, lz4 } = await scene.inside(0);
			const first = lz4?.sequences.distanceAt[0] ?? -1;
			return first < 0 ? [] : [put(byte(stream, first), 0, 0)];
		},
	},
	{
		id: "filter",
		title: "A filter that hides",
		text: "The filter in front of the attributes of a file gets one more bit: the bit of an attribute that it has.",
		options: [
			"Nothing: the attribute is still there",
			"The attribute is there, and Linux does not find it",
			"All attributes of the file are lost",
		],
		right: 1,
		code: "xattr-filter",
		after: "A set bit means: surely absent. So Linux does not even look.",
		wants: {
			what: "a file with attributes, in an image that has name filters",
			async fits({ inode, scene }) {
				const { facts, superblock } = scene.image;
				const isUsed = (facts.featureCompat & COMPAT.XATTR_FILTER) !== 0;
				if (!isUsed || superblock.xattr_filter_reserved !== 0) return false;
				return (
					inode.at.space === "image" &&
					inode.xattrSize > 0 &&
					(await scene.xattrs(inode)).length > 0
				);
			},
		},
		sample: "many-files",
		async plan(scene) {
			const { inode } = scene.subject;
			const [first] = await scene.xattrs(inode);
			const bit = scene.filterBit(first?.name ?? new Uint8Array());
			const at = byte({ ...inode.at, start: inode.at.end }, bit >> 3);
			return [put(at, (await storedByte(scene, at)) | (1 << (bit & 7)))];
		},
	},
	{
		id: "fragment",
		title: "A tail that is not in the pool",
		text: "A file lies wholly in the hidden file of tails. The place in it becomes larger than that file.",
		options: [
			"The file has the text of another file",
			"The file cannot be read, all others can",
			"All files of the pool are lost",
		],
		right: 1,
		code: "fragment",
		after: "The place lies behind the end of the packed inode. Nothing else goes by this number.",
		wants: {
			what: "a file that is wholly in the hidden file of tails",
			fits: async ({ inode, scene }) => {
				const header = await scene.mapHeader(inode);
				return header?.wholeFragment !== undefined && header.at.space === "image";
			},
		},
		sample: "editions",
		async plan(scene) {
			const header = await scene.mapHeader(scene.subject.inode);
			const { size } = await scene.inode(scene.image.packedNid ?? 0n);
			if (!header) return [];
			const at = byte(header.at, byteBeyond(size, 6));
			return [put(at, (await storedByte(scene, at)) | 0x40)];
		},
	},
	{
		id: "swap",
		title: "Two files change places",
		text: "Two names of a directory name two files. Each gets the inode number of the other.",
		options: [
			"The names do not fit their inodes",
			"Nothing: both are still files that can be read",
			"The checksum is wrong",
		],
		right: 1,
		after:
			"An inode does not know its name. Each name leads to a good file, only to the other one. No check of structures can find that; a list of the contents of each file could.",
		wants: namesOfFiles,
		sample: "plain",
		async plan(scene) {
			const [one, two] = (await twoFiles(scene, await blockOf(scene))) as [
				StoredEntry,
				StoredEntry,
			];
			return [
				put(one.nidAt, ...(await scene.bytes(two.nidAt))),
				put(two.nidAt, ...(await scene.bytes(one.nidAt))),
			];
		},
	},
];
