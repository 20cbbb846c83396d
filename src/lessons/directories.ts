/** Lesson 3: from a path to the first stored byte of a file. */
import { countText, exactBytes } from "../base/words";
import { FT } from "../erofs/structs/dirent";
import { known, over } from "../schema/sum";
import { pickOne, reckon, select, touch } from "./ask";
import type { StoredBlock, StoredEntry } from "./directory-blocks";
import type { Lesson, Telling, Wanted } from "./lesson";
import type { Candidate, Scene } from "./scene";
import { code, hex } from "./words";

/** More are no exercise for people. */
const MOST_ENTRIES = 60;
const FEWEST_ENTRIES = 4;

/** Whether every directory on the way can be read by hand: one block, stored as it is. */
async function isLegible({ scene, path }: Candidate): Promise<boolean> {
	const way = await scene.way(path);
	for (const { inode } of way.slice(0, -1)) {
		const blocks = await scene.directory(inode);
		if (blocks?.length !== 1 || (blocks[0]?.entries.length ?? 0) > MOST_ENTRIES) return false;
	}
	return true;
}

const isListed: Wanted = {
	what: "a directory that is not compressed and has 4 to 60 names",
	async fits({ inode, parent, scene, depth }) {
		if (depth < 1 || inode.at.space !== "image" || parent.size > scene.blockSize) return false;
		const blocks = await scene.directory(parent);
		const count = blocks?.length === 1 ? (blocks[0]?.entries.length ?? 0) : 0;
		return count >= FEWEST_ENTRIES && count <= MOST_ENTRIES;
	},
};

const isDeep: Wanted = {
	what: "a file or link two or three levels deep, not compressed, in directories that are not compressed",
	fits: async (candidate) =>
		candidate.depth >= 2 &&
		candidate.depth <= 3 &&
		candidate.inode.type !== FT.DIR &&
		(await candidate.scene.isFlat(candidate.inode)) &&
		isLegible(candidate),
};

const isLong: Wanted = {
	what: "a directory of two blocks or more that is not compressed",
	async fits({ inode, scene }) {
		if (inode.type !== FT.DIR || inode.size <= scene.blockSize) return false;
		const blocks = await scene.directory(inode);
		return (
			(blocks?.length ?? 0) >= 2 && (blocks?.every(({ entries }) => entries.length > 1) ?? false)
		);
	},
};

/** The directory that names the subject, its list, and the entry. */
async function listOf(scene: Scene) {
	const { path, inode } = scene.subject;
	const parent = (await scene.way(path)).at(-2);
	const block = parent && (await scene.directory(parent.inode))?.[0];
	const index =
		block?.entries.findIndex(({ nid, name }) => nid === inode.nid && path.endsWith(`/${name}`)) ??
		-1;
	return {
		directory: parent?.path ?? "/",
		block: block as StoredBlock,
		entry: block?.entries[index] as StoredEntry,
		index,
	};
}

async function records(scene: Scene): Promise<Telling> {
	const { directory, block } = await listOf(scene);
	const [first] = block.entries as [StoredEntry];
	return {
		at: block.at,
		path: directory,
		text: [
			"A directory is stored like a file: it has an inode and contents. The contents are a list: one **record** of 12 bytes for each name, then all the names one after the other. A small directory may have its list right after the inode: then its block number is `ff ff ff ff`.",
			`The list of ${code(directory)} is selected: ${exactBytes(block.at.end - block.at.start)}.`,
		],
		asks: [
			select("Select the first record.", first.at, [
				`The list starts at ${hex(block.at.start)}.`,
				"The records come first. Each has 12 bytes.",
				`${hex(first.at.start)} up to ${hex(first.at.end - 1)}, with both ends`,
			]),
		],
	};
}

async function count(scene: Scene): Promise<Telling> {
	const { directory, block } = await listOf(scene);
	const [first] = block.entries as [StoredEntry];
	const field = await scene.stored(first.nameoffAt);
	return {
		at: field.at,
		path: directory,
		text: [
			"How many records are there? Nothing says so. But bytes 8 and 9 of a record, counted from 0, say where its name starts. That number is counted from the start of the list.",
			"The first name starts where the records end.",
		],
		asks: [
			reckon(
				"How many records does this list have?",
				over(known(first.from, "first name at"), 12),
				[`The bytes ${field.hex}, lowest first.`, "So many bytes of records, 12 bytes each."],
				[
					{
						answer: first.from,
						say: "That is where the first name starts. Each record has 12 bytes.",
					},
					...misread(first.from),
				],
			),
		],
	};
}

