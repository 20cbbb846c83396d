/**
 * ISO 9660 discs, with the names of Rock Ridge or Joliet where they are there, and the images of
 * El Torito from which machines start.
 */
import { showName, utf8Bytes } from "../base/text";
import { countText } from "../base/words";
import type { Decoded } from "../schema/struct";
import { gpt } from "./gpt";
import { isTable, mbr } from "./mbr";
import { copyOf, Pieces } from "./pieces";
import { Reading } from "./reading";
import { little as f, showText, startsWith, table } from "./tables";
import { uniqueNames } from "./unique";
import { type Contents, type Given, type Part, PROBE_HEAD, type Wrapper } from "./wrapper";

const SECTOR = 2048;
const FIRST_DESCRIPTOR = 16;
const MOST_DESCRIPTORS = 64;
const MOST_FILES = 1 << 18;
const MOST_DEPTH = 64;
/** Bytes of one directory. */
const MOST_DIRECTORY = 64 << 20;
const RECORD = 33;

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

const PLATFORMS = { 0: "BIOS", 1: "PowerPC", 2: "Mac", 239: "EFI" };

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

const NAME = { key: "name", role: "text", doc: "Name as the standard allows it." } as const;
const SYSTEM_USE = { key: "system_use", role: "attr", doc: "Entries of Rock Ridge." } as const;

interface Tree {
	readonly blockSize: number;
	readonly extent: number;
	readonly size: number;
	/** Names are UTF-16. */
	readonly joliet: boolean;
}

interface Directory {
	readonly path: string;
	readonly start: number;
	readonly size: number;
	readonly depth: number;
}

export const iso: Wrapper = {
	id: "iso",
	name: "an ISO 9660 disc image",
	reads:
		"Rock Ridge and Joliet names, files in several extents, images of El Torito, partitions behind the volume",
	probe: (head) => startsWith(head, "CD001", FIRST_DESCRIPTOR * SECTOR + 1),
	async open(given) {
		const { signal, onProgress } = given;
		const reading = new Reading(given, signal);
		const { trees, catalog } = await reading.step(() => descriptors(reading));
		const unique = uniqueNames();
		const parts: Part[] = [];
		const [primary, joliet] = trees;
		const rockRidge = primary ? await reading.step(() => hasRockRidge(reading, primary)) : false;
		const tree = rockRidge ? primary : (joliet ?? primary);
		const queue: Directory[] = tree
			? [{ path: "", start: tree.extent * tree.blockSize, size: tree.size, depth: 0 }]
			: [];
		const seen = new Set<number>();
		for (let next = queue.pop(); tree && next; next = queue.pop()) {
			const here = next;
			if (seen.has(here.start)) continue;
			seen.add(here.start);
			const { files, directories } = await reading.step(() => listed(reading, tree, here));
			for (const file of files) parts.push({ ...file, name: unique(file.name) });
			queue.push(...directories.toReversed());
			if (parts.length > MOST_FILES || here.depth > MOST_DEPTH) {
				reading.report(tooMuch(reading, here.start));
				break;
			}
			onProgress?.({ phase: "Reading directories", done: seen.size, unit: "entries" });
		}
		if (catalog !== undefined) {
			parts.push(...(await reading.step(() => bootImages(reading, catalog))));
		}
		const disk = await partitionsOf(given);
		for (const part of disk.parts) parts.push({ ...part, name: unique(`[${part.name}]`) });
		return { readings: [reading, ...disk.readings], parts };
	},
};

/** A disc may be a disk as well: partitions behind its volume, which no directory has. */
async function partitionsOf(given: Given): Promise<Contents> {
	const { source, signal } = given;
	const head = await source.read(0, Math.min(PROBE_HEAD, source.size), signal);
	const table = gpt.probe?.(head, source.size) ? gpt : isTable(head, true) ? mbr : undefined;
	if (!table) return { parts: [], readings: [] };
	const { parts, readings } = await table.open(given);
	return { parts: parts.filter(isBehindVolume), readings };
}

/** Whether it does not begin with the volume itself. */
function isBehindVolume({ bytes }: Part): boolean {
	if (typeof bytes === "function" || !("list" in bytes)) return false;
	const [first] = bytes.list;
	return first?.kind === "copy" && first.at > FIRST_DESCRIPTOR * SECTOR;
}

const tooMuch = (reading: Reading, start: number) =>
	({
		code: "iso-too-much",
		severity: "error",
		text: "The disc has more files, or deeper directories, than are looked at.",
		structure: record.name,
		at: { space: reading.home.space, start, end: start + RECORD },
	}) as const;

