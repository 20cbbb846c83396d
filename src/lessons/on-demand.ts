/** Lesson 10: which bytes one read needs, when not all of an image is at hand. */
import { type Range, type Span, span } from "../base/range";
import { countText, exactBytes, percentText } from "../base/words";
import { FT } from "../erofs/structs/dirent";
import { known, plus, times } from "../schema/sum";
import { number, pickOne, reckon, select } from "./ask";
import type { Lesson, Telling, Wanted } from "./lesson";
import type { Candidate, Scene } from "./scene";
import { code, hex } from "./words";

const SUPERBLOCK = { start: 1024, end: 1152 };

/** A root directory whose list stands right behind its inode. */
async function rootRange(scene: Scene): Promise<Range | undefined> {
	const root = await scene.inode(scene.image.facts.rootNid);
	const blocks = await scene.directory(root);
	const [list] = blocks ?? [];
	const follows = list?.at.space === "image" && list.at.start === root.at.end;
	return follows && blocks?.length === 1 ? { start: root.at.start, end: list.at.end } : undefined;
}

const inRoot: Wanted = {
	what: "a compressed file in the root directory, whose list stands behind its inode",
	async fits({ inode, scene, depth }: Candidate) {
		if (depth !== 1 || inode.type !== FT.REG || inode.at.space !== "image") return false;
		const index = await scene.index(inode);
		if (!index || !(await rootRange(scene))) return false;
		const { at } = await scene.extent(inode, byteOf(inode.size));
		const { at: last } = await scene.extent(inode, inode.size - 1);
		// A unit that is stored with the index needs no other bytes.
		return at?.space === "image" && last?.space === "image" && at.start >= index.end;
	},
};

/** The byte that is read: 40,000, or one in the middle of a shorter file. */
const byteOf = (size: number): number => (size > 40_000 ? 40_000 : Math.floor(size / 2));

/** The parts that lead to one byte of a file in the root directory, and what holds it. */
async function needs(scene: Scene) {
	const { inode } = scene.subject;
	const n = byteOf(inode.size);
	const index = await scene.indexOf(inode);
	const root = (await rootRange(scene)) ?? SUPERBLOCK;
	const { at } = await scene.extent(inode, n);
	const unit = at ?? inode.at;
	return { n, root, map: { start: inode.at.start, end: index.end }, unit };
}

const lengthOf = ({ start, end }: Range): number => end - start;

/** Blocks that ranges touch, each once. */
function blocksOf(ranges: readonly Range[], blockSize: number): readonly number[] {
	const blocks = new Set<number>();
	for (const { start, end } of ranges)
		for (let b = Math.floor(start / blockSize); b * blockSize < end; b++) blocks.add(b);
	return [...blocks].sort((a, b) => a - b);
}

const inImage = ({ start, end }: Range): Span => span("image", start, end);

async function list(scene: Scene): Promise<Telling> {
	const { root } = await needs(scene);
	return {
		at: inImage(SUPERBLOCK),
		text: [
			"An image can lie on a server, far away. Then nobody wants to fetch all of it. To read a byte, only the bytes that lead to it are needed, and what holds it. That is reading **on demand**.",
			`To list the root, two parts are needed. The first is the superblock, which says where the root is: ${lengthOf(SUPERBLOCK)} bytes, selected now.`,
		],
		asks: [
			select("Select the second part: the inode of the root, and its list.", inImage(root), [
				`The root starts at ${hex(root.start)}.`,
				"Its list stands right behind the inode.",
				`${hex(root.start)} up to ${hex(root.end - 1)}, with both ends`,
			]),
		],
	};
}

async function map(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const { n, map } = await needs(scene);
	return {
		at: inode.at,
		text: [
			`Now byte ${countText(n)} of ${code(path)}. Its inode is ${inode.nid}. Behind the inode stand the header and the packs, which say where its units are.`,
		],
		asks: [
			select("Select inode, header and all packs.", inImage(map), [
				`The inode starts at ${hex(map.start)}.`,
				"Up to the end of the last pack.",
				`${hex(map.start)} up to ${hex(map.end - 1)}, with both ends`,
			]),
		],
	};
}