/** Digits of hex that are taken for decimal ones. */
function misread(value: number): readonly { answer: number; say: string }[] {
	const digits = Number(value.toString(16));
	if (Number.isNaN(digits) || digits === value) return [];
	const say = `${hex(value)} is ${value}.`;
	return [
		{ answer: digits, say },
		{ answer: Math.floor(digits / 12), say },
	];
}

async function name(scene: Scene): Promise<Telling> {
	const { block, entry, index } = await listOf(scene);
	const next = block.entries[index + 1];
	return {
		at: entry.at,
		text: [
			"Sums of places are written in hex. A column that comes to 16 or more carries one to the left: `0x4a8 + 0x0b` is 0x4b3, since 8 + b (which is 11) is 19, so 3 and carry 1.",
			`This is record ${index}; the first has the number 0. So it is at ${hex(block.at.start)} + ${index} × 12. Its name starts ${hex(entry.from)} bytes after the start of the list.`,
			next
				? `A name has no end mark: it goes on to where the next one starts. Record ${index + 1} starts its name at ${hex(next.from)}. The last name ends where the list ends: the size of the directory says where.`
				: `A name goes on to where the next one starts. This is the last: it ends with the list${entry.to < block.bytes.length ? ", or at a zero byte" : ""}.`,
		],
		asks: [
			select("Select the name of this record.", entry.nameAt, [
				"Count from the start of the list.",
				"Start of the list plus start of the name. The length is the difference of the two starts.",
				`${hex(block.at.start)} + ${hex(entry.from)} = ?, and ${hex(entry.to)} − ${hex(entry.from)} bytes`,
			]),
		],
		after: `It is ${code(entry.name)}.`,
	};
}

async function number(scene: Scene): Promise<Telling> {
	const { entry } = await listOf(scene);
	const field = await scene.stored(entry.nidAt);
	const { inode } = scene.subject;
	const { sum } = scene.placeOf(inode.nid);
	return {
		at: field.at,
		text: [
			"The first 8 bytes of a record are the number of an inode: whose name it is. Byte 10 is the kind, in numbers of its own: 1 is a file, 2 a directory, 7 a link. So a list can be shown without reading all the inodes.",
		],
		asks: [
			touch("Click a byte of the inode that this record names.", inode.at, [
				"Number times 32, plus the start of the metadata.",
				`The number is in the bytes ${field.hex}, lowest first.`,
				`${sum.text} = ?`,
			]),
		],
	};
}

/** A name that is in no list, in both cases. */
const NEW = "Zebra";

async function order(scene: Scene): Promise<Telling> {
	const { directory, block } = await listOf(scene);
	const names = block.entries.map((entry) => entry.name);
	const before = block.entries.filter(({ raw }) => isBelow(raw, NEW)).length;
	const gap = (at: number) =>
		at === 0
			? `before “${names[0]}”`
			: at >= names.length
				? `after “${names.at(-1)}”`
				: `between “${names[at - 1]}” and “${names[at]}”`;
	const gaps = [...new Set([0, before, Math.min(before + 1, names.length), names.length])].sort(
		(a, b) => a - b,
	);
	const first = (at: number) => names[at]?.[0] ?? "";
	const value = (letter: string) => `${letter} is ${hex(letter.charCodeAt(0))}`;
	const around = [first(before - 1), "Z", first(before)].filter(Boolean).map(value);
	return {
		at: block.at,
		path: directory,
		text: [
			"The names stand in order: by the value of their first byte, then of the second, and so on. Capital letters have smaller values than small letters.",
			"So a reader need not look at all names. It begins with the first name of the list, then looks at the middle one, and knows which half to go on with. `.` is the directory itself and `..` the one above; they are sorted with all the others.",
		],
		asks: [
			pickOne(
				`Suppose the image had been made with a file ${code(NEW)}. Where would it stand?`,
				gaps.map(gap),
				gaps.indexOf(before),
				[
					"Compare the first bytes.",
					"A smaller byte value comes first. Capital letters are smaller.",
					around.join(", "),
				],
			),
		],
	};
}

const isBelow = (raw: Uint8Array, name: string): boolean => {
	for (let i = 0; i < name.length; i++) {
		const at = raw[i];
		if (at === undefined || at < name.charCodeAt(i)) return true;
		if (at > name.charCodeAt(i)) return false;
	}
	return false;
};

/** Which record is looked for in a long directory: of its last block. */
function wantedIn(blocks: readonly StoredBlock[]) {
	const last = blocks.at(-1) as StoredBlock;
	const index = Math.min(last.entries.length - 1, Math.ceil(last.entries.length / 2) - 2);
	return { last, entry: last.entries[Math.max(1, index)] as StoredEntry };
}

