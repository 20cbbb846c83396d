/** Lesson 4: contents that are not compressed: blocks, tails, chunks, holes. */
import { countText, exactBytes } from "../base/words";
import { FT } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";
import { known, minus, mod, over, plus, sumOf, times } from "../schema/sum";
import { number, readNumber, reckon, select, touch } from "./ask";
import type { Lesson, Telling, Wanted } from "./lesson";
import type { Candidate, Scene } from "./scene";
import { code, hex } from "./words";

const inBlocks: Wanted = {
	what: "a file whose contents all lie in blocks, not compressed",
	fits: async ({ inode, scene }) =>
		inode.type === FT.REG && inode.layout === LAYOUT.FLAT_PLAIN && (await scene.isFlat(inode)),
};

/** Bytes of the contents that stand in whole blocks, and those after the inode. */
const firstOfTail = ({ inode, scene }: Pick<Candidate, "inode" | "scene">): number =>
	inode.size - (inode.size % scene.blockSize);

const withTail: Wanted = {
	what: "a file of more than one block whose end stands after its inode",
	fits: async ({ inode, scene }) =>
		inode.type === FT.REG &&
		inode.layout === LAYOUT.FLAT_INLINE &&
		inode.size > scene.blockSize &&
		inode.size % scene.blockSize > 0 &&
		(await scene.isFlat(inode)),
};

/** Chunks that are looked at one by one. */
const MOST_CHUNKS = 4096;

async function holesOf(scene: Scene, inode: Candidate["inode"]) {
	const { count, size } = await scene.chunk(inode, 0);
	let holes = 0;
	let isLastHole = false;
	for (let i = 0; i < count; i++) {
		isLastHole = (await scene.chunk(inode, i)).block === undefined;
		if (isLastHole) holes++;
	}
	return { holes, size, count, isLastHole };
}

const isChunked = async ({ inode, scene }: Candidate): Promise<boolean> =>
	inode.type === FT.REG &&
	inode.layout === LAYOUT.CHUNK_BASED &&
	inode.size > 0 &&
	(await scene.chunk(inode, 0)).count <= MOST_CHUNKS;

const inChunks: Wanted = {
	what: "a file of two chunks or more",
	fits: async (candidate) =>
		(await isChunked(candidate)) && (await candidate.scene.chunk(candidate.inode, 0)).count > 1,
};

const withHole: Wanted = {
	what: "a file in chunks that has a hole, and ends with stored bytes",
	async fits(candidate) {
		if (!(await isChunked(candidate))) return false;
		const { holes, isLastHole } = await holesOf(candidate.scene, candidate.inode);
		return holes > 0 && !isLastHole;
	},
};

const anyStored: Wanted = {
	what: "a file that is not compressed, of more than one block",
	async fits(candidate) {
		const { inode, scene } = candidate;
		if (inode.type !== FT.REG || inode.size <= scene.blockSize) return false;
		if (await isChunked(candidate)) {
			const last = Math.floor((inode.size - 1) / (await scene.chunk(inode, 0)).size);
			return last > 0 && (await scene.chunk(inode, last)).block !== undefined;
		}
		return scene.isFlat(inode);
	},
};

async function blocks(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const format = await scene.field(inode, "i_format");
	const start = await scene.field(inode, "startblk_lo");
	return {
		at: start.at,
		text: [
			"How the contents of a file are stored is called its **layout**. It stands in the first two bytes of the inode: divide their number by 2, and drop what is left over. If the result is above 7, divide it by 8 and keep the remainder.",
			`${code(path)} has ${code(format.hex)}, so layout ${inode.layout}: all its bytes stand in blocks that follow each other. Selected is the number of the first block.`,
		],
		asks: [
			number(
				"Which layout has an inode that begins with 05 00?",
				2,
				["Divide the number by 2, and drop what is left over.", "The number is 5.", "5 ÷ 2 = ?"],
				[{ answer: 5, say: "That is the number. Divide it by 2." }],
			),
			readNumber("Which block is it that is selected?", start, `The bytes ${start.hex}.`),
		],
		after: `It starts at byte ${countText(Number(start.value) * scene.blockSize)}. A file of this layout that does not fill its last block wastes the rest.`,
	};
}