async function unit(scene: Scene): Promise<Telling> {
	const { n, unit } = await needs(scene);
	const first = unit.start / scene.blockSize;
	return {
		text: [
			`One unit holds byte ${countText(n)}. A compressed unit is read as a whole: what is in its middle cannot be decoded alone.`,
		],
		asks: [
			select("Select the unit.", unit, [
				"The lesson on indexes says how to find it.",
				"Number of the block times the size of a block.",
				`${first} × ${scene.blockSize}, and ${lengthOf(unit)} bytes`,
			]),
		],
	};
}

async function sum(scene: Scene): Promise<Telling> {
	const { root, map, unit } = await needs(scene);
	const total = plus(
		plus(
			plus(known(lengthOf(SUPERBLOCK), "superblock"), known(lengthOf(root), "root")),
			known(lengthOf(map), "inode and index"),
		),
		known(lengthOf(unit), "unit"),
	);
	const { size } = scene.image.primary.source;
	return {
		text: [
			"Four parts are needed, and nothing else: the superblock, the root with its list, the inode with its packs, and the unit.",
		],
		asks: [
			reckon("How many bytes is that?", total, [
				"Superblock, root, inode with index, unit.",
				"Add the lengths of the four.",
			]),
		],
		after: `That is ${percentText(Number(total.value) / size)} of the ${exactBytes(size)} of the image.`,
	};
}

async function whole(scene: Scene): Promise<Telling> {
	const { root, map, unit } = await needs(scene);
	const blocks = blocksOf([SUPERBLOCK, root, map, unit], scene.blockSize);
	return {
		text: ["Disks give whole blocks only. Several of the four parts may lie in the same block."],
		asks: [
			reckon(
				"How many bytes are read then?",
				times(known(blocks.length, "blocks"), scene.blockSize),
				[`Which blocks are touched? They are ${blocks.join(", ")}.`, "Count each of them once."],
			),
		],
		after:
			"Requests over a network are larger still, because asking costs more than sending. The panel Network says what was really fetched.",
	};
}

async function guess(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	return {
		text: [
			`Somebody searches all directories for a name, and reads no contents. Think of ${code(path)}.`,
		],
		asks: [
			pickOne(
				`What of ${code(path)} is needed for that?`,
				["Its inode", "Its inode, header and packs", "Nothing at all"],
				2,
				[
					"Where does the name stand?",
					"A name is in the list of its directory, and so is the kind.",
					`the list names inode ${inode.nid}`,
				],
			),
		],
		after: "So looking for names is cheap, and reading sizes or contents costs more.",
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const index = await scene.indexOf(inode);
	const units = (await scene.storedUnits(inode)).filter(({ space }) => space === "image");
	const parts = [{ start: inode.at.start, end: index.end }, ...units];
	const blocks = blocksOf(parts, scene.blockSize);
	return {
		text: [
			`All of ${code(path)} is read: ${exactBytes(inode.size)}. Its inode is ${inode.nid}. Only whole blocks can be had. The superblock and the root are known already.`,
		],
		asks: [
			number(
				"How many bytes do the blocks with its inode, its index and its units take?",
				blocks.length * scene.blockSize,
				[
					"The blocks of inode and index, and those of all units.",
					"Count each block once, then times the size of a block.",
					`blocks ${blocks.join(", ")}: ${blocks.length} × ${scene.blockSize}`,
				],
				[
					{ answer: blocks.length, say: "That is the number of blocks. Each has more bytes." },
					{ answer: inode.size, say: "That is what comes out. Less is stored." },
				],
			),
		],
	};
}

export const onDemand: Lesson = {
	id: "on-demand",
	title: "On demand",
	goal: "Say beforehand which bytes of an image one read needs, and how many.",
	about: [],
	steps: [
		{ sample: "lz4", path: "/diary.txt", own: inRoot, terms: ["on demand"], tell: list },
		{ sample: "lz4", path: "/diary.txt", own: inRoot, tell: map },
		{ sample: "lz4", path: "/diary.txt", own: inRoot, tell: unit },
		{ sample: "lz4", path: "/diary.txt", own: inRoot, tell: sum },
		{ sample: "lz4", path: "/diary.txt", own: inRoot, tell: whole },
		{ sample: "lz4", path: "/diary.txt", own: inRoot, tell: guess },
		{ sample: "lz4", path: "/diary.txt", own: inRoot, closing: true, tell: closing },
	],
};
