/**
 * Disks of VMware: a descriptor names the extents that the disk is made of. An extent is stored
 * as it is, or as grains that a directory of tables finds; it may hold the descriptor itself.
 */
import { asPosition } from "../base/exact";
import type { Finding } from "../base/finding";
import { countText, exactBytes } from "../base/words";
import type { Decoded } from "../schema/struct";
import { addFrom, addUnder, type Layer, Layers } from "./layer";
import type { Home } from "./near";
import { copyOf, type Origin, Pieces, ZEROS } from "./pieces";
import { Reading } from "./reading";
import { little as f, startsWith, table } from "./tables";
import type { Given, Part, Wrapper } from "./wrapper";

const MAGIC = "KDMV";
const SECTOR = 512;
const TEXT = "# Disk DescriptorFile";
const MOST_TEXT = 1 << 20;
const MOST_EXTENTS = 4096;
/** Grains looked at: tables may lead to the same one over and over. */
const MOST_GRAINS = 1 << 24;
/** Where the directory is said to be when a copy of the header at the end knows it. */
const AT_END = 0xffff_ffff_ffff_ffffn;

const COMPRESSED = 1 << 16;
const ZERO_GRAINS = 4;

export const header = table(
	"vmdk_header",
	80,
	"Leads to the descriptor and to the tables of grains.",
	{
		magic: f.bytes(0, 4, { role: "magic", doc: "KDMV." }),
		version: f.u32(4, {
			role: "id",
			doc: "1 to 3.",
			rules: [
				f.rule(
					"vmdk-version",
					"error",
					(v) => v >= 1 && v <= 3,
					"The version is not known.",
					"1 to 3",
				),
			],
		}),
		flags: f.u32(8, {
			role: "flags",
			doc: "What it has.",
			bits: [
				{
					mask: 1,
					label: "newlines",
					doc: "The bytes that find damage by text programs are there.",
				},
				{ mask: 2, label: "second tables", doc: "There is a copy of the tables." },
				{ mask: ZERO_GRAINS, label: "zero grains", doc: "Entry 1 of a table means zeros." },
				{ mask: COMPRESSED, label: "compressed", doc: "Grains are compressed." },
				{ mask: 1 << 17, label: "markers", doc: "Structures have a marker in front." },
			],
		}),
		capacity: f.u64(12, { role: "size", doc: "Sectors of the extent." }),
		grain_size: f.u64(20, {
			role: "size",
			doc: "Sectors of a grain.",
			rules: [
				f.rule(
					"vmdk-grain-size",
					"error",
					(v) => v >= 1n && v <= 65536n && (v & (v - 1n)) === 0n,
					"No program makes grains of this size.",
					"a power of two from 1 to 65,536",
				),
			],
		}),
		descriptor_offset: f.u64(28, { role: "pointer", doc: "Sector of the descriptor; 0: none." }),
		descriptor_size: f.u64(36, { role: "size", doc: "Sectors of the descriptor." }),
		num_gtes_per_gt: f.u32(44, {
			role: "count",
			doc: "Entries of a table.",
			rules: [
				f.rule(
					"vmdk-table-size",
					"error",
					(v) => v >= 1 && v <= 65536,
					"No program makes tables of this size.",
					"512",
				),
			],
		}),
		rgd_offset: f.u64(48, { role: "pointer", doc: "Sector of the copy of the directory." }),
		gd_offset: f.u64(56, {
			role: "pointer",
			doc: "Sector of the directory; all ones: the copy of this header at the end knows it.",
		}),
		overhead: f.u64(64, { role: "size", doc: "Sectors in front of the first grain." }),
		unclean: f.u8(72, { role: "flags", doc: "1: it was not closed well." }),
		newlines: f.bytes(73, 4, { role: "magic", doc: "Line ends: text programs would change them." }),
		compress_algorithm: f.u16(77, {
			role: "id",
			doc: "How grains are compressed.",
			names: { 0: "not", 1: "deflate" },
		}),
	},
);
type Header = Decoded<typeof header>;