async function halving(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const blocks = (await scene.directory(inode)) ?? [];
	const { last, entry } = wantedIn(blocks);
	const wanted = scene.subject.path === "/cards" ? "card-250" : entry.name;
	const target = last.entries.find(({ name }) => name === wanted) ?? entry;
	const probes = await scene.probes(inode, target.raw);
	const firsts = blocks.map(({ entries }) => entries[0]?.name ?? "");
	const total = blocks.reduce((sum, { entries }) => sum + entries.length, 0);
	const { sum, at } = scene.placeOf(target.nid);
	return {
		at: (last.entries[0] as StoredEntry).nameAt,
		text: [
			`${code(path)} has ${countText(total)} names. It is cut into pieces of ${exactBytes(scene.blockSize)}, numbered from 0; piece 0 lies at ${hex(blocks[0]?.at.start ?? 0)}.`,
			`Each piece is a list of its own, and where names start is counted anew in each. The names go on from one to the next. The first name of each: ${firsts.map((each, i) => `${code(each)} in piece ${i}`).join(", ")}.`,
			`The last piece may stand right after the inode${last.at.start === inode.bodyEnd ? `: here piece ${blocks.length - 1}, at ${hex(last.at.start)}` : ""}.`,
			`A reader looks for ${code(target.name)}. It first chooses the piece by these names, then halves the list in it. The metadata of this image starts at byte ${countText(scene.image.facts.metaStart)}.`,
		],
		asks: [
			pickOne(
				`In which piece is ${code(target.name)}?`,
				blocks.map(({ at: { start } }, i) => `piece ${i}, at ${hex(start)}`),
				blocks.length - 1,
				[
					"Look at the first name of each piece.",
					"It is the last piece whose first name is not greater.",
					`${firsts.at(-1)} is not greater than ${target.name}`,
				],
			),
			reckon(
				`${code(target.name)} is inode ${target.nid}. At which byte does that inode begin?`,
				sum,
				[
					"Number times 32, plus the start of the metadata.",
					`The metadata starts at byte ${countText(scene.image.facts.metaStart)}.`,
				],
			),
		],
		after: `Linux looks at these names: ${probes.map((each) => `${code(each)}`).join(", ")}. That is ${probes.length} of ${countText(total)}. The inode is at ${hex(at.start)}.`,
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const { path, inode } = scene.subject;
	const way = await scene.way(path);
	const { sum, at } = scene.flatByte(inode, 0);
	return {
		text: [
			`By hand, from the superblock on: find the first byte of the contents of ${code(path)}.`,
			"Root number, inode, list, record, inode, and so on to the contents.",
			"To look up: the superblock starts at 0x400. It has the power of the block size at `0x0c` (1 byte), the root at `0x0e` (2); the number of blocks at `0x24` (4), the start of the metadata at `0x28` (4).",
			"An inode has its length, small or large, at byte 0 (2 bytes), its kind at 4 (2); its size at 8 (8 bytes, in a small one 4), its block number at 16 (4).",
			"A record of a directory has the number of an inode at byte 0 (8 bytes); where the name starts at 8 (2), the kind at 10 (1).",
		],
		asks: [
			reckon(
				"At which byte of the image do they begin?",
				sum,
				[
					way.map((each) => `${each.path} is inode ${each.inode.nid}`).join("; "),
					"Number times 32 is the inode. Its block number times the size of a block is where the contents are; without one they follow the inode.",
				],
				way.map((each) => ({
					answer: each.inode.at.start,
					say: `That is the inode of ${each.path}. Go on from there.`,
				})),
			),
		],
		after: `That is ${hex(at.start)}. You went from a path to a byte, as Linux does. Files that are compressed are the matter of lesson 5.`,
	};
}

export const directories: Lesson = {
	id: "directories",
	title: "Directories",
	goal: "Go from a path such as /a/b to the first stored byte of that file, by hand.",
	about: ["erofs_dirent"],
	steps: [
		{ sample: "plain", path: "/diary.txt", own: isListed, terms: ["record"], tell: records },
		{ sample: "plain", path: "/diary.txt", own: isListed, tell: count },
		{ sample: "plain", path: "/diary.txt", own: isListed, tell: name },
		{ sample: "plain", path: "/diary.txt", own: isListed, tell: number },
		{ sample: "plain", path: "/diary.txt", own: isListed, tell: order },
		{ sample: "shelf", path: "/cards", own: isLong, tell: halving },
		{ sample: "plain", path: "/story/3-the-tails.txt", own: isDeep, closing: true, tell: closing },
	],
};
