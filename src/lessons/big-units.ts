/** Lesson 6: units of several blocks, zeros in front, and tails that are compressed. */
import { countText, exactBytes } from "../base/words";
import { FT } from "../erofs/structs/dirent";
import { BIG, LCLUSTER } from "../erofs/structs/zmap";
import { known, plus, times } from "../schema/sum";
import { reckon, touch } from "./ask";
import type { Lesson, Telling, Wanted } from "./lesson";
import type { Candidate, Scene } from "./scene";
import { code, hex } from "./words";

const CBLKCNT = 0x800;

const indexOf = async ({ inode, scene }: Candidate) =>
	inode.type === FT.REG ? scene.index(inode) : undefined;

const big: Wanted = {
	what: "a compressed file with a compact index whose first unit has several blocks",
	async fits(candidate) {
		const index = await indexOf(candidate);
		if (!index?.header.compact || (index.header.advise & BIG) === 0 || index.count < 2)
			return false;
		const { blocks, type, end } = await index.unit(0);
		const tailed =
			index.header.inlineSize !== undefined || index.header.fragmentOffset !== undefined;
		const isStored = type === LCLUSTER.HEAD1 && (!tailed || end < candidate.inode.size);
		return blocks > 1 && isStored && (await index.cluster(0)).index === 0;
	},
};

const inline: Wanted = {
	what: "a compressed file whose last unit stands behind its index",
	fits: async (candidate) => {
		const index = await indexOf(candidate);
		return index?.header.inlineSize !== undefined && index.header.inlineSize > 0;
	},
};

async function blocks(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const index = await scene.indexOf(inode);
	const entry = await index.cluster(1);
	const { blocks } = await index.unit(0);
	return {
		at: entry.at,
		text: [
			"A larger unit compresses better. So a unit may have several blocks. A flag in the header of the index allows it for this file.",
			`How many blocks a unit has stands in the entry right behind its head, in place of the way back. The mark 0x800 says that it is this number. This is entry 1 of ${code(path)}: ${hex(entry.value)}. A block has ${exactBytes(scene.blockSize)}.`,
		],
		bits: {
			value: entry.value,
			width: entry.width,
			groups: [
				...(entry.width > 14 ? [{ label: "spare", bits: entry.width - 14, says: "zero" }] : []),
				{ label: "type", bits: 2, says: "no head" },
				{ label: "mark", bits: 1, says: "the number counts blocks" },
				{ label: "number", bits: 11, says: "what you are asked for" },
			],
		},
		asks: [
			reckon(
				"How many bytes does this unit take on disk?",
				times(known(blocks, "blocks"), scene.blockSize),
				["Drop the type and the mark.", "Blocks times the size of a block."],
				[{ answer: (blocks + CBLKCNT) * scene.blockSize, say: "Drop the mark 0x800." }],
			),
		],
	};
}

async function base(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const index = await scene.indexOf(inode);
	const { pack } = await index.cluster(0);
	const { block } = await index.unit(0);
	const at = { ...pack, start: pack.end - 4 };
	return {
		at,
		text: [
			"In such a file the base of a pack is the block of its first head itself. Nothing is added for the first, and for each next one the blocks of those before it.",
			`The base is selected: ${code((await scene.stored(at)).hex)}.`,
		],
		asks: [
			reckon(
				"At which byte of the image is the first unit?",
				times(known(block, "base"), scene.blockSize),
				[
					"The selected bytes, lowest first.",
					"Base times the size of a block. There is no + 1 here.",
				],
			),
		],
	};
}

async function zeros(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const { at } = await scene.extent(inode, 0);
	const stored = at ?? inode.at;
	const count = await scene.zeros(stored);
	const first = { ...stored, start: stored.start + count, end: stored.start + count + 1 };
	return {
		at: { ...stored, end: stored.start + Math.max(1, count) },
		text: [
			`The unit has ${exactBytes(stored.end - stored.start)} on disk, but its compressed bytes, the **stream**, are shorter. The space that is left is filled with zeros.`,
			"The zeros stand in front, not at the end. So a stream ends where its last block ends. It never begins with a zero byte.",
		],
		asks: [
			touch("Click the first byte of the stream.", first, [
				"Behind the zeros.",
				"It is the first byte that is not 0.",
				`${countText(stored.start)} + ${countText(count)}`,
			]),
		],
		after:
			"Thus Linux can put the stream at the end of the memory for the result, and decode towards it.",
	};
}

const withSecond: Wanted = {
	what: "a compressed file with a compact index and a second unit of several blocks",
	fits: async (candidate) => {
		if (!(await big.fits(candidate))) return false;
		const index = await candidate.scene.indexOf(candidate.inode);
		return (await index.unit(0)).end < candidate.inode.size && index.size === CLUSTER;
	},
};

