/**
 * An ELF file as far as a person wants to know it at a glance: headers, what the dynamic linker
 * reads, and the names of sections. Damage costs the part it is in; nothing is read twice or whole.
 */
import { reportOrThrow } from "../base/errors";
import { clamped, type Exact, exact, smaller } from "../base/exact";
import type { Range } from "../base/range";
import { utf8 } from "../base/text";
import { countText, exactBytes } from "../base/words";
import type { Reading } from "../containers/reading";
import { untilZero } from "../containers/tables";
import type { Decoded, Fields, Struct } from "../schema/struct";
import {
	type ElfTables,
	elfTables,
	type Header,
	ident,
	SECTION,
	SEGMENT,
	type SectionHeader,
	type Segment,
} from "./elf-tables";

const MOST_SEGMENTS = 256;
const MOST_SECTIONS = 4096;
const MOST_DYNAMIC = 4096;
/** Libraries and search paths that are named. */
const MOST_NAMED = 200;
/** Runs of notes that are looked at, and bytes of each. */
const MOST_NOTES = 8;
const LONGEST_NOTES = 16_384;
/** Bytes of a name. */
const LONGEST_NAME = 512;
/** Bytes of the names of all sections, and of what a kernel module tells about itself. */
const MOST_NAMES = 1 << 20;
const LONGEST_ABOUT = 65_536;

export interface Section extends SectionHeader {
	readonly name: Uint8Array;
	/** Bytes of the file; undefined when it has none there. */
	readonly at: Range | undefined;
}

export interface Dynamic {
	readonly needed: readonly Uint8Array[];
	/** RUNPATH, or RPATH where there is no other. */
	readonly paths: readonly Uint8Array[];
	readonly soname: Uint8Array | undefined;
	readonly flags1: Exact;
}

export interface Note {
	/** Who made it: `GNU`. */
	readonly owner: string;
	readonly type: number;
	readonly bytes: Uint8Array;
}

export interface Elf {
	readonly ident: Decoded<typeof ident>;
	readonly header: Header;
	readonly segments: readonly Segment[];
	readonly sections: readonly Section[];
	/** Sections the file says it has; the first {@link MOST_SECTIONS} are read. */
	readonly sectionCount: Exact;
	readonly interpreter: Uint8Array | undefined;
	readonly dynamic: Dynamic | undefined;
	readonly notes: readonly Note[];
	/** `key=value`, of kernel modules. */
	readonly about: readonly Uint8Array[];
	/** Name of the file that has the symbols instead. */
	readonly debugFile: Uint8Array | undefined;
}

type Word = number | bigint;
export const exactly = (n: Word): Exact => (typeof n === "bigint" ? exact(n) : n);

/** @throws Failure `corrupt` when not even the header is there */
export async function readElf(reading: Reading): Promise<Elf | undefined> {
	if (!reading.has(0, ident.size)) return undefined;
	const first = await reading.step(() => reading.read(ident, 0));
	const tables = elfTables(first);
	if (!tables || !reading.has(0, tables.header.size)) return undefined;
	const header = await reading.step(() => reading.read(tables.header, 0));
	const file = { reading, tables, header };
	const segments = await part(reading, [], () => readSegments(file));
	const { sections, sectionCount } = await readSections(file);
	const named = (name: string) => sections.find((one) => utf8(one.name) === name)?.at;
	const text = (at: Range | undefined, most: number) =>
		part(
			reading,
			undefined,
			() => at && reading.bytes.slice(at.start, Math.min(at.end, at.start + most)),
		);
	const about = await text(named(".modinfo"), LONGEST_ABOUT);
	const debugFile = await text(named(".gnu_debuglink"), LONGEST_NAME);
	const interpreter = segments.find(({ p_type }) => p_type === SEGMENT.INTERP);
	const path = await text(interpreter && placeOf(file, interpreter), LONGEST_NAME);
	return {
		ident: first,
		header,
		segments,
		sections,
		sectionCount,
		interpreter: path && untilZero(path),
		dynamic: await part(reading, undefined, () => readDynamic(file, segments, sections)),
		notes: await part(reading, [], () => readNotes(file, segments, sections)),
		about: about ? split(about) : [],
		debugFile: debugFile && untilZero(debugFile),
	};
}

interface File {
	readonly reading: Reading;
	readonly tables: ElfTables;
	readonly header: Header;
}

/** Damage of the contents, or of the image they lie in, costs this part alone. */
async function part<T>(reading: Reading, otherwise: T, work: () => T): Promise<T> {
	try {
		return await reading.step(work);
	} catch (error) {
		reportOrThrow(error, (finding) => reading.report(finding));
		return otherwise;
	}
}