const DESCRIPTOR = {
	key: "descriptor",
	role: "text",
	doc: "Names the extents of the disk.",
} as const;
const DIRECTORY = { key: "grain_directory", role: "pointer", doc: "Sectors of tables." } as const;
const TABLE = { key: "grain_table", role: "pointer", doc: "Sectors of grains." } as const;

/** A line of the descriptor: so many sectors of a file. */
interface Extent {
	readonly sectors: number;
	readonly type: string;
	readonly file: string;
	/** Sector of the file. */
	readonly offset: number;
}

export const vmdk: Wrapper = {
	id: "vmdk",
	name: "a disk of VMware",
	reads: "one file with grains, also compressed; descriptors whose extents lie near",
	isDisk: true,
	probe: (head) => startsWith(head, MAGIC) || startsWith(head, TEXT),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const isText = await reading.step(() => startsWith(reading.bytes.slice(0, 4), "# Di"));
		const part = await (isText ? described(reading, given) : sparse(reading, given));
		return { readings: [reading], parts: [part] };
	},
};

/** A descriptor alone: the extents are other files. */
async function described(reading: Reading, given: Given): Promise<Part> {
	const length = Math.min(reading.size, MOST_TEXT);
	const text = await reading.step(() => textAt(reading, 0, length));
	const layers = new Layers(given);
	const pieces = new Pieces(layers.files);
	const parent = parentOf(text);
	for (const extent of extentsOf(text)) {
		if (parent === undefined) await addExtent(pieces, extent, layers, reading);
		else pieces.add(extent.sectors * SECTOR, overInFiles(parent));
	}
	if (pieces.size === 0) {
		throw reading.refusal("vmdk-descriptor", "The descriptor names no extent.", 0, length);
	}
	return { name: "", size: pieces.size, bytes: pieces };
}

/** Grains that no extent has would be the parent's, of which extents know nothing. */
const overInFiles = (parent: string): Origin => ({
	kind: "lost",
	why: {
		message: `The disk lies over ${parent || "another one"}, and is in several files: that is not read.`,
		hint: "Make it one disk first: qemu-img convert.",
	},
});

const AS_IT_IS = ["FLAT", "VMFS"];

async function addExtent(
	pieces: Pieces,
	{ sectors, type, file, offset }: Extent,
	layers: Layers,
	reading: Reading,
): Promise<void> {
	const count = sectors * SECTOR;
	const wrong = (code: string, text: string, seen: string, allowed: string): Origin => {
		const why: Finding = {
			...{ code, text, seen, allowed, severity: "error", structure: DESCRIPTOR.key },
			at: { space: reading.home.space, start: 0, end: reading.size },
		};
		reading.report(why);
		return { kind: "lost", why };
	};
	const size = (layer: Layer) => exactBytes(layer.size);
	if (type === "ZERO") pieces.add(count, ZEROS);
	else if (AS_IT_IS.includes(type)) {
		const layer = await layers.raw(file);
		addFrom(pieces, count, layer, offset * SECTOR, () => {
			const text = `${file} ends before the extent that it is said to have.`;
			return wrong("vmdk-extent", text, size(layer), exactBytes(offset * SECTOR + count));
		});
	} else if (type === "SPARSE") {
		// A file whose header is damaged would pass for bytes as they are.
		const layer = await layers.disk(file, MAGIC);
		const fits = !Number.isFinite(layer.size) || layer.size === count;
		const text = `${file} is no extent of this size.`;
		pieces.add(
			count,
			fits ? layer.from(0) : wrong("vmdk-extent", text, size(layer), exactBytes(count)),
		);
	} else {
		const text = `Extents of the kind ${type} are not read.`;
		pieces.add(count, wrong("vmdk-extent-kind", text, type, "FLAT, VMFS, SPARSE or ZERO"));
	}
}

const textAt = (reading: Reading, start: number, end: number): string =>
	new TextDecoder().decode(reading.slice(DESCRIPTOR, start, end));

