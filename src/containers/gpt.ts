/** Disks with a GUID partition table, in sectors of 512 bytes to 4 KiB, also by its backup. */

import { crc32 } from "../base/crc32";
import { asPosition, MOST_EXACT } from "../base/exact";
import { countText } from "../base/words";
import type { Decoded } from "../schema/struct";
import { GPT_TYPES } from "./partition-types";
import { Pieces } from "./pieces";
import { Reading } from "./reading";
import { little as f, showText, startsWith, table } from "./tables";
import { type Names, uniqueNames } from "./unique";
import type { Part, Wrapper } from "./wrapper";

const SIGNATURE = "EFI PART";
const SECTORS = [512, 4096, 1024, 2048];
/** Type of the partition in an MBR that keeps old programs away from a GPT disk. */
export const PROTECTIVE = 0xee;
const HEADER = 92;
const ENTRY = 128;
const MOST_ENTRIES = 4096;

/** The first three fields are little-endian. */
export function guidText(bytes: Uint8Array): string {
	const digits = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
		.map((i) => (bytes[i] as number).toString(16).padStart(2, "0"))
		.join("");
	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export const header = table("gpt_header", HEADER, "Says where the partition entries are.", {
	signature: f.bytes(0, 8, { role: "magic", doc: "EFI PART.", show: showText }),
	revision: f.u32(8, { role: "id", doc: "Version of the format." }),
	header_size: f.u32(12, { role: "size", doc: "Bytes of this header." }),
	header_crc32: f.u32(16, {
		role: "checksum",
		doc: "CRC-32 of the header with zeros in place of it.",
	}),
	reserved1: f.reserved(20, 4),
	my_lba: f.u64(24, { role: "pointer", doc: "Sector of this header." }),
	alternate_lba: f.u64(32, { role: "pointer", doc: "Sector of the other one." }),
	first_usable_lba: f.u64(40, { role: "pointer", doc: "First sector for partitions." }),
	last_usable_lba: f.u64(48, { role: "pointer", doc: "Last sector for partitions." }),
	disk_guid: f.bytes(56, 16, { role: "id", doc: "Names the disk.", show: guidText }),
	partition_entry_lba: f.u64(72, { role: "pointer", doc: "First sector of the entries." }),
	num_partition_entries: f.u32(80, { role: "count", doc: "Entries, used or not." }),
	sizeof_partition_entry: f.u32(84, { role: "size", doc: "Bytes from one entry to the next." }),
	partition_entry_array_crc32: f.u32(88, { role: "checksum", doc: "CRC-32 of all entries." }),
});

const utf16 = new TextDecoder("utf-16le");
const nameOf = (bytes: Uint8Array): string => utf16.decode(bytes).split("\0")[0] ?? "";

export const entry = table("gpt_entry", ENTRY, "A partition.", {
	partition_type_guid: f.bytes(0, 16, {
		role: "id",
		doc: "What it is for.",
		show: (bytes) => typeText(guidText(bytes)),
	}),
	unique_partition_guid: f.bytes(16, 16, {
		role: "id",
		doc: "Names the partition; where dm-verity is used, half of its root hash.",
		show: guidText,
	}),
	starting_lba: f.u64(32, { role: "pointer", doc: "First sector." }),
	ending_lba: f.u64(40, { role: "pointer", doc: "Last sector, which is part of it." }),
	attributes: f.u64(48, { role: "flags", doc: "How it is to be treated." }),
	partition_name: f.bytes(56, 72, {
		role: "text",
		doc: "Name in UTF-16.",
		show: (bytes) => `“${nameOf(bytes)}”`,
	}),
});

const typeText = (guid: string): string => {
	const name = GPT_TYPES[guid];
	return name ? `${name} (${guid})` : guid;
};

export const gpt: Wrapper = {
	id: "gpt",
	name: "a disk with a GPT partition table",
	reads: "sectors of 512 bytes to 4 KiB, the backup table, names of partition types",
	probe: (head) =>
		SECTORS.some((sector) => startsWith(head, SIGNATURE, sector)) || protectedEnd(head) > 0,
	probeTail: (tail, _size, isImage) =>
		!isImage && SECTORS.some((sector) => startsWith(tail, SIGNATURE, tail.length - sector)),
	async open({ signal, ...home }) {
		const reading = new Reading(home, signal);
		return { readings: [reading], parts: await reading.step(() => partsOf(reading)) };
	},
};

/** Sector behind the last of a disk whose MBR says that all of it is a GPT disk; 0 where none does. */
function protectedEnd(head: Uint8Array): number {
	if (head.length < 512 || head[510] !== 0x55 || head[511] !== 0xaa) return 0;
	const view = new DataView(head.buffer, head.byteOffset, head.length);
	const types = [446, 462, 478, 494].map((at) => view.getUint8(at + 4));
	const n = types.indexOf(PROTECTIVE);
	if (n < 0 || types.some((type, i) => type !== 0 && i !== n)) return 0;
	return view.getUint32(446 + 16 * n + 8, true) + view.getUint32(446 + 16 * n + 12, true);
}

/** A header, and where it is. */
interface Place {
	readonly at: number;
	readonly sector: number;
}

/** Where headers are: the primary one first, then the backup, by what leads to it. @throws Missing */
function* headersIn(reading: Reading): Generator<Place, void, void> {
	const seen = new Set<number>();
	const isNew = (at: number): boolean =>
		reading.has(at, HEADER) &&
		startsWith(reading.bytes.slice(at, at + SIGNATURE.length), SIGNATURE) &&
		!seen.has(at) &&
		seen.size < seen.add(at).size;
	for (const sector of SECTORS) {
		if (!isNew(sector)) continue;
		yield { at: sector, sector };
		const at = asPosition(reading.look(header, sector).alternate_lba) * sector;
		if (isNew(at)) yield { at, sector };
	}
	const end = protectedEnd(reading.bytes.slice(0, Math.min(512, reading.size)));
	for (const sector of SECTORS) {
		for (const at of [(Math.floor(reading.size / sector) - 1) * sector, (end - 1) * sector]) {
			if (isNew(at)) yield { at, sector };
		}
	}
}

/** By the first table that is sound, else by the first that can be used at all. @throws Missing */
function partsOf(reading: Reading): Part[] {
	let fallback: Entries | undefined;
	for (const { at, sector } of headersIn(reading)) {
		const entries = entriesBy(reading, at, sector);
		if (entries && at !== sector) reportBackup(reading, at);
		if (entries?.isSound) return partsIn(reading, entries);
		fallback ??= entries;
	}
	if (fallback) return partsIn(reading, fallback);
	reading.report({
		code: "gpt-no-table",
		severity: "error",
		text: "Neither the partition table of the disk nor its backup can be used: the disk is cut off or damaged.",
		structure: header.name,
		at: { space: reading.home.space, start: 0, end: Math.min(reading.size, 1024) },
	});
	return [];
}

function reportBackup(reading: Reading, at: number): void {
	reading.report({
		code: "gpt-backup",
		severity: "warning",
		text: "The partition table at the beginning of the disk is missing or damaged; its backup was looked up.",
		structure: header.name,
		at: { space: reading.home.space, start: at, end: at + HEADER },
	});
}

interface Entries extends Place {
	readonly count: number;
	readonly stride: number;
	/** Whether both checksums are right. */
	readonly isSound: boolean;
}

/** The entries that the header at byte `at` leads to; undefined, with a finding, when it cannot be used. @throws Missing */
function entriesBy(reading: Reading, at: number, sector: number): Entries | undefined {
	const head = reading.read(header, at);
	const { header_size: size, num_partition_entries: count, sizeof_partition_entry: stride } = head;
	const first = asPosition(head.partition_entry_lba) * sector;
	const wrong = (field: keyof typeof header.at, text: string, severity: "error" | "warning") =>
		void reading.blame(header, field, at, {
			code: `gpt-${field.replaceAll("_", "-")}`,
			text,
			severity,
		});
	let isSound = size >= HEADER && size <= sector && reading.has(at, size);
	if (isSound) {
		const bytes = Uint8Array.from(reading.bytes.slice(at, at + size));
		bytes.fill(0, header.at.header_crc32, header.at.header_crc32 + 4);
		if (crc32(bytes) !== head.header_crc32) {
			wrong("header_crc32", "The checksum of the partition table's header is wrong.", "warning");
			isSound = false;
		}
	}
	if (stride < ENTRY || stride > sector * 8 || count > MOST_ENTRIES) {
		return wrong(
			"sizeof_partition_entry",
			"Number or size of the partition entries is senseless; this header is not used.",
			"error",
		);
	}
	if (!Number.isSafeInteger(first) || !reading.has(first, count * stride)) {
		return wrong(
			"partition_entry_lba",
			"The partition entries lie beyond the end of the disk; this header is not used.",
			"error",
		);
	}
	const sum = crc32(reading.bytes.slice(first, first + count * stride));
	if (sum !== head.partition_entry_array_crc32) {
		const text = "The checksum of the partition entries is wrong.";
		wrong("partition_entry_array_crc32", text, "warning");
		isSound = false;
	}
	return { at: first, sector, count, stride, isSound };
}

/** @throws Missing */
function partsIn(reading: Reading, { at, sector, count, stride }: Entries): Part[] {
	const name = uniqueNames();
	return Array.from({ length: count }, (_, i) => at + i * stride).flatMap((where, i) => {
		if (reading.bytes.slice(where, where + 16).every((b) => b === 0)) return [];
		return partOf(reading, where, sector, (own) => name(own || `partition-${i + 1}`)) ?? [];
	});
}

function partOf(reading: Reading, at: number, sector: number, unique: Names): Part | undefined {
	const partition: Decoded<typeof entry> = reading.read(entry, at);
	const start = partition.starting_lba * BigInt(sector);
	const end = (partition.ending_lba + 1n) * BigInt(sector);
	const beyond = (code: string, text: string) =>
		reading.blame(entry, "ending_lba", at, {
			code,
			text,
			seen: `bytes ${start} to ${end}`,
			allowed: `within ${countText(reading.size)} bytes`,
		});
	if (end < start || start >= BigInt(reading.size)) {
		beyond("gpt-partition", "The partition lies outside of the disk, and is left out.");
		return undefined;
	}
	const pieces = Pieces.slice(asPosition(start), Math.min(asPosition(end), reading.size));
	if (end > BigInt(reading.size)) {
		const why = beyond("gpt-partition", "The partition reaches beyond the end of the disk.");
		if (asPosition(end) < MOST_EXACT)
			pieces.add(asPosition(end) - reading.size, { kind: "lost", why });
	}
	return {
		name: unique(nameOf(partition.partition_name)),
		size: pieces.size,
		bytes: pieces,
		detail: typeText(guidText(partition.partition_type_guid)),
	};
}