async function tail(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const first = firstOfTail({ inode, scene });
	const n = first + Math.min(4, inode.size - first - 1);
	const { at, sum } = scene.flatByte(inode, n);
	return {
		at: { ...inode.at, end: inode.at.start + 2 },
		text: [
			`${code(path)} has ${exactBytes(inode.size)}: ${countText(first)} in whole blocks, and ${countText(inode.size - first)} more. Giving those a block of their own would waste most of it.`,
			"So there is layout 2: whole blocks, from the block number on, and the rest right after the inode. That rest is called the **tail**.",
			...(inode.bodyEnd > inode.at.end
				? [`Between inode and tail stand ${exactBytes(inode.xattrSize)} of attributes.`]
				: []),
		],
		asks: [
			touch(`Click byte ${countText(n)} of the file.`, at, [
				`Byte ${countText(n)} comes after the whole blocks.`,
				`The tail starts at ${countText(inode.bodyEnd)} (${hex(inode.bodyEnd)}), after the inode at ${hex(inode.at.start)}.`,
				`${sum.text} = ?`,
			]),
		],
	};
}

async function deep(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const first = firstOfTail({ inode, scene });
	const n = first + Math.min(24, inode.size - first - 1);
	const { at, sum } = scene.flatByte(inode, n);
	const [byte = 0] = await scene.bytes(at);
	const shown = byte > 0x20 && byte < 0x7f ? ` (${code(String.fromCharCode(byte))})` : "";
	return {
		at: inode.at,
		text: [
			`${code(path)} has ${exactBytes(inode.size)} and its inode starts at ${hex(inode.at.start)}.`,
		],
		asks: [
			reckon(`At which byte of the image is byte ${countText(n)} of it?`, sum, [
				`${first / scene.blockSize} whole blocks come first.`,
				`The tail starts at ${countText(inode.bodyEnd)} (${hex(inode.bodyEnd)}).`,
			]),
		],
		after: `There stands ${hex(byte)}${shown}.`,
	};
}

async function wall(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const end = inode.bodyEnd + (inode.size % scene.blockSize);
	const edge = Math.ceil(end / scene.blockSize) * scene.blockSize;
	const next = await scene.at("/story/3-the-tails.txt");
	const need = next.inode.at.end - next.inode.at.start + next.inode.size;
	return {
		at: { space: "image", start: end, end: end + 1 },
		text: [
			`From the selected byte on, up to the edge of the block, nothing is stored. Before it ends the tail of ${code(path)}, at ${countText(end)} (${hex(end)}).`,
			`The next inode with its tail needs ${countText(need)} bytes. A tail must stay in one block, so that one read gets it. So that inode moved on to the next block.`,
		],
		asks: [
			reckon(
				"How many bytes are lost?",
				minus(known(edge, "start of the next block"), known(end, "end of the tail")),
				[
					`The next block starts at ${countText(edge)}.`,
					"Start of the next block minus end of the tail.",
				],
			),
		],
	};
}

async function chunks(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const { size, count, unit, table } = await scene.chunk(inode, 0);
	const index = Math.min(4, count - 1);
	const n = Math.min(index * size + 3616, inode.size - 1);
	const { at, block, device } = await scene.chunk(inode, Math.floor(n / size));
	const format = await scene.field(inode, "chunk_format");
	const where =
		block === undefined ? "a hole" : `block ${block}${device ? ` of device ${device}` : ""}`;
	return {
		at: format.at,
		text: [
			`Layout 4 cuts the file into pieces of equal size, called **chunks**. Each may lie anywhere. After the inode comes a table with one record for each.`,
			`In ${code(path)} a chunk has ${exactBytes(size)} and a record ${unit} bytes. The table starts at ${hex(table)}.`,
			unit === 8
				? "A record of 8 bytes: bytes 2 and 3 are the device, bytes 4 to 7 the block."
				: "A record of 4 bytes is the number of a block.",
		],
		asks: [
			select(`Select the record for byte ${countText(n)} of the file.`, at, [
				"Number the chunks from 0.",
				`Byte ${countText(n)} is in chunk ${countText(n)} ÷ ${countText(size)}, without what is left over.`,
				`${hex(table)} + ${Math.floor(n / size)} × ${unit}`,
			]),
		],
		after: `It says ${where}.`,
	};
}

