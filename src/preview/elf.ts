/** Programs, libraries, kernel modules and memory dumps for Linux and Android, in words. */
import { corrupt } from "../base/errors";
import { smaller, sum } from "../base/exact";
import { hexOf, showStart } from "../base/text";
import { sizeText } from "../base/words";
import { startsWith, textIn } from "../containers/tables";
import { hex } from "../schema/show";
import { viewOf } from "../schema/struct";
import { type Elf, exactly, readElf, type Section } from "./elf-read";
import { CLASS, ident, MACHINES, ORDER, SECTION, SEGMENT, TYPE } from "./elf-tables";
import type { Fact, Item, Kind } from "./kind";

/** Bytes of a name that are shown. */
const SHOWN = 200;
const shown = (bytes: Uint8Array): string => showStart(bytes, SHOWN);

export const elf: Kind = {
	probe: ({ bytes }) => startsWith(bytes, "\x7fELF"),
	async look(reading) {
		const file = await readElf(reading);
		if (!file) {
			throw corrupt({
				code: "elf-header",
				severity: "error",
				text: "It begins like an ELF file, but its header is cut off or says nothing that exists.",
				structure: ident.name,
				at: { space: reading.home.space, start: 0, end: Math.min(ident.size, reading.size) },
			});
		}
		const machine = MACHINES[file.header.e_machine] ?? `processor ${file.header.e_machine}`;
		return {
			kind: "facts",
			way: "Program",
			title: `${typeOf(file).name}, ELF, ${machine}`,
			rows: rowsOf(file),
			items: {
				what: "section",
				list: itemsOf(file),
				total: sum(file.sectionCount, file.sections.length > 0 ? -1 : 0),
			},
			troubles: reading.findings,
		};
	},
};

const DF_1_PIE = 0x08000000n;
const isPie = ({ dynamic }: Elf): boolean => (BigInt(dynamic?.flags1 ?? 0) & DF_1_PIE) !== 0n;

/** What it is in a title, and how it is loaded. */
function typeOf(file: Elf): { readonly name: string; readonly how: string } {
	const { header, interpreter, about } = file;
	switch (header.e_type) {
		case TYPE.REL:
			return about.length > 0
				? { name: "Kernel module", how: "kernel module" }
				: { name: "Object file", how: "object file, to be linked" };
		case TYPE.EXEC:
			return { name: "Program", how: "program at a fixed address" };
		case TYPE.DYN:
			return interpreter || isPie(file)
				? { name: "Program", how: "program at any address (PIE)" }
				: { name: "Shared library", how: "shared library" };
		case TYPE.CORE:
			return { name: "Memory dump", how: "memory of a process that ended (core dump)" };
		default:
			return { name: "ELF file", how: `type ${header.e_type}` };
	}
}

const WIDTHS: Readonly<Record<number, string>> = {
	[CLASS.BITS_32]: "32 bit",
	[CLASS.BITS_64]: "64 bit",
};

function rowsOf(file: Elf): Fact[] {
	const { ident, header, interpreter, dynamic } = file;
	const order = ident.data === ORDER.LITTLE ? "little endian" : "big endian";
	const entry = header.e_entry;
	return [
		fact("Class", `${WIDTHS[ident.class]}, ${order}`),
		fact("Type", typeOf(file).how),
		named("Name", dynamic?.soname && [dynamic.soname]),
		named("Loaded by", interpreter && [interpreter]),
		named("Needs", dynamic?.needed),
		named("Looks for them in", dynamic?.paths),
		code("Entry", entry === 0 || entry === 0n ? undefined : hex(entry)),
		...moduleRows(file),
		fact("Symbols", symbolsOf(file)),
		fact("Page size", pagesOf(file)),
		...noteRows(file),
	].filter((row) => row !== undefined);
}

const fact = (label: string, value: string | undefined): Fact | undefined =>
	value === undefined ? undefined : { label, values: [value] };
const code = (label: string, value: string | undefined): Fact | undefined =>
	value === undefined ? undefined : { label, values: [value], code: true };
const named = (label: string, names: readonly Uint8Array[] | undefined): Fact | undefined =>
	names?.length ? { label, values: names.map(shown), code: true } : undefined;

