/** Lesson 8: extended attributes, their filter, those that are shared, and long prefixes. */
import { type Span, span } from "../base/range";
import { showName } from "../base/text";
import { countText, exactBytes } from "../base/words";
import { LONG_PREFIX, XATTR_PREFIXES } from "../erofs/structs/xattr";
import { known, plus, times } from "../schema/sum";
import { pickOne, reckon, select, word } from "./ask";
import type { Lesson, Telling, Wanted } from "./lesson";
import type { Scene } from "./scene";
import { code, hex } from "./words";

/** Bytes in front of the first shared id or entry. */
const HEADER = 12;

/** One whose value can be selected. */
const isShown = ({
	where,
	value,
}: {
	readonly where: string;
	readonly value: Uint8Array;
}): boolean => where === "inline" && value.length > 0;

const withInline: Wanted = {
	what: "a file with an attribute of its own",
	fits: async ({ inode, scene }) =>
		inode.xattrSize > HEADER && (await scene.xattrs(inode)).some(isShown),
};

const withShared: Wanted = {
	what: "a file that shares an attribute with others",
	fits: async ({ inode, scene }) =>
		inode.xattrSize > HEADER && (await scene.xattrs(inode)).some(({ where }) => where === "shared"),
};

const withLong: Wanted = {
	what: "an attribute with a long prefix",
	fits: async ({ inode, scene }) =>
		scene.image.prefixes.length > 0 &&
		inode.xattrSize > HEADER &&
		(await longOf(scene, inode)) !== undefined,
};

async function longOf(scene: Scene, inode: Scene["subject"]["inode"]) {
	for (const entry of await scene.xattrs(inode)) {
		const head = await scene.bytes({ ...entry.at, end: entry.at.start + 4 });
		if ((head[1] ?? 0) & LONG_PREFIX) return { entry, head };
	}
	return undefined;
}

const nameOf = ({ name }: { readonly name: Uint8Array }): string => showName(name);

async function area(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const field = await scene.field(inode, "i_xattr_icount");
	const count = Number(field.value);
	return {
		at: field.at,
		text: [
			"A file can have **extended attributes**: names with values, such as `security.selinux`. They stand between the inode and what else follows it.",
			`How many bytes they take is told by 2 bytes of the inode. 0 means none. Else it is 12 + 4 × (number − 1). ${code(path)} has ${code(field.hex)}.`,
			`Its inode is at ${countText(inode.at.start)} and has ${inode.at.end - inode.at.start} bytes.`,
		],
		asks: [
			reckon(
				"Which is the first byte behind the attributes?",
				plus(known(inode.at.end, "end of the inode"), plus(HEADER, times(4, count - 1))),
				["Attributes follow the inode.", "End of the inode plus their bytes."],
			),
		],
	};
}

function partsOf(entry: { readonly at: Span; readonly value: Uint8Array }) {
	const { at, value } = entry;
	const valueAt = span(at.space, at.end - value.length, at.end);
	return { nameAt: span(at.space, at.start + 4, valueAt.start), valueAt };
}

async function value(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const list = await scene.xattrs(inode);
	const entry = list.find(isShown);
	if (!entry) return { text: [], asks: [] };
	const [length = 0, prefix = 0] = await scene.bytes({ ...entry.at, end: entry.at.start + 4 });
	const { valueAt } = partsOf(entry);
	const begins =
		prefix & LONG_PREFIX ? "a long one, which comes later" : XATTR_PREFIXES[prefix] || "none";
	return {
		at: entry.at,
		text: [
			"Each attribute begins with 4 bytes: 1 byte length of the name, 1 byte number of its **prefix**, 2 bytes length of the value. Then come the name without its prefix and the value.",
			`Common beginnings of names are not stored, but numbered. Here the number is ${prefix}, which is ${code(begins)} in words. The name has ${length} bytes more, the value ${exactBytes(entry.value.length)}.`,
		],
		asks: [
			select("Select the value.", valueAt, [
				`The attribute starts at ${hex(entry.at.start)}.`,
				"4 bytes, then the name, then the value.",
				`${hex(entry.at.start)} + 4 + ${length}, and ${entry.value.length} bytes`,
			]),
		],
		after: `The whole name is ${code(nameOf(entry))}.`,
	};
}

