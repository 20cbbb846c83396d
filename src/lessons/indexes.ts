/** Lesson 5: how a byte of a compressed file is found by its index. */
import { countText, exactBytes } from "../base/words";
import { LCLUSTER } from "../erofs/structs/zmap";
import { known, minus, over, plus, roundedUp, times } from "../schema/sum";
import { number, readNumber, reckon, touch } from "./ask";
import {
	bytesIn,
	compact,
	exercised,
	firstDense,
	inFull,
	lastOfPack,
	split,
	withDense,
	withOnward,
} from "./index-examples";
import type { BitRow, Lesson, Telling } from "./lesson";
import type { ClusterView, IndexView } from "./map-views";
import type { Scene } from "./scene";
import { code, hex } from "./words";

/** `diary.txt` of the sample has bytes that are worth a look. */
const chosen = (scene: Scene, n: number | undefined, own: number): number =>
	scene.subject.path === "/diary.txt" && scene.subject.inode.size === 68_469 ? own : (n ?? 0);

const TYPES: Readonly<Record<number, string>> = {
	[LCLUSTER.PLAIN]: "a unit starts here that is stored as it is",
	[LCLUSTER.HEAD1]: "head: a unit starts here",
	[LCLUSTER.NONHEAD]: "no head: no unit starts here",
	[LCLUSTER.HEAD2]: "head of the second kind",
};

/** Bits of a type, and of the number below it: more where logical clusters are large. */
const TYPE = 2;
const LEAST_LOW = 12;

function bitsOf({ value, width, type, clusterofs }: ClusterView, { size }: IndexView): BitRow {
	const says =
		type === LCLUSTER.NONHEAD
			? "how far a head is"
			: `the unit starts at byte ${countText(clusterofs)} of the cluster`;
	const low = Math.max(LEAST_LOW, Math.log2(size));
	const spare = width - TYPE - low;
	return {
		value,
		width,
		groups: [
			...(spare > 0 ? [{ label: "spare", bits: spare, says: "zero" }] : []),
			{ label: "type", bits: TYPE, says: TYPES[type] ?? "" },
			{ label: "number", bits: low, says },
		],
	};
}

async function clusters(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const index = await scene.indexOf(inode);
	const count = over(roundedUp(known(inode.size, "size"), index.size), index.size);
	return {
		at: index.header.at,
		text: [
			"Compressed files are stored as **units**. Each unit is decoded as a whole. A unit usually fills one block, and the compressor puts in as much of the file as fits. So all units are equally long on disk, and unequally long in the file.",
			`To find a byte, the file is cut into **logical clusters** of ${exactBytes(index.size)}. Each has one entry in the **index**.`,
			`Behind the inode come 8 bytes that say how the index is written. They are its **header**, and are selected. The index follows them.`,
			`${code(path)} has ${exactBytes(inode.size)}.`,
		],
		asks: [
			reckon("How many logical clusters is that, with the last one, which may be short?", count, [
				`A cluster has ${exactBytes(index.size)}.`,
				"Divide, and round up.",
			]),
		],
	};
}

async function head(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const index = await scene.indexOf(inode);
	const entry = await index.cluster(0);
	const { base, pack, entries, block } = entry;
	return {
		at: pack,
		text: [
			`The entries stand in packs. This **pack** holds ${entries} entries and, in its last 4 bytes, one number of a block that they share. It is called the base: ${base}.`,
			`Entry 0 is ${hex(entry.value)}. Two of its bits are its type, those below a number.`,
			"Type 1 is a **head**: a unit starts in this cluster. Heads are counted from the base: the first head of the pack is block base + 1, the next base + 2.",
		],
		bits: bitsOf(entry, index),
		asks: [
			reckon(
				"At which byte of the image is the unit of entry 0?",
				times(plus(known(base, "base"), known(block - base, "rank")), scene.blockSize),
				[
					`The base is ${base}.`,
					"It is the first head of its pack: base + 1, times the size of a block.",
				],
				[{ answer: base * scene.blockSize, say: "The first head is one behind the base." }],
			),
		],
	};
}