/** What a kernel module tells of itself, by key. */
const ABOUT: readonly (readonly [key: string, label: string])[] = [
	["description", "Purpose"],
	["license", "Licence"],
	["version", "Version"],
	["depends", "Needs modules"],
	["vermagic", "For kernel"],
];

function moduleRows({ about }: Elf): (Fact | undefined)[] {
	const texts = about.map(shown);
	return ABOUT.map(([key, label]) => {
		const text = texts.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1);
		return text ? fact(label, text) : undefined;
	});
}

const nameOf = ({ name }: Section): string => shown(name);

function symbolsOf({ sections, debugFile, sectionCount }: Elf): string | undefined {
	const has = (name: string) => sections.some((one) => nameOf(one) === name);
	const table = sections.find(({ sh_type }) => sh_type === SECTION.SYMTAB);
	const debug = has(".debug_info") || has(".zdebug_info") ? ", with debug information" : "";
	if (table?.at) return `not stripped${debug}`;
	// What was not read may have them.
	if (sections.length < sectionCount) return undefined;
	const few = has(".gnu_debugdata") ? ", names of functions packed in .gnu_debugdata" : "";
	const elsewhere = debugFile ? `; they are in ${shown(debugFile)}` : "";
	return `stripped${few}${elsewhere}`;
}

/** Kernels load a file only when their pages are not larger than what its parts keep apart. */
function pagesOf({ segments }: Elf): string | undefined {
	const loaded = segments.filter(({ p_type }) => p_type === SEGMENT.LOAD);
	if (loaded.length === 0) return undefined;
	return `at most ${sizeText(loaded.map(({ p_align }) => exactly(p_align)).reduce(smaller))}`;
}

const NOTE = { GNU_BUILD_ID: 3, GO_BUILD_ID: 4, ANDROID: 1 } as const;
/** A longer one is none. */
const LONGEST_BUILD_ID = 64;

function noteRows({ notes, ident }: Elf): (Fact | undefined)[] {
	const of = (owner: string, type: number) =>
		notes.find((note) => note.owner === owner && note.type === type)?.bytes;
	const build = of("GNU", NOTE.GNU_BUILD_ID);
	const go = of("Go", NOTE.GO_BUILD_ID);
	const android = of("Android", NOTE.ANDROID);
	return [
		code("Build ID", build && hexOf(build.subarray(0, LONGEST_BUILD_ID))),
		code("Go build ID", go && shown(go)),
		fact("Android", android && androidText(android, ident.data === ORDER.LITTLE)),
	];
}

/** API level, then the release of the NDK in a field of fixed size. */
function androidText(bytes: Uint8Array, little: boolean): string | undefined {
	if (bytes.length < 4) return undefined;
	const level = viewOf(bytes).getUint32(0, little);
	const ndk = textIn(bytes.subarray(4, 68));
	return `for API level ${level}${ndk ? `, made with NDK ${ndk}` : ""}`;
}

const PROGBITS = 1;
const FLAG = { WRITE: 1n, LOADED: 2n, CODE: 4n } as const;

/** What is in a section, by its type. */
const SECTION_TYPES: Readonly<Record<number, string>> = {
	2: "symbols",
	3: "names",
	4: "relocations",
	5: "symbol hashes",
	6: "dynamic linking",
	7: "notes",
	8: "zeros, not in the file",
	9: "relocations",
	11: "dynamic symbols",
	14: "start routines",
	15: "end routines",
	17: "group",
	19: "relocations (RELR)",
	1879048182: "symbol hashes (GNU)",
	1879048189: "versions defined",
	1879048190: "versions needed",
	1879048191: "versions of symbols",
};

function contentsOf({ sh_type, sh_flags }: Section): string | undefined {
	if (sh_type !== PROGBITS) return SECTION_TYPES[sh_type];
	const flags = BigInt(sh_flags);
	if (flags & FLAG.CODE) return "code";
	if (flags & FLAG.WRITE) return "data";
	return flags & FLAG.LOADED ? "constants" : "not loaded";
}

/** All but the first, which is none. */
const itemsOf = ({ sections }: Elf): Item[] =>
	sections.slice(1).map((section) => {
		const { sh_size, at } = section;
		const how = contentsOf(section);
		return {
			name: nameOf(section) || "unnamed",
			size: exactly(sh_size),
			...(how ? { how } : {}),
			...(at ? { at } : {}),
		};
	});