/** By lines as `RW 4192256 SPARSE "disk-s001.vmdk"`, perhaps with a sector behind. */
function extentsOf(text: string): Extent[] {
	const line = /^\s*(?:RW|RDONLY|NOACCESS)\s+(\d+)\s+([A-Z]+)(?:\s+"([^"\n]*)"(?:\s+(\d+))?)?/gm;
	const extents: Extent[] = [];
	for (const [, sectors, type = "", file = "", offset = "0"] of text.matchAll(line)) {
		if (extents.length >= MOST_EXTENTS || Number(sectors) > 2 ** 43) break;
		extents.push({ sectors: Number(sectors), type, file, offset: Number(offset) });
	}
	return extents;
}

const PARENT = /^\s*parentFileNameHint\s*=\s*"([^"\n]*)"/m;
const NO_PARENT = /^\s*parentCID\s*=\s*f{8}\s*$/im;

/** Name of the disk that it lies over. */
function parentOf(text: string): string | undefined {
	const isOver = /parentCID/i.test(text) && !NO_PARENT.test(text);
	return isOver ? (PARENT.exec(text)?.[1] ?? "") : undefined;
}

/** One file with grains. */
async function sparse(reading: Reading, given: Given): Promise<Part> {
	const head = await reading.step(() => headerOf(reading));
	const text = await reading.step(() => descriptorOf(reading, head));
	const layers = new Layers(given);
	const parent = parentOf(text);
	const under = parent === undefined ? undefined : await layers.disk(parent);
	const [extent, more] = extentsOf(text);
	const details = [
		...(parent === undefined ? [] : [`over ${parent}`]),
		...(extent && more ? ["the first of several extents: open the descriptor for all"] : []),
	];
	return {
		...{ name: "", size: asPosition(head.capacity) * SECTOR },
		bytes: () => grainsOf(reading, head, under, layers.files),
		...(details.length > 0 ? { detail: details.join("; ") } : {}),
	};
}

/** The header, or its copy at the end where that knows more. @throws Failure when it makes no sense */
function headerOf(reading: Reading): Header {
	reading.bytes.about = { structure: header.name };
	let start = 0;
	let head = reading.read(header, start);
	if (head.gd_offset === AT_END && reading.size >= 3 * SECTOR) {
		// Behind it is one sector that marks the end.
		start = reading.size - 2 * SECTOR;
		head = reading.read(header, start);
	}
	if (reading.error) throw reading.error;
	const place = (field: keyof typeof header.at) => {
		const at = start + header.at[field];
		return [at, at + 8] as const;
	};
	if (!startsWith(head.magic, MAGIC)) {
		const text = "The copy of the header at the end is not there.";
		throw reading.refusal("vmdk-footer", text, ...place("magic"));
	}
	if (head.capacity > 2n ** 43n) {
		const text = "The disk would be larger than anything that exists.";
		throw reading.refusal("vmdk-capacity", text, ...place("capacity"));
	}
	if (head.flags & COMPRESSED && head.compress_algorithm !== 1) {
		const text = "Grains are compressed in a way that is not known.";
		throw reading.refusal("vmdk-compression", text, ...place("compress_algorithm"));
	}
	return head;
}

function descriptorOf(reading: Reading, head: Header): string {
	const start = asPosition(head.descriptor_offset) * SECTOR;
	const length = asPosition(head.descriptor_size) * SECTOR;
	if (start === 0 || length === 0) return "";
	if (length <= MOST_TEXT && reading.has(start, length)) {
		return textAt(reading, start, start + length);
	}
	reading.blame(header, "descriptor_offset", 0, {
		code: "vmdk-descriptor",
		text: "The descriptor lies beyond the end of the file, or is too long.",
		seen: exactBytes(length),
		allowed: `at most ${exactBytes(MOST_TEXT)}`,
	});
	return "";
}