/** The primary tree, then that of Joliet; and the block of the boot catalog. */
function descriptors(reading: Reading): { trees: Tree[]; catalog: number | undefined } {
	const trees: Tree[] = [];
	let catalog: number | undefined;
	for (let n = 0; n < MOST_DESCRIPTORS; n++) {
		const at = (FIRST_DESCRIPTOR + n) * SECTOR;
		if (!reading.has(at, SECTOR) || !startsWith(reading.bytes.slice(at + 1, at + 6), "CD001")) {
			reading.report({
				code: "iso-descriptors",
				severity: "error",
				text: "The volume descriptors have no end: the disc is cut off or damaged.",
				structure: descriptor.name,
				at: { space: reading.home.space, start: at, end: at + 7 },
			});
			break;
		}
		const type = reading.bytes.u8(at);
		if (type === 255) break;
		if (type === 0) {
			const boot = reading.read(bootRecord, at);
			if (startsWith(boot.system, "EL TORITO")) catalog = boot.catalog;
		} else if (type === 1 || type === 2) {
			const {
				root_extent: extent,
				root_size: size,
				block_size,
				escapes,
			} = reading.read(descriptor, at);
			const joliet = type === 2 && ["%/@", "%/C", "%/E"].some((mark) => startsWith(escapes, mark));
			const isSane =
				block_size >= 512 && block_size <= SECTOR && Number.isInteger(Math.log2(block_size));
			if (!isSane) {
				reading.blame(descriptor, "block_size", at, {
					code: "iso-block-size",
					text: "Blocks of this size cannot be; 2048 is taken.",
					seen: countText(block_size),
				});
			}
			const tree = { blockSize: isSane ? block_size : SECTOR, extent, size, joliet };
			if (type === 1 ? trees.length === 0 : joliet && trees.length === 1) trees.push(tree);
		}
	}
	return { trees, catalog };
}

/** The first record of the root says so. */
function hasRockRidge(reading: Reading, { extent, blockSize }: Tree): boolean {
	const at = extent * blockSize;
	if (!reading.has(at, RECORD + 8)) return false;
	const length = reading.bytes.u8(at);
	return (
		length > RECORD + 7 && startsWith(reading.bytes.slice(at + RECORD + 1, at + RECORD + 3), "SP")
	);
}

function listed(reading: Reading, tree: Tree, here: Directory) {
	const files: Part[] = [];
	const directories: Directory[] = [];
	const size = Math.min(here.size, MOST_DIRECTORY, Math.max(0, reading.size - here.start));
	if (size < here.size) {
		reading.report({
			code: "beyond-end",
			severity: "error",
			text: `The directory ${here.path || "/"} reaches beyond the end of the disc.`,
			structure: record.name,
			at: { space: reading.home.space, start: here.start, end: here.start + here.size },
			allowed: `within ${countText(reading.size)} bytes`,
		});
	}
	if (size > 0) reading.bytes.slice(here.start, here.start + size);
	const end = here.start + size;
	let pieces: Pieces | undefined;
	for (let at = here.start; at < end; ) {
		const length = reading.bytes.u8(at);
		const inSector = SECTOR - ((at - here.start) % SECTOR);
		if (length === 0) {
			at += inSector;
			continue;
		}
		if (length < RECORD + 1 || length > inSector || at + length > end) {
			reading.blame(record, "length", at, {
				code: "iso-record",
				text: "A directory record has an impossible size; the rest of its sector is left out.",
				seen: countText(length),
			});
			at += inSector;
			continue;
		}
		const one = reading.read(record, at);
		const nameEnd = at + RECORD + one.name_length;
		const next = at + length;
		if (nameEnd > next) {
			reading.blame(record, "name_length", at, {
				code: "iso-record",
				text: "The name of a directory record does not fit in it; the record is left out.",
			});
			at = next;
			continue;
		}
		const bytes = reading.slice(NAME, at + RECORD, nameEnd);
		const use = nameEnd + (one.name_length % 2 ? 0 : 1);
		const isSelf = bytes.length === 1 && (bytes[0] as number) < 2;
		const said = tree.joliet ? {} : rockRidgeOf(reading, Math.min(use, next), next, tree);
		if (!isSelf && !said.isMoved) {
			const path = `${here.path}${said.name ?? plainName(bytes, tree.joliet)}`;
			const start = said.child ?? (one.extent + one.xattr_length) * tree.blockSize;
			if (one.flags & 2 || said.child !== undefined) {
				const size = said.child === undefined ? one.size : ownSize(reading, start);
				directories.push({ path: `${path}/`, start, size, depth: here.depth + 1 });
			} else {
				pieces ??= new Pieces();
				addExtent(reading, pieces, at, start, one.size, path);
				if (!(one.flags & 0x80)) {
					files.push({ name: path, size: pieces.size, bytes: pieces });
					pieces = undefined;
				}
			}
		}
		at = next;
	}
	return { files, directories };
}