/** A name whose bit in the filter is set, so that it is surely absent; and one that might be there. */
const NAMES = [
	"user.shelf",
	"user.colour",
	"user.note",
	"trusted.key",
	"security.ima",
	"user.mime_type",
];

const withFilter: Wanted = {
	what: "a file with attributes, in an image that has name filters",
	fits: async ({ inode, scene }) => scene.hasFilters && inode.xattrSize > HEADER,
};

/** A name that the filter lets pass, and that is not there. */
async function passing(
	scene: Scene,
	inode: Scene["subject"]["inode"],
): Promise<string | undefined> {
	const at = { ...inode.at, start: inode.at.end, end: inode.at.end + 4 };
	const bits = Number((await scene.stored(at)).value);
	const names = (await scene.xattrs(inode)).map(nameOf);
	return NAMES.find((name) => !((bits >>> scene.filterBit(name)) & 1) && !names.includes(name));
}

const withAlarm: Wanted = {
	what: "a file whose name filter lets pass what is not there",
	fits: async ({ inode, scene }) =>
		scene.hasFilters && inode.xattrSize > HEADER && (await passing(scene, inode)) !== undefined,
};

async function filter(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const at = { ...inode.at, start: inode.at.end, end: inode.at.end + 4 };
	const field = await scene.stored(at);
	const bits = Number(field.value);
	const absent = NAMES.find((name) => (bits >>> scene.filterBit(name)) & 1) ?? NAMES[0] ?? "";
	const bit = scene.filterBit(absent);
	const zeros = Array.from({ length: 32 }, (_, i) => i).filter((i) => !((bits >>> i) & 1));
	return {
		at,
		text: [
			"The first 4 bytes of the attributes are a **filter**. From each name one number from 0 to 31 is made, always the same. It is the number of a bit.",
			"If the bit is 1, the name is surely absent. If it is 0, the name may be there, and one has to look. That is the opposite of what one expects.",
			`Here they are ${hex(field.value)}. The bits that are 0: ${zeros.join(", ") || "none"}.`,
		],
		asks: [
			pickOne(
				`${code(absent)} has bit ${bit}. Must a reader look at the entries to know that it is not there?`,
				["No: it is surely absent", "Yes: it may be there"],
				(bits >>> bit) & 1 ? 0 : 1,
				[
					`Is bit ${bit} among those that are 0?`,
					"1 is absent, 0 is maybe.",
					`bit ${bit} of ${hex(field.value)} is ${(bits >>> bit) & 1}`,
				],
			),
		],
	};
}

async function falseAlarm(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const at = { ...inode.at, start: inode.at.end, end: inode.at.end + 4 };
	const field = await scene.stored(at);
	const name = (await passing(scene, inode)) ?? "user.colour";
	const bit = scene.filterBit(name);
	const list = await scene.xattrs(inode);
	const isSet = (Number(field.value) >>> bit) & 1;
	return {
		at,
		text: [
			`${code(name)} has bit ${bit}. The file has ${list.map((each) => code(nameOf(each))).join(", ")}.`,
		],
		asks: [
			pickOne(
				`A program asks for ${code(name)}. What happens?`,
				[
					"The filter says no; no entry is read",
					"The entries are read, and it is not found",
					"The entries are read, and it is found",
				],
				isSet ? 0 : 1,
				[
					`Bit ${bit} is ${isSet}.`,
					"0 is maybe.",
					`the names that are there are ${list.map(nameOf).join(", ")}`,
				],
			),
		],
		after: "That is a false alarm. It costs a little time, and nothing else.",
	};
}