/** Bytes of the file; undefined when some of them lie outside of it. */
function inFile(reading: Reading, start: Word, size: Word): Range | undefined {
	const from = exactly(start);
	const length = exactly(size);
	if (typeof from !== "number" || typeof length !== "number") return undefined;
	return reading.has(from, length) ? { start: from, end: from + length } : undefined;
}

const placeOf = ({ reading }: File, { p_offset, p_filesz }: Segment): Range | undefined =>
	inFile(reading, p_offset, p_filesz);

interface List<F extends Fields<undefined>> {
	readonly table: Struct<undefined, F>;
	/** The field of the header that says where it is, and what it says. */
	readonly from: "e_phoff" | "e_shoff";
	readonly start: Word;
	/** Bytes from one record to the next. */
	readonly each: number;
	readonly count: number;
}

/** A table of records, as many of them as are in the file. */
function readList<F extends Fields<undefined>>(
	{ reading, tables }: File,
	{ table, from, start, each, count }: List<F>,
): Decoded<Struct<undefined, F>>[] {
	if (count === 0) return [];
	const blame = (text: string, seen: string, allowed: string) =>
		reading.blame(tables.header, from, 0, { code: "elf-beyond", text, seen, allowed });
	const at = exactly(start);
	if (each < table.size) {
		blame(
			"The header gives the records of a table too few bytes to be read.",
			exactBytes(each),
			exactBytes(table.size),
		);
		return [];
	}
	const room = typeof at === "number" ? reading.size - at : 0;
	const there = Math.max(0, Math.min(count, Math.floor((room - table.size) / each) + 1));
	if (there < count) {
		blame(
			`Of ${countText(count)} ${table.name.replaceAll("_", " ")}s ${countText(there)} are in the file: it is cut off, or its header is wrong.`,
			`at byte ${countText(at)}`,
			`within ${exactBytes(reading.size)}`,
		);
	}
	if (typeof at !== "number" || there === 0) return [];
	// All of it at once: what is missing is fetched together.
	reading.bytes.slice(at, at + (there - 1) * each + table.size);
	return Array.from({ length: there }, (_, i) => reading.read(table, at + i * each));
}

const readSegments = (file: File): Segment[] =>
	readList(file, {
		table: file.tables.segment,
		from: "e_phoff",
		start: file.header.e_phoff,
		each: file.header.e_phentsize,
		count: Math.min(file.header.e_phnum, MOST_SEGMENTS),
	});

/** Numbers that do not fit into the header are told by the first section. */
const IN_FIRST = 0xffff;

async function readSections(file: File): Promise<Pick<Elf, "sections" | "sectionCount">> {
	const { reading, header, tables } = file;
	const { e_shoff, e_shnum, e_shstrndx } = header;
	if (e_shoff === 0 || e_shoff === 0n) return { sections: [], sectionCount: 0 };
	const list = (count: number) => () =>
		readList(file, {
			table: tables.section,
			from: "e_shoff",
			start: e_shoff,
			each: header.e_shentsize,
			count,
		});
	const [first] = await part(reading, [], list(e_shnum === 0 || e_shstrndx === IN_FIRST ? 1 : 0));
	const sectionCount = e_shnum === 0 && first ? exactly(first.sh_size) : e_shnum;
	const count = clamped(smaller(sectionCount, MOST_SECTIONS));
	const records = await part(reading, [], list(count));
	const namesIndex = e_shstrndx === IN_FIRST && first ? first.sh_link : e_shstrndx;
	const names = await part(reading, new Uint8Array(), () => {
		const record = records[namesIndex];
		const at = record && inFile(reading, record.sh_offset, record.sh_size);
		return at
			? reading.bytes.slice(at.start, Math.min(at.end, at.start + MOST_NAMES))
			: new Uint8Array();
	});
	const sections = records.map((record) => ({
		...record,
		name: untilZero(names.subarray(record.sh_name, record.sh_name + LONGEST_NAME)),
		at:
			record.sh_type === SECTION.NOBITS
				? undefined
				: inFile(reading, record.sh_offset, record.sh_size),
	}));
	return { sections, sectionCount };
}

const TAG = {
	END: 0,
	NEEDED: 1,
	STRTAB: 5,
	STRSZ: 10,
	SONAME: 14,
	RPATH: 15,
	RUNPATH: 29,
	FLAGS_1: 0x6ffffffb,
} as const;