async function holes(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const { holes, size, count } = await holesOf(scene, inode);
	const { at, unit, table } = await scene.chunk(inode, 0);
	return {
		at: { ...at, end: table + count * unit },
		text: [
			"A record can name no block: then all bits of its block number are set. That is a **hole**: those bytes of the file are zero, and nothing is stored for them.",
			`${code(path)} has ${exactBytes(inode.size)} in ${count} chunks of ${exactBytes(size)}. Its table is selected.`,
		],
		asks: [
			reckon(
				"How many of the bytes of the file are stored? The last chunk ends with the file.",
				minus(known(inode.size, "size"), times(known(holes, "holes"), size)),
				[
					"Count the records with ff ff ff ff at their end.",
					"Size minus holes times the size of a chunk.",
				],
				[{ answer: (count - holes) * size, say: "The last chunk need not be full." }],
			),
		],
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	if (inode.layout !== LAYOUT.CHUNK_BASED) {
		const n = inode.size - 1;
		const { sum } = scene.flatByte(inode, n);
		return {
			text: [`Find the last byte of ${code(path)}. Its inode is ${inode.nid}.`],
			asks: [
				reckon(`At which byte of the image is byte ${countText(n)} of the file?`, sum, [
					`Layout ${inode.layout}, ${exactBytes(inode.size)}, first block ${inode.startBlock ?? "none"}.`,
					"Is it in the blocks, or in the tail?",
				]),
			],
		};
	}
	const { size } = await scene.chunk(inode, 0);
	const n = path === "/pictures/lamp.png" ? 10_000 : inode.size - 1;
	const { block = 0, device, index } = await scene.chunk(inode, Math.floor(n / size));
	const { at, start } = await scene.extent(inode, n);
	const place = plus(times(known(block, "block"), scene.blockSize), mod(known(n, "byte"), size));
	const where = (at?.start ?? 0) + n - start;
	const isSame = place.value === where;
	return {
		text: [
			`Find byte ${countText(n)} of ${code(path)}. Its inode is ${inode.nid}, its chunks have ${exactBytes(size)}.`,
		],
		asks: [
			reckon("In which chunk is it? The first has the number 0.", over(known(n, "byte"), size), [
				`A chunk has ${exactBytes(size)}.`,
				"Divide, and drop what is left over.",
			]),
			...(isSame
				? [
						reckon(
							device
								? `At which byte of device ${device} is it?`
								: "At which byte of the image is it?",
							sumOf(place),
							[
								`Record ${index} of the table.`,
								"Block times the size of a block, plus the rest in the chunk.",
							],
						),
					]
				: [
						number("At which byte of its device is it?", where, [
							`Record ${index} of the table.`,
							"The block counts over all devices: take away where its device begins.",
							`${place.text}, minus the start of the device`,
						]),
					]),
		],
	};
}

export const contents: Lesson = {
	id: "contents",
	title: "Flat, inline, chunks",
	goal: "Find any byte of a file that is not compressed.",
	about: ["erofs_block_map_entry", "erofs_inode_chunk_index", "inline tail", "chunk map"],
	steps: [
		{ sample: "plain", path: "/data/line.txt", own: inBlocks, terms: ["layout"], tell: blocks },
		{
			sample: "plain",
			path: "/data/line-and-a-bit.txt",
			own: withTail,
			terms: ["tail"],
			tell: tail,
		},
		{ sample: "plain", path: "/diary.txt", own: withTail, tell: deep },
		{ sample: "plain", path: "/story/2-the-cards.txt", own: "never", tell: wall },
		{
			sample: "two-devices",
			path: "/data/ledger.bin",
			own: inChunks,
			terms: ["chunk"],
			tell: chunks,
		},
		{
			sample: "two-devices",
			path: "/data/silence.bin",
			own: withHole,
			terms: ["hole"],
			tell: holes,
		},
		{
			sample: "two-devices",
			path: "/pictures/lamp.png",
			own: anyStored,
			closing: true,
			tell: closing,
		},
	],
};