/** Where all bytes of the disk are. @throws Failure */
async function grainsOf(
	reading: Reading,
	head: Header,
	under: Layer | undefined,
	files: readonly Home[],
): Promise<Pieces> {
	const size = asPosition(head.capacity) * SECTOR;
	const grain = asPosition(head.grain_size) * SECTOR;
	const perTable = head.num_gtes_per_gt;
	const span = grain * perTable;
	const pieces = new Pieces(files);
	const directory = await wordsAt(
		reading,
		DIRECTORY,
		asPosition(head.gd_offset),
		Math.ceil(size / span),
	);
	if (!Array.isArray(directory)) {
		pieces.add(size, directory);
		return pieces;
	}
	await reading.home.source.prefetch?.(
		directory
			.filter((sector) => sector > 0 && reading.has(sector * SECTOR, perTable * 4))
			.map((sector) => ({ start: sector * SECTOR, end: sector * SECTOR + perTable * 4 })),
	);
	let looked = 0;
	for (const [i, sector] of directory.entries()) {
		const end = Math.min(size, (i + 1) * span);
		if (sector === 0) addUnder(pieces, end - pieces.size, under);
		else if (looked > MOST_GRAINS || pieces.isFull) {
			pieces.add(size - pieces.size, tooMany(reading));
			break;
		} else {
			const entries = await wordsAt(reading, TABLE, sector, perTable);
			if (!Array.isArray(entries)) pieces.add(end - pieces.size, entries);
			else addTable(pieces, entries, end, { reading, head, grain, under });
			looked += perTable;
		}
	}
	return pieces;
}

interface Within {
	readonly reading: Reading;
	readonly head: Header;
	/** Bytes of a grain. */
	readonly grain: number;
	readonly under: Layer | undefined;
}

/** The grains of a table, up to byte `end` of the disk. */
function addTable(pieces: Pieces, entries: readonly number[], end: number, within: Within): void {
	const { reading, head, grain, under } = within;
	for (const entry of entries) {
		const length = Math.min(grain, end - pieces.size);
		const start = entry * SECTOR;
		if (length <= 0) return;
		if (entry === 0) addUnder(pieces, length, under);
		else if (entry === 1 && head.flags & ZERO_GRAINS) pieces.add(length, ZEROS);
		else if (!reading.has(start, MARKER))
			pieces.add(length, { kind: "lost", why: reading.beyond(start, length, "grain") });
		else if (head.flags & COMPRESSED) pieces.add(length, packedAt(reading, start, grain, length));
		else {
			const there = Math.min(length, reading.size - start);
			pieces.add(there, copyOf(start));
			if (there < length) {
				pieces.add(length - there, {
					kind: "lost",
					why: reading.beyond(start + there, length - there, "grain"),
				});
			}
		}
	}
}

/** Sector and size stand in front of a compressed grain. */
const MARKER = 12;

/** Where it ends its marker knows: more than it could need is looked at. */
function packedAt({ size }: Reading, start: number, grain: number, length: number): Origin {
	const end = Math.min(size, start + MARKER + grain + (grain >> 8) + 64);
	const packed = { codec: "vmdk-grain", start, end, size: length } as const;
	return { kind: "unit", packed, size: length, at: 0 };
}

function tooMany(reading: Reading): Origin {
	const why = reading.blame(header, "capacity", 0, {
		code: "vmdk-too-many",
		text: "The disk has more grains than are looked at; what lies behind them is left out.",
		allowed: countText(MOST_GRAINS),
	});
	return { kind: "lost", why };
}

/** Numbers of sectors that begin at one, or why they are lost. */
async function wordsAt(
	reading: Reading,
	told: typeof DIRECTORY | typeof TABLE,
	sector: number,
	count: number,
): Promise<number[] | Origin> {
	const start = sector * SECTOR;
	if (!reading.has(start, count * 4))
		return { kind: "lost", why: reading.beyond(start, count * 4, told.key) };
	const bytes = await reading.step(() => reading.slice(told, start, start + count * 4));
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	return Array.from({ length: count }, (_, i) => view.getUint32(i * 4, true));
}