async function onward(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const index = await scene.indexOf(inode);
	const entry = (await lastOfPack(index)) ?? (await index.cluster(0));
	const { lcn, forward } = entry;
	return {
		at: entry.at,
		text: [
			"Type 2 is no head: no unit starts in this cluster. It belongs to a unit before it. Its number is the way back to the cluster with the head.",
			"There is one exception. The last entry of a pack says the way forward, to the next head.",
			`This is entry ${lcn}: ${hex(entry.value)}. It is the last of its pack.`,
		],
		bits: bitsOf(entry, index),
		asks: [
			reckon("Which cluster has the next head?", plus(lcn, known(forward, "number")), [
				"Is it the last in its pack?",
				"Its own number plus the number in it.",
			]),
		],
	};
}

async function back(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const index = await scene.indexOf(inode);
	const { behind } = await bytesIn(scene, index);
	const n = chosen(scene, behind, 40_000);
	const lcn = Math.floor(n / index.size);
	const unit = await index.unit(n);
	const { pack, base, block } = await index.cluster(unit.lcn);
	return {
		at: pack,
		text: [
			`Byte ${countText(n)} of ${code(path)} is in cluster ${lcn}. That is no head: its head is in cluster ${unit.lcn}. The pack with that head is selected, and its base is ${base}.`,
		],
		asks: [
			reckon(
				"In which block is the unit?",
				plus(known(base, "base"), known(block - base, "rank")),
				[
					`Cluster ${lcn} is no head; its head is cluster ${unit.lcn}.`,
					"Base + 1 for the first head of a pack, base + 2 for the second.",
				],
				[{ answer: base, say: "That is the base. The first head of a pack is one behind it." }],
			),
		],
		after: "Not every cluster has a block of its own: many share one unit.",
	};
}

async function length(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const index = await scene.indexOf(inode);
	const { behind } = await bytesIn(scene, index);
	const { start, end, lcn } = await index.unit(chosen(scene, behind, 40_000));
	const { clusterofs } = await index.cluster(lcn);
	const isEnd = end === inode.size;
	const next = isEnd ? undefined : await index.cluster(Math.floor(end / index.size));
	return {
		at: next?.at ?? index.header.at,
		text: [
			`The unit starts in cluster ${lcn}, at byte ${countText(clusterofs)} of it: byte ${countText(start)} of the file.`,
			next
				? `It ends where the next one starts. The next head is in cluster ${next.lcn}, at byte ${countText(next.clusterofs)} of it. Its entry is selected. What is in that cluster before byte ${countText(next.clusterofs)} still belongs to this unit.`
				: "No head follows. So it ends with the file.",
		],
		asks: [
			reckon(
				"How many bytes of the file are in this unit?",
				next
					? minus(
							plus(times(known(next.lcn, "cluster"), index.size), next.clusterofs),
							known(start, "start"),
						)
					: minus(known(end, "size"), known(start, "start")),
				["Start of this unit and start of the next.", "End minus start."],
			),
		],
		after: `On disk it has ${exactBytes(scene.blockSize)}, as every unit here.`,
	};
}

async function dense(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const index = await scene.indexOf(inode);
	const entry = await index.cluster(2 + ((await firstDense(index)) ?? 0));
	return {
		at: entry.pack,
		text: [
			`Long files have denser packs. This one of ${code(path)} holds ${entry.entries} entries of ${entry.width} bits each, then the base. Entries do not end at the edge of a byte.`,
			`The third entry of the first such pack is bits ${entry.width * 2} to ${entry.width * 3 - 1} of the pack. It lies in the bytes ${hex(entry.at.start)} to ${hex(entry.at.end - 1)}: ${code((await scene.stored(entry.at)).hex)}.`,
		],
		bits: bitsOf(entry, index),
		asks: [
			number("Which number are all bits of the third entry together?", entry.value, [
				`It starts at bit ${entry.shift} of its first byte.`,
				`Read the bytes as one number, lowest first. Drop the lowest bits, and keep ${entry.width}.`,
				`${hex((await scene.stored(entry.at)).value)} without its lowest ${entry.shift} bits, of that the lowest ${entry.width}`,
			]),
		],
	};
}