async function shared(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const first = span(inode.at.space, inode.at.end + HEADER, inode.at.end + HEADER + 4);
	const id = await scene.stored(first);
	const { xattrStart, xattrSpace } = scene.image.facts;
	return {
		at: first,
		text: [
			"An attribute that many files have with the same value is stored once. Each of them has its number instead, called **shared id**. It counts steps of 4 bytes from a block that the superblock names. The ids of a file stand behind the first 12 bytes of its attributes.",
			`Block 0 is a block as any other here. Shared attributes begin at byte ${countText(xattrStart)}${xattrSpace === "image" ? "" : ` of the space ${xattrSpace}`}. The first id of ${code(path)} is ${code(id.hex)}.`,
		],
		asks: [
			reckon(
				"At which byte is that attribute?",
				plus(times(known(id.value, "id"), 4), known(xattrStart, "start of the shared attributes")),
				[
					`The bytes ${id.hex}, lowest first.`,
					"Id times 4, plus the start of the shared attributes.",
				],
			),
		],
	};
}

async function long(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const found = await longOf(scene, inode);
	if (!found) return { text: [], asks: [] };
	const { entry, head } = found;
	const number = (head[1] ?? 0) & ~LONG_PREFIX;
	const prefix = scene.image.prefixes[number];
	const { nameAt } = partsOf(entry);
	const rest = showName(await scene.bytes(nameAt));
	const base = XATTR_PREFIXES[prefix?.base ?? 0] ?? "";
	const infix = showName(prefix?.infix ?? new Uint8Array());
	return {
		at: prefix?.at ?? entry.at,
		text: [
			`Prefixes from 128 on are those of the image itself. The number minus 128 is the place in a table of **long prefixes**. Here it is ${head[1]}, so long prefix ${number}. The table entry is selected.`,
			`Its base ${code(base)} is one of the common beginnings, and ${code(infix)} comes behind that. The attribute itself adds ${code(rest)} to it.`,
		],
		asks: [
			word("What is the whole name?", nameOf(entry), [
				"It has three parts.",
				"Base, then what the table adds, then the name of the attribute.",
				`${base} + ${infix} + …`,
			]),
		],
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const list = await scene.xattrs(inode);
	const entry = list.find((each) => nameOf(each) === "user.library.shelf") ?? list.find(isShown);
	if (!entry) return { text: [], asks: [] };
	const { valueAt } = partsOf(entry);
	return {
		text: [
			`${code(path)} has the attribute ${code(nameOf(entry))}. Its inode is ${inode.nid}.`,
			...(entry.where === "shared" ? ["It is a shared one."] : []),
		],
		asks: [
			select("Select its value.", valueAt, [
				`The attributes stand behind the inode, from ${hex(inode.at.end)} on.`,
				"12 bytes first, then shared ids of 4 bytes, then own attributes. An id times 4 is a place behind the start of the shared ones.",
				`the attribute is at ${hex(entry.at.start)}; its value has ${entry.value.length} bytes`,
			]),
		],
		after: `It is ${code(showName(entry.value))}.`,
	};
}

export const attributes: Lesson = {
	id: "attributes",
	title: "Attributes and prefixes",
	goal: "Find the value of an extended attribute, and say from the filter that a name is absent.",
	about: [
		"erofs_xattr_ibody_header",
		"erofs_xattr_entry",
		"shared xattr id",
		"erofs_xattr_long_prefix",
		"xattrs",
	],
	steps: [
		{
			sample: "many-files",
			path: "/cards/001.txt",
			own: withInline,
			terms: ["extended attribute"],
			tell: area,
		},
		{
			sample: "many-files",
			path: "/cards/001.txt",
			own: withInline,
			terms: ["prefix"],
			tell: value,
		},
		{
			sample: "many-files",
			path: "/cards/001.txt",
			own: withFilter,
			terms: ["filter"],
			tell: filter,
		},
		{ sample: "many-files", path: "/cards/001.txt", own: withAlarm, tell: falseAlarm },
		{ sample: "shelf", path: "/notes/lamp", own: withShared, terms: ["shared id"], tell: shared },
		{ sample: "shelf", path: "/notes/lamp", own: withLong, terms: ["long prefix"], tell: long },
		{ sample: "shelf", path: "/notes/owl", own: withInline, closing: true, tell: closing },
	],
};
