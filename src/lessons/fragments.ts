/** Lesson 7: the pool of tails, and bytes that several files share. */
import { countText, exactBytes } from "../base/words";
import { known, minus, plus } from "../schema/sum";
import { number, pickOne, reckon } from "./ask";
import type { Lesson, Telling, Wanted } from "./lesson";
import type { ClusterView, IndexView } from "./map-views";
import type { Scene } from "./scene";
import { code, hex } from "./words";

const withPool: Wanted = {
	what: "a hidden file of tails, which the superblock names",
	fits: ({ scene }) => scene.image.packedNid !== undefined,
};

const wholeInPool: Wanted = {
	what: "a file that is wholly in the hidden file of tails",
	fits: async ({ inode, scene }) => (await scene.mapHeader(inode))?.wholeFragment !== undefined,
};

const partInPool: Wanted = {
	what: "a compressed file of which only the end is in the hidden file of tails",
	async fits({ inode, scene }) {
		const header = await scene.mapHeader(inode);
		if (header?.fragmentOffset === undefined || header.recordSize !== undefined) return false;
		return (await (await scene.indexOf(inode)).unit(inode.size - 1)).start > 0;
	},
};

async function pool(scene: Scene): Promise<Telling> {
	const nid = scene.image.packedNid ?? 0n;
	const field = await scene.sb("packed_nid");
	const { sum, at } = scene.placeOf(nid);
	const { size } = await scene.inode(nid);
	return {
		at: field.at,
		text: [
			"Many files end in a short rest. The rests of all of them can be put together into one file, and compressed there. A rest in it is called a **fragment**. The file is hidden: no directory names it.",
			"The superblock has its number, which is selected: it is called the **packed inode**.",
		],
		asks: [
			reckon("At which byte is the packed inode?", sum, [
				`The bytes ${field.hex}, lowest first.`,
				"Number times 32, plus the start of the metadata.",
			]),
		],
		after: `It lies at ${hex(at.start)} and holds ${exactBytes(size)}.`,
	};
}

async function whole(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const header = await scene.mapHeader(inode);
	const at = header?.at ?? inode.at;
	const field = await scene.stored(at);
	return {
		at,
		text: [
			"A short file may be wholly in there. Then 8 bytes behind the inode have their highest bit set, and the other bits are the offset in the packed inode.",
			`These are the 8 bytes of ${code(path)}: ${code(field.hex)}.`,
		],
		asks: [
			number("At which byte of the packed inode does it start?", header?.wholeFragment ?? 0, [
				`The bytes ${field.hex}, lowest first.`,
				"Drop the highest bit: 80 at the end becomes 00.",
				`0x${field.reversed.slice(4)} without leading zeros`,
			]),
		],
		after: "No block, no index: the inode and these 8 bytes are all there is of the file.",
	};
}

async function twice(scene: Scene): Promise<Telling> {
	const one = await scene.at("/note-3-again.txt");
	const two = await scene.at("/note-3.txt");
	const headers = [await scene.mapHeader(one.inode), await scene.mapHeader(two.inode)];
	const [first, second] = headers.map((header) => header?.at ?? one.inode.at);
	const hexes = [
		await scene.stored(first ?? one.inode.at),
		await scene.stored(second ?? two.inode.at),
	];
	const same = headers[0]?.wholeFragment === headers[1]?.wholeFragment;
	return {
		at: first ?? one.inode.at,
		text: [
			`${code(one.path)} has ${code(hexes[0]?.hex ?? "")} behind its inode, at ${hex(first?.start ?? 0)}. ${code(two.path)} has ${code(hexes[1]?.hex ?? "")}, at ${hex(second?.start ?? 0)}. Both have ${exactBytes(one.inode.size)}.`,
		],
		asks: [
			pickOne(
				"How many times are these contents stored?",
				["Once", "Twice", "Not at all"],
				same ? 0 : 1,
				[
					"Compare the 8 bytes of both.",
					"The same offset and the same size are the same bytes.",
					`${hexes[0]?.hex} and ${hexes[1]?.hex}`,
				],
			),
		],
		after: "Finding equal parts and storing them once is called deduplication.",
	};
}

async function part(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const header = await scene.mapHeader(inode);
	const index = await scene.indexOf(inode);
	const { start, lcn } = await index.unit(inode.size - 1);
	const at = header?.at ?? inode.at;
	return {
		at: { ...at, end: at.start + 4 },
		text: [
			`${code(path)} has ${exactBytes(inode.size)}. Only its end is in the packed inode, from byte ${countText(header?.fragmentOffset ?? 0)} of that on. The header of its index says so.`,
			`The end is its last unit. Its head is in cluster ${lcn}: that unit starts at byte ${countText(start)} of the file.`,
		],
		asks: [
			reckon(
				"How many bytes of the file are in the packed inode?",
				minus(known(inode.size, "size"), known(start, "start")),
				[`The file has ${exactBytes(inode.size)}.`, "Size minus start of the last unit."],
			),
		],
	};
}