async function full(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const index = await scene.indexOf(inode);
	const { at } = await index.cluster(0);
	const block = await scene.stored({ ...at, start: at.start + 4 });
	return {
		at,
		text: [
			"There is an older form of the index, the full one. It has no packs: each entry stands alone, with type, byte in the cluster and block. Between the header and the first entry lie 8 bytes that nobody uses.",
			`The first entry of ${code(path)} is selected: 2 bytes type, 2 bytes where in the cluster, 4 bytes block.`,
		],
		asks: [
			number("How many bytes does an entry have?", at.end - at.start, [
				"The selected bytes.",
				"Count them.",
				"2 + 2 + 4",
			]),
			readNumber("In which block is the first unit?", block, `The last 4 of them: ${block.hex}.`),
		],
		after: `So the file begins in the block at byte ${countText(Number(block.value) * scene.blockSize)}. An entry takes four times as much as in the densest packs.`,
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const index = await scene.indexOf(inode);
	const { before } = await bytesIn(scene, index);
	const n = chosen(scene, before, 50_000);
	const lcn = Math.floor(n / index.size);
	const here = await index.cluster(lcn);
	const first = await index.cluster(0);
	const unit = await index.unit(n);
	const { at: stored = inode.at } = await scene.extent(inode, n);
	return {
		text: [
			`Which unit holds byte ${countText(n)} of ${code(path)}? Its inode is ${inode.nid}; the index starts at ${hex(first.pack.start)}.`,
		],
		asks: [
			number(
				"In which block is it?",
				unit.block,
				[
					`It is in cluster ${lcn}. The entry of that cluster is in the bytes from ${hex(here.at.start)} on.`,
					"A head says where in its cluster the unit starts. What is before that belongs to the unit before.",
					`${countText(n)} − ${lcn} × ${index.size} = ${n - lcn * index.size}, and the head of cluster ${lcn} is at ${here.clusterofs}`,
				],
				[{ answer: here.block, say: "That unit starts in the cluster, but behind this byte." }],
			),
			touch("Click a byte of that unit.", stored, [
				`It is block ${unit.block}.`,
				"Its number times the size of a block.",
				`${unit.block} × ${scene.blockSize} = ?, then as a number with 0x`,
			]),
		],
		after: "A head in the cluster of a byte is not always the head of that byte.",
	};
}

export const indexes: Lesson = {
	id: "indexes",
	title: "Compressed indexes, bit by bit",
	goal: "Say for any byte of a compressed file in which unit and block it is, and how long that unit is.",
	about: ["z_erofs_map_header", "z_erofs_lcluster_index", "compact lcluster pack", "pack", "packs"],
	steps: [
		{
			sample: "lz4",
			path: "/diary.txt",
			own: compact,
			terms: ["unit", "logical cluster", "index", "header"],
			tell: clusters,
		},
		{ sample: "lz4", path: "/diary.txt", own: compact, terms: ["pack", "head"], tell: head },
		{ sample: "lz4", path: "/diary.txt", own: withOnward, tell: onward },
		{ sample: "lz4", path: "/diary.txt", own: exercised, tell: back },
		{ sample: "lz4", path: "/diary.txt", own: exercised, tell: length },
		{ sample: "editions", path: "/edition-1.txt", own: withDense, tell: dense },
		{ sample: "editions", path: "/edition-2.txt", own: inFull, tell: full },
		{ sample: "lz4", path: "/diary.txt", own: split, closing: true, tell: closing },
	],
};
