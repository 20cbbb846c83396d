/** Structures of ELF files (System V ABI, gABI 4.2), in their four forms: 32 or 64 bits, either byte order. */
import { table } from "../containers/tables";
import { fieldKit } from "../schema/field";
import type { Decoded } from "../schema/struct";

export const CLASS = { BITS_32: 1, BITS_64: 2 } as const;
export const ORDER = { LITTLE: 1, BIG: 2 } as const;

const kit = fieldKit<undefined>();

/** The same in every form: it says which form the rest has. */
export const ident = table("e_ident", 16, "Says how the rest of the file is written.", {
	magic: kit.u32(0, { role: "magic", doc: "7f, “ELF”." }),
	class: kit.u8(4, { role: "id", doc: "Width of addresses.", names: { 1: "32 bit", 2: "64 bit" } }),
	data: kit.u8(5, {
		role: "id",
		doc: "Order of the bytes in a number.",
		names: { 1: "little endian", 2: "big endian" },
	}),
	version: kit.u8(6, { role: "id", doc: "Version of the format, 1." }),
	osabi: kit.u8(7, { role: "id", doc: "Whose extensions are used." }),
});

export const TYPE = { REL: 1, EXEC: 2, DYN: 3, CORE: 4 } as const;
export const SEGMENT = { LOAD: 1, DYNAMIC: 2, INTERP: 3, NOTE: 4 } as const;
export const SECTION = { SYMTAB: 2, DYNAMIC: 6, NOTE: 7, NOBITS: 8 } as const;

/** Where the fields of 32 and of 64 bits lie: they have them in another order in part. */
function tablesOf(wide: boolean, order: "little" | "big") {
	const f = fieldKit<undefined>(order);
	const word = wide ? f.u64 : f.u32;
	const at = (narrow: number, broad: number) => (wide ? broad : narrow);
	return {
		header: table("elf_header", at(52, 64), "The beginning of an ELF file.", {
			e_type: f.u16(16, { role: "id", doc: "Program, library, object or memory dump." }),
			e_machine: f.u16(18, { role: "id", doc: "Processor it is for." }),
			e_entry: word(24, { role: "pointer", doc: "Address at which the program begins." }),
			e_phoff: word(at(28, 32), { role: "pointer", doc: "Where the program headers are." }),
			e_shoff: word(at(32, 40), { role: "pointer", doc: "Where the section headers are." }),
			e_flags: f.u32(at(36, 48), { role: "flags", doc: "Flags of the processor." }),
			e_ehsize: f.u16(at(40, 52), { role: "size", doc: "Bytes of this header." }),
			e_phentsize: f.u16(at(42, 54), { role: "size", doc: "Bytes of a program header." }),
			e_phnum: f.u16(at(44, 56), { role: "count", doc: "Program headers." }),
			e_shentsize: f.u16(at(46, 58), { role: "size", doc: "Bytes of a section header." }),
			e_shnum: f.u16(at(48, 60), { role: "count", doc: "Sections; 0: see the first of them." }),
			e_shstrndx: f.u16(at(50, 62), { role: "id", doc: "Section with the names of sections." }),
		}),
		segment: table("program_header", at(32, 56), "A part of the file that is loaded or used.", {
			p_type: f.u32(0, { role: "id", doc: "What it is for." }),
			p_offset: word(at(4, 8), { role: "pointer", doc: "Where it is in the file." }),
			p_vaddr: word(at(8, 16), { role: "pointer", doc: "Address in memory." }),
			p_filesz: word(at(16, 32), { role: "size", doc: "Bytes in the file." }),
			p_memsz: word(at(20, 40), { role: "size", doc: "Bytes in memory." }),
			p_flags: f.u32(at(24, 4), { role: "flags", doc: "Whether it is read, written, run." }),
			p_align: word(at(28, 48), { role: "size", doc: "Multiple of which its address is." }),
		}),
		section: table("section_header", at(40, 64), "A part of the file by its name.", {
			sh_name: f.u32(0, { role: "pointer", doc: "Where its name is among the names." }),
			sh_type: f.u32(4, { role: "id", doc: "What is in it." }),
			sh_flags: word(8, { role: "flags", doc: "How it is used." }),
			sh_offset: word(at(16, 24), { role: "pointer", doc: "Where it is in the file." }),
			sh_size: word(at(20, 32), { role: "size", doc: "Bytes of it." }),
			sh_link: f.u32(at(24, 40), { role: "id", doc: "A section that belongs to it." }),
			sh_info: f.u32(at(28, 44), { role: "id", doc: "More about it." }),
		}),
		dynamic: table("dynamic_entry", at(8, 16), "What the dynamic linker has to know.", {
			d_tag: word(0, { role: "id", doc: "What it is." }),
			d_val: word(at(4, 8), { role: "pointer", doc: "Its value: a number, or an address." }),
		}),
		note: table("note_header", 12, "A remark of the tool that made it.", {
			n_namesz: f.u32(0, { role: "size", doc: "Bytes of the name of who made it." }),
			n_descsz: f.u32(4, { role: "size", doc: "Bytes of the remark." }),
			n_type: f.u32(8, { role: "id", doc: "What it says; each maker has numbers of its own." }),
		}),
	};
}

export type ElfTables = ReturnType<typeof tablesOf>;
export type Header = Decoded<ElfTables["header"]>;
export type Segment = Decoded<ElfTables["segment"]>;
export type SectionHeader = Decoded<ElfTables["section"]>;

const FORMS = {
	[CLASS.BITS_32]: {
		[ORDER.LITTLE]: tablesOf(false, "little"),
		[ORDER.BIG]: tablesOf(false, "big"),
	},
	[CLASS.BITS_64]: {
		[ORDER.LITTLE]: tablesOf(true, "little"),
		[ORDER.BIG]: tablesOf(true, "big"),
	},
};

/** Undefined for a form that does not exist. */
export function elfTables(of: Decoded<typeof ident>): ElfTables | undefined {
	const orders = of.class === CLASS.BITS_32 || of.class === CLASS.BITS_64 ? FORMS[of.class] : {};
	return (orders as Record<number, ElfTables>)[of.data];
}

/** Processors (e_machine) that people meet. */
export const MACHINES: Readonly<Record<number, string>> = {
	2: "SPARC",
	3: "x86",
	4: "Motorola 68000",
	8: "MIPS",
	15: "PA-RISC",
	20: "PowerPC",
	21: "PowerPC 64",
	22: "IBM Z (s390)",
	40: "ARM",
	42: "SuperH",
	43: "SPARC V9",
	50: "Itanium",
	62: "x86-64",
	83: "AVR",
	94: "Xtensa",
	164: "Hexagon",
	183: "ARM64",
	190: "CUDA",
	224: "AMD GPU",
	243: "RISC-V",
	247: "BPF",
	252: "C-SKY",
	258: "LoongArch",
};
