/** Structures of ISO 9660 and of El Torito. */
import { little as f, showText, table } from "./tables";

export const SECTOR = 2048;
/** Bytes of a record without its name. */
export const RECORD = 33;

export const descriptor = table(
	"volume_descriptor",
	190,
	"What is on the disc, and where its root is.",
	{
		type: f.u8(0, {
			role: "id",
			doc: "What it describes.",
			names: { 0: "boot record", 1: "primary", 2: "supplementary", 3: "partition", 255: "end" },
		}),
		id: f.bytes(1, 5, { role: "magic", doc: "CD001.", show: showText }),
		version: f.u8(6, { role: "id", doc: "1." }),
		system: f.bytes(8, 32, {
			role: "text",
			doc: "Which system may start from it.",
			show: showText,
		}),
		volume: f.bytes(40, 32, { role: "text", doc: "Name of the disc.", show: showText }),
		blocks: f.u32(80, { role: "size", doc: "Blocks of the disc." }),
		escapes: f.bytes(88, 32, { role: "id", doc: "Joliet: %/@, %/C or %/E.", show: showText }),
		block_size: f.u16(128, { role: "size", doc: "Bytes of a block." }),
		path_table_size: f.u32(132, { role: "size", doc: "Bytes of the path table." }),
		root_extent: f.u32(158, { role: "pointer", doc: "First block of the root directory." }),
		root_size: f.u32(166, { role: "size", doc: "Bytes of the root directory." }),
	},
);

export const bootRecord = table("boot_record", 75, "Leads to what a machine starts from.", {
	type: f.u8(0, { role: "id", doc: "0." }),
	id: f.bytes(1, 5, { role: "magic", doc: "CD001.", show: showText }),
	version: f.u8(6, { role: "id", doc: "1." }),
	system: f.bytes(7, 32, { role: "text", doc: "EL TORITO SPECIFICATION.", show: showText }),
	catalog: f.u32(71, { role: "pointer", doc: "Block of the boot catalog." }),
});

export const PLATFORMS = { 0: "BIOS", 1: "PowerPC", 2: "Mac", 239: "EFI" };

export const bootEntry = table("boot_entry", 32, "An image that machines start from.", {
	indicator: f.u8(0, {
		role: "flags",
		doc: "0x88: it can be started.",
		names: { 136: "bootable" },
	}),
	media: f.u8(1, { role: "id", doc: "What drive it pretends to be; 0: none." }),
	load_segment: f.u16(2, { role: "pointer", doc: "Where in memory it goes." }),
	system_type: f.u8(4, { role: "id", doc: "Type of its partition." }),
	sectors: f.u16(6, { role: "size", doc: "Sectors of 512 bytes that are loaded." }),
	block: f.u32(8, { role: "pointer", doc: "First block of the image." }),
});

export const record = table("directory_record", RECORD, "A file or directory.", {
	length: f.u8(0, { role: "size", doc: "Bytes of the record; 0: go on in the next sector." }),
	xattr_length: f.u8(1, { role: "size", doc: "Blocks of attributes in front of the contents." }),
	extent: f.u32(2, { role: "pointer", doc: "First block of the contents." }),
	size: f.u32(10, { role: "size", doc: "Bytes of the contents." }),
	date: f.bytes(18, 7, {
		role: "time",
		doc: "Year since 1900, month, day, hour, minute, second, zone.",
	}),
	flags: f.u8(25, {
		role: "flags",
		doc: "What it is.",
		bits: [
			{ mask: 1, label: "hidden", doc: "Not shown to users." },
			{ mask: 2, label: "directory", doc: "It has records of its own." },
			{ mask: 0x80, label: "more follows", doc: "The next record has more of the same file." },
		],
	}),
	unit_size: f.u8(26, { role: "size", doc: "Of interleaved files." }),
	gap_size: f.u8(27, { role: "size", doc: "Of interleaved files." }),
	volume_number: f.u16(28, { role: "id", doc: "Disc of the set." }),
	name_length: f.u8(32, { role: "size", doc: "Bytes of the name." }),
});