/** Bytes of the directory at byte `start`, as its own first record says. */
const ownSize = (reading: Reading, start: number): number =>
	reading.has(start, RECORD) ? reading.look(record, start).size : 0;

function addExtent(
	reading: Reading,
	pieces: Pieces,
	at: number,
	start: number,
	size: number,
	name: string,
): void {
	const there = Math.max(0, Math.min(size, reading.size - start));
	pieces.add(there, copyOf(start));
	if (there === size) return;
	const why = reading.blame(record, "extent", at, {
		code: "beyond-end",
		text: `${name} reaches beyond the end of the disc.`,
		seen: `bytes ${countText(start)} to ${countText(start + size)}`,
		allowed: `within ${countText(reading.size)} bytes`,
	});
	pieces.add(size - there, { kind: "lost", why });
}

const utf16 = new TextDecoder("utf-16be");

/** Without the version that is behind a semicolon, and the dot of a name without ending. */
function plainName(bytes: Uint8Array, joliet: boolean): string {
	const name = joliet ? showName(utf8Bytes(utf16.decode(bytes))) : showName(bytes);
	return name.replace(/;\d+$/, "").replace(/\.$/, "");
}

/** Areas in which the entries of one record may go on. */
const MOST_AREAS = 16;

/** What Rock Ridge says of a record. */
interface RockRidge {
	readonly name?: string;
	/** First byte of the directory that is meant: deep ones lie elsewhere, as if they were less deep. */
	readonly child?: number;
	/** Set for a directory that is only stored here, and meant elsewhere. */
	readonly isMoved?: true;
}

/** Entries have two letters and their size in front; names come in pieces, areas lead to others. */
function rockRidgeOf(reading: Reading, from: number, to: number, { blockSize }: Tree): RockRidge {
	const pieces: Uint8Array[] = [];
	const said: { child?: number; isMoved?: true } = {};
	let area: { start: number; end: number } | undefined = { start: from, end: to };
	for (let n = 0; area && n < MOST_AREAS; n++) {
		const { start, end }: { start: number; end: number } = area;
		area = undefined;
		if (!reading.has(start, end - start)) break;
		const bytes = reading.slice(SYSTEM_USE, start, end);
		for (let at = 0; at + 4 <= bytes.length; ) {
			const length = bytes[at + 2] as number;
			if (length < 4 || at + length > bytes.length) break;
			const view = new DataView(bytes.buffer, bytes.byteOffset + at, length);
			const word = String.fromCharCode(bytes[at] as number, bytes[at + 1] as number);
			if (word === "NM" && length > 5) pieces.push(bytes.slice(at + 5, at + length));
			if (word === "RE") said.isMoved = true;
			if (word === "CL" && length >= 12) said.child = view.getUint32(4, true) * blockSize;
			if (word === "CE" && length >= 28) {
				const place = view.getUint32(4, true) * blockSize + view.getUint32(12, true);
				area = { start: place, end: place + Math.min(SECTOR, view.getUint32(20, true)) };
			}
			at += length;
		}
	}
	if (pieces.length === 0) return said;
	return { ...said, name: showName(Uint8Array.from(pieces.flatMap((piece) => [...piece]))) };
}

type Boot = Decoded<typeof bootEntry>;

/** The images of the boot catalog; how large they are is often not said. */
function bootImages(reading: Reading, catalog: number): Part[] {
	const at = catalog * SECTOR;
	if (!reading.has(at, SECTOR)) {
		reading.report({
			code: "iso-boot-catalog",
			severity: "error",
			text: "The boot catalog lies beyond the end of the disc.",
			structure: bootRecord.name,
			at: { space: reading.home.space, start: at, end: at + SECTOR },
		});
		return [];
	}
	const parts: Part[] = [];
	let platform = reading.bytes.u8(at + 1);
	for (let entry = at + 32; entry + 32 <= at + SECTOR; entry += 32) {
		const indicator = reading.bytes.u8(entry);
		if (indicator === 0x90 || indicator === 0x91) {
			platform = reading.bytes.u8(entry + 1);
			continue;
		}
		if (indicator !== 0x88) {
			if (indicator === 0 && reading.bytes.u32(entry + 8) === 0) break;
			continue;
		}
		const boot: Boot = reading.read(bootEntry, entry);
		const start = boot.block * SECTOR;
		const size = Math.max(1, boot.sectors) * 512;
		if (start >= reading.size) continue;
		const end = Math.min(reading.size, start + size);
		const words = PLATFORMS[platform as keyof typeof PLATFORMS] ?? `platform ${platform}`;
		parts.push({
			name: `[boot-${parts.length + 1}]`,
			size: end - start,
			bytes: Pieces.slice(start, end),
			detail: `started by ${words}; as much as is loaded of it`,
		});
	}
	return parts;
}
