/** Structures of zip archives (APPNOTE 6.3). Signatures read “PK”. */
import { little as f, table } from "./tables";

export const LOCAL = 0x04034b50;
export const CENTRAL = 0x02014b50;
export const END = 0x06054b50;
export const END64 = 0x06064b50;
export const LOCATOR64 = 0x07064b50;

export const METHODS: Readonly<Record<number, string>> = {
	0: "stored",
	1: "shrink",
	6: "implode",
	8: "deflate",
	9: "deflate64",
	12: "bzip2",
	14: "LZMA",
	93: "zstd",
	95: "xz",
	98: "PPMd",
	99: "AES encryption",
};

const FLAGS = [
	{ mask: 1, label: "encrypted", doc: "The contents are encrypted." },
	{ mask: 8, label: "data descriptor", doc: "Sizes and checksum are behind the contents." },
	{ mask: 0x800, label: "UTF-8", doc: "The name is UTF-8." },
];

/** Fields that the header of a member and its entry in the directory have alike. */
const member = (at: number) => ({
	version_needed: f.u16(at, { role: "id", doc: "Version that a reader must know, times ten." }),
	flags: f.u16(at + 2, { role: "flags", doc: "How it was written.", bits: FLAGS }),
	method: f.u16(at + 4, { role: "id", doc: "How the contents are compressed.", names: METHODS }),
	time: f.u16(at + 6, { role: "time", doc: "Time of the last change, as DOS writes it." }),
	date: f.u16(at + 8, { role: "time", doc: "Date of the last change, as DOS writes it." }),
	crc32: f.u32(at + 10, { role: "checksum", doc: "CRC-32 of the contents." }),
	compressed_size: f.u32(at + 14, {
		role: "size",
		doc: "Stored bytes; all ones: see the extra field.",
	}),
	size: f.u32(at + 18, {
		role: "size",
		doc: "Bytes of the contents; all ones: see the extra field.",
	}),
	name_length: f.u16(at + 22, { role: "size", doc: "Bytes of the name." }),
	extra_length: f.u16(at + 24, { role: "size", doc: "Bytes of the extra field." }),
});

export const localHeader = table(
	"local_file_header",
	30,
	"Stands in front of the contents of a member.",
	{
		signature: f.u32(0, { role: "magic", doc: "PK, 3, 4." }),
		...member(4),
	},
);

export const centralHeader = table(
	"central_directory_header",
	46,
	"A member, in the directory at the end.",
	{
		signature: f.u32(0, { role: "magic", doc: "PK, 1, 2." }),
		version_made_by: f.u16(4, { role: "id", doc: "System and version that wrote it." }),
		...member(6),
		comment_length: f.u16(32, { role: "size", doc: "Bytes of the comment." }),
		disk: f.u16(34, { role: "id", doc: "Number of the file of a split archive." }),
		internal_attributes: f.u16(36, { role: "flags", doc: "Bit 0: seems to be text." }),
		external_attributes: f.u32(38, {
			role: "flags",
			doc: "Attributes as the writing system has them.",
		}),
		offset: f.u32(42, {
			role: "pointer",
			doc: "Where its local header is; all ones: see the extra field.",
		}),
	},
);

export const endRecord = table("end_of_central_directory", 22, "Leads to the directory.", {
	signature: f.u32(0, { role: "magic", doc: "PK, 5, 6." }),
	disk: f.u16(4, { role: "id", doc: "Number of this file of a split archive." }),
	directory_disk: f.u16(6, { role: "id", doc: "Number of the file where the directory begins." }),
	entries_here: f.u16(8, { role: "count", doc: "Entries of the directory in this file." }),
	entries: f.u16(10, { role: "count", doc: "Entries of the directory." }),
	directory_size: f.u32(12, { role: "size", doc: "Bytes of the directory." }),
	directory_offset: f.u32(16, { role: "pointer", doc: "Where the directory begins." }),
	comment_length: f.u16(20, { role: "size", doc: "Bytes of the comment that follows." }),
});

export const locator64 = table("zip64_locator", 20, "Leads to the end record of large archives.", {
	signature: f.u32(0, { role: "magic", doc: "PK, 6, 7." }),
	disk: f.u32(4, { role: "id", doc: "Number of the file it is in." }),
	offset: f.u64(8, { role: "pointer", doc: "Where it is." }),
	disks: f.u32(16, { role: "count", doc: "Files of the archive." }),
});

export const endRecord64 = table(
	"zip64_end_of_central_directory",
	56,
	"Leads to the directory of large archives.",
	{
		signature: f.u32(0, { role: "magic", doc: "PK, 6, 6." }),
		record_size: f.u64(4, { role: "size", doc: "Bytes behind this field." }),
		version_made_by: f.u16(12, { role: "id", doc: "System and version that wrote it." }),
		version_needed: f.u16(14, { role: "id", doc: "Version that a reader must know, times ten." }),
		disk: f.u32(16, { role: "id", doc: "Number of this file of a split archive." }),
		directory_disk: f.u32(20, {
			role: "id",
			doc: "Number of the file where the directory begins.",
		}),
		entries_here: f.u64(24, { role: "count", doc: "Entries of the directory in this file." }),
		entries: f.u64(32, { role: "count", doc: "Entries of the directory." }),
		directory_size: f.u64(40, { role: "size", doc: "Bytes of the directory." }),
		directory_offset: f.u64(48, { role: "pointer", doc: "Where the directory begins." }),
	},
);