/** Of most files; the number of an entry has 12 bits then. */
const CLUSTER = 4096;

async function second(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const index = await scene.indexOf(inode);
	const { end } = await index.unit(0);
	const entry = await index.cluster(Math.floor(end / index.size));
	return {
		at: entry.at,
		text: [
			`The second unit of ${code(path)} has its head in cluster ${entry.lcn}. Its entry is ${hex(entry.value)}: a type of 2 bits, and below it a number of 12 bits.`,
			`A cluster has ${exactBytes(index.size)}. The number says where in the cluster the unit begins.`,
		],
		asks: [
			reckon(
				"At which byte of the file does that unit start?",
				plus(times(known(entry.lcn, "cluster"), index.size), known(entry.clusterofs, "number")),
				[
					"The lowest 12 bits say where in the cluster.",
					"Cluster times its size, plus that number.",
				],
			),
		],
	};
}

async function tail(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const index = await scene.indexOf(inode);
	const { at } = await scene.extent(inode, inode.size - 1);
	const stored = at ?? inode.at;
	const last = await index.cluster(index.count - 1);
	return {
		at: { ...index.header.at, start: index.header.at.start + 2, end: index.header.at.start + 4 },
		text: [
			"The last unit of a file is often short. It may stand right behind the index, so that it needs no block. That is called **tail packing**. Its block number is then without meaning.",
			`The selected bytes are its length: ${exactBytes(stored.end - stored.start)}. The last pack of ${code(path)} starts at ${hex(last.pack.start)} and has ${last.pack.end - last.pack.start} bytes.`,
		],
		asks: [
			touch("Click the first byte of that unit.", { ...stored, end: stored.start + 1 }, [
				`The last pack is at ${hex(last.pack.start)}.`,
				"The unit follows it at once.",
				`${hex(last.pack.start)} + ${last.pack.end - last.pack.start}`,
			]),
		],
	};
}

const either: Wanted = {
	what: `${inline.what}, or ${big.what}`,
	fits: async (candidate) => (await inline.fits(candidate)) || big.fits(candidate),
};

/** Of a file that has no tail behind its index. */
async function firstUnit(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const { at = inode.at } = await scene.extent(inode, 0);
	const zeros = await scene.zeros(at);
	const block = at.start / scene.blockSize;
	const first = { ...at, start: at.start + zeros, end: at.start + zeros + 1 };
	return {
		text: [
			`${code(path)} is inode ${inode.nid}. Its units may have several blocks. Find the first compressed byte of its first unit.`,
			"Behind the inode come 8 bytes of header, then the packs. The first pack has the base.",
		],
		asks: [
			touch("Click the first compressed byte.", first, [
				`The inode is at ${hex(inode.at.start)}; its first unit is in block ${block}.`,
				"Base times the size of a block, and behind the zeros that stand there.",
				`${block} × ${scene.blockSize} + ${zeros}`,
			]),
		],
		after: `The unit has ${exactBytes(at.end - at.start)} on disk.`,
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const index = await scene.indexOf(inode);
	if (!index.header.inlineSize) return firstUnit(scene);
	const extent = await scene.extent(inode, inode.size - 1);
	const start = extent.at?.start ?? 0;
	const { header, end } = index;
	const length = (extent.at?.end ?? 0) - start;
	return {
		text: [
			`${code(path)} is inode ${inode.nid}. Its last unit stands behind its index. Find the first compressed byte of it.`,
			"Behind the inode come 8 bytes of header, then the packs.",
		],
		asks: [
			touch("Click the first compressed byte.", { ...header.at, start, end: start + 1 }, [
				`The inode is at ${hex(inode.at.start)} and has ${inode.at.end - inode.at.start} bytes.`,
				"Inode, header of 8 bytes, all packs, then the unit.",
				`${hex(header.at.start)} + 8 + ${end - header.at.end}`,
			]),
		],
		after: `${exactBytes(length)} are stored there, for ${exactBytes(extent.end - extent.start)} of the file.`,
	};
}

export const bigUnits: Lesson = {
	id: "big-units",
	title: "Big units and tail packing",
	goal: "Count the blocks of a unit, and find where its compressed bytes start.",
	about: ["inline unit", "compressed data"],
	steps: [
		{ sample: "algorithms", path: "/lz4/diary.txt", own: big, tell: blocks },
		{ sample: "algorithms", path: "/lz4/diary.txt", own: big, tell: base },
		{ sample: "algorithms", path: "/lz4/diary.txt", own: big, terms: ["stream"], tell: zeros },
		{ sample: "algorithms", path: "/lz4/data/ledger.bin", own: withSecond, tell: second },
		{ sample: "lz4", path: "/diary.txt", own: inline, terms: ["tail packing"], tell: tail },
		{ sample: "lz4", path: "/source/press.c", own: either, closing: true, tell: closing },
	],
};