async function shared(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const other = await scene.at("/edition-1.txt");
	const blocks = await scene.blocksOf(inode);
	const theirs = await scene.blocksOf(other.inode);
	const both = blocks.filter((block) => theirs.includes(block));
	const index = await scene.indexOf(inode);
	return {
		at: { ...index.header.at, start: index.header.at.end + 8, end: index.end },
		text: [
			"Units can be shared, too: two files then name the same block.",
			`${code(other.path)} has its units in the blocks ${theirs.join(", ")}. The index of ${code(scene.subject.path)} is selected: entries of 8 bytes, of which the last 4 are a block where the type is not 2.`,
		],
		asks: [
			number("How many blocks do both editions use?", both.length, [
				`The blocks of the heads: ${blocks.join(", ")}.`,
				`Which of them are among ${theirs.join(", ")}?`,
				both.join(", "),
			]),
		],
	};
}

/** Clusters that are looked at for an example. */
const MOST_CLUSTERS = 512;

/** A unit of which the file uses a part. */
async function firstPartial(index: IndexView): Promise<ClusterView | undefined> {
	for (let lcn = 0; lcn < Math.min(index.count, MOST_CLUSTERS); lcn++) {
		const entry = await index.cluster(lcn);
		if (entry.partial) return entry;
	}
	return undefined;
}

const withPartial: Wanted = {
	what: "a compressed file with a full index that uses only a part of a unit",
	async fits({ inode, scene }) {
		const index = await scene.index(inode);
		return index !== undefined && (await firstPartial(index)) !== undefined;
	},
};

async function partial(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const index = await scene.indexOf(inode);
	const entry = (await firstPartial(index)) ?? (await index.cluster(0));
	const { lcn } = entry;
	const n = lcn * index.size + entry.clusterofs;
	const { start, end } = await index.unit(n);
	return {
		at: entry.at,
		text: [
			`This is an entry of ${code(scene.subject.path)}. Bit 15 of its type is set: the file uses a part of the unit only. The unit decodes to more than the ${exactBytes(end - start)} that this file takes.`,
			"The entry says where the part stands in the file, and in which block the unit is. It says nothing else.",
		],
		asks: [
			pickOne(
				"Where in the unit does that part begin?",
				["At its first decoded byte", "Somewhere in its middle", "At its last block"],
				0,
				[
					"An entry has one number for where its unit starts in the file.",
					"A unit has one start. Nothing in the entry says how many decoded bytes to skip.",
					`The entry says: byte ${countText(start)} of the file is byte ? of what the unit decodes to`,
				],
			),
		],
		after:
			"A part is always the beginning of a unit: streams are decoded from their first byte on.",
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const header = await scene.mapHeader(inode);
	const index = await scene.indexOf(inode);
	const { start } = await index.unit(inode.size - 1);
	const offset = header?.fragmentOffset ?? 0;
	return {
		text: [`Find the last byte of ${code(path)}: byte ${countText(inode.size - 1)} of the file.`],
		asks: [
			reckon(
				"At which byte of the packed inode is it?",
				plus(
					known(offset, "fragment"),
					minus(known(inode.size - 1, "byte"), known(start, "start")),
				),
				[
					`The fragment starts at byte ${countText(offset)} of the packed inode.`,
					`It holds the file from byte ${countText(start)} on.`,
				],
			),
		],
		after: "The packed inode is compressed itself: from here on it is the lesson on indexes again.",
	};
}

export const fragments: Lesson = {
	id: "fragments",
	title: "Fragments and deduplication",
	goal: "Find the end of a file in the packed inode, and say which blocks two files share.",
	about: ["fragment"],
	steps: [
		{ sample: "editions", own: withPool, terms: ["fragment", "packed inode"], tell: pool },
		{ sample: "editions", path: "/note-1.txt", own: wholeInPool, tell: whole },
		{ sample: "editions", own: "never", tell: twice },
		{ sample: "editions", path: "/edition-2.txt", own: partInPool, tell: part },
		{ sample: "editions", path: "/edition-2.txt", own: "never", tell: shared },
		{ sample: "editions", path: "/edition-2.txt", own: withPartial, tell: partial },
		{ sample: "editions", path: "/edition-2.txt", own: partInPool, closing: true, tell: closing },
	],
};