function readDynamic(
	file: File,
	segments: readonly Segment[],
	sections: readonly Section[],
): Dynamic | undefined {
	const { reading, tables } = file;
	const segment = segments.find(({ p_type }) => p_type === SEGMENT.DYNAMIC);
	const at = segment && placeOf(file, segment);
	// Files that only have symbols name a place that was left out of them.
	const isLeftOut = sections.some(
		({ sh_type, name }) => sh_type === SECTION.NOBITS && utf8(name) === ".dynamic",
	);
	if (!at || isLeftOut) return undefined;
	const { size } = tables.dynamic;
	const end = Math.min(at.end, at.start + MOST_DYNAMIC * size);
	reading.bytes.slice(at.start, end);
	const values = new Map<Exact, Exact[]>();
	for (let p = at.start; p + size <= end; p += size) {
		const { d_tag, d_val } = reading.read(tables.dynamic, p);
		const tag = exactly(d_tag);
		if (tag === TAG.END) break;
		const known = values.get(tag) ?? [];
		values.set(tag, known);
		if (known.length < MOST_NAMED) known.push(exactly(d_val));
	}
	const of = (tag: number): readonly Exact[] => values.get(tag) ?? [];
	const [address] = of(TAG.STRTAB);
	const names =
		address === undefined ? undefined : inSegments(file, segments, address, of(TAG.STRSZ)[0]);
	const run = of(TAG.RUNPATH).length > 0 ? of(TAG.RUNPATH) : of(TAG.RPATH);
	const [needed, paths, sonames] = [of(TAG.NEEDED), run, of(TAG.SONAME)].map((offsets) =>
		names ? textsAt(reading, names, offsets) : [],
	) as [Uint8Array[], Uint8Array[], Uint8Array[]];
	return { needed, paths, soname: sonames[0], flags1: of(TAG.FLAGS_1)[0] ?? 0 };
}

/** Where bytes at an address in memory are in the file. */
function inSegments(
	{ reading }: File,
	segments: readonly Segment[],
	address: Exact,
	size: Exact = 0,
): Range | undefined {
	const wanted = BigInt(address);
	for (const { p_type, p_vaddr, p_offset, p_filesz } of segments) {
		const inside = wanted - BigInt(p_vaddr);
		if (p_type !== SEGMENT.LOAD || inside < 0n || inside >= BigInt(p_filesz)) continue;
		return inFile(reading, BigInt(p_offset) + inside, size);
	}
	return undefined;
}

/** The texts that begin at `offsets` of a table of texts that end with a zero byte. */
function textsAt(reading: Reading, table: Range, offsets: readonly Exact[]): Uint8Array[] {
	const ranges = offsets.flatMap((offset): Range[] => {
		if (typeof offset !== "number" || offset >= table.end - table.start) return [];
		const start = table.start + offset;
		return [{ start, end: Math.min(table.end, start + LONGEST_NAME) }];
	});
	reading.bytes.need(ranges);
	return ranges.map(({ start, end }) => untilZero(reading.bytes.slice(start, end)));
}

function readNotes(file: File, segments: readonly Segment[], sections: readonly Section[]): Note[] {
	const { reading } = file;
	const runs = segments
		.filter(({ p_type }) => p_type === SEGMENT.NOTE)
		.map((segment) => ({ at: placeOf(file, segment), align: exactly(segment.p_align) }));
	// Objects and kernel modules have no segments.
	if (runs.length === 0) {
		for (const { sh_type, at } of sections)
			if (sh_type === SECTION.NOTE) runs.push({ at, align: 4 });
	}
	return runs.slice(0, MOST_NOTES).flatMap(({ at, align }) => {
		if (!at) return [];
		const bytes = reading.bytes.slice(at.start, Math.min(at.end, at.start + LONGEST_NOTES));
		return notesIn(file, bytes, at.start, align === 8 ? 8 : 4);
	});
}

function notesIn({ reading, tables }: File, run: Uint8Array, start: number, align: number): Note[] {
	const notes: Note[] = [];
	const { size } = tables.note;
	const up = (n: number) => Math.ceil(n / align) * align;
	for (let at = 0; at + size <= run.length; ) {
		const { n_namesz, n_descsz, n_type } = reading.read(tables.note, start + at);
		const name = at + size;
		const desc = up(name + n_namesz);
		const end = desc + n_descsz;
		if (end > run.length) break;
		const owner = utf8(untilZero(run.subarray(name, name + n_namesz))) ?? "";
		notes.push({ owner, type: n_type, bytes: run.subarray(desc, end) });
		at = up(end);
	}
	return notes;
}

/** Texts that end with a zero byte each. */
function split(bytes: Uint8Array): Uint8Array[] {
	const texts: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; ) {
		const end = bytes.indexOf(0, at);
		const text = bytes.subarray(at, end < 0 ? bytes.length : end);
		if (text.length > 0) texts.push(text);
		at += text.length + 1;
	}
	return texts;
}
