/**
 * Dynamic partitions of Android (super.img): metadata in slots, each with a copy, and partitions
 * whose extents lie anywhere behind it.
 */

import { Failure } from "../base/errors";
import { asPosition } from "../base/exact";
import type { Finding } from "../base/finding";
import { type Candidate, fitsSize, fitsTag } from "../base/fit";
import { sha256 } from "../base/hashes";
import { compareBytes } from "../base/text";
import { countText } from "../base/words";
import type { Decoded, Fields, Struct } from "../schema/struct";
import { addFrom, type Layer, Layers } from "./layer";
import {
	ATTRIBUTE,
	deviceEntry,
	extentEntry,
	GEOMETRY_MAGIC,
	geometry,
	groupEntry,
	HEADER_MAGIC,
	HEADER_SIZE,
	header,
	partitionEntry,
	TARGET,
} from "./lp-tables";
import type { Home } from "./near";
import { lost, type Origin, Pieces, ZEROS } from "./pieces";
import { Reading } from "./reading";
import { startsWith, textIn } from "./tables";
import type { Given, Part, Wrapper } from "./wrapper";

const GEOMETRY = [0x67, 0x44, 0x6c, 0x61];
const PRIMARY = 4096;
const BACKUP = 8192;
const METADATA = 12288;
const SECTOR = 512;
/** Of what metadata may claim: real ones have 64 KiB, 2 or 3 slots, and some hundred partitions. */
const MOST = { metadata: 16 << 20, slots: 32, entries: 65536 } as const;

type Geometry = Decoded<typeof geometry>;
type Header = Decoded<typeof header>;
type TableName = "partitions" | "extents" | "groups" | "block_devices";
type Partition = Decoded<typeof partitionEntry>;
type Extent = Decoded<typeof extentEntry>;
type Device = Decoded<typeof deviceEntry>;

interface Metadata {
	readonly partitions: readonly Partition[];
	readonly extents: readonly Extent[];
	readonly devices: readonly Device[];
}

export const lp: Wrapper = {
	id: "super",
	name: "a super image of Android with dynamic partitions",
	reads:
		"all slots and their copies, zero extents, devices of retrofits that are given or lie near",
	probe: (head) => startsWith(head, GEOMETRY, PRIMARY) || startsWith(head, GEOMETRY, BACKUP),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const { metadata_max_size, metadata_slot_count } = await reading.step(() =>
			anyGeometry(reading),
		);
		const layers = new Layers(given);
		const parts: Part[] = [];
		for (let slot = 0; slot < metadata_slot_count; slot++) {
			const at = METADATA + slot * metadata_max_size;
			const copy = at + metadata_slot_count * metadata_max_size;
			const metadata = await reading.step(() => anyMetadata(reading, at, copy, metadata_max_size));
			if (!metadata) continue;
			const files = await filesFor(metadata.devices, given, layers);
			const isEmpty = metadata.devices.every(
				({ first_logical_sector }) => asPosition(first_logical_sector) * SECTOR >= reading.size,
			);
			addParts(reading, metadata, slot, { files, isEmpty, added: layers.files }, parts);
		}
		if (parts.length === 0 && reading.findings.some(({ code }) => code === "lp-no-metadata")) {
			const finding = reading.findings.find(({ code }) => code === "lp-no-metadata") as Finding;
			throw new Failure({
				kind: "corrupt",
				message: finding.text,
				code: finding.code,
				at: finding.at,
				finding,
			});
		}
		return { readings: [reading], parts };
	},
};

/** The first of the two copies that is sound. @throws Failure when neither is */
function anyGeometry(reading: Reading): Geometry {
	for (const at of [PRIMARY, BACKUP]) {
		const found = soundGeometry(reading, at);
		if (found) return found;
	}
	throw new Failure({
		kind: "corrupt",
		code: "lp-geometry",
		message: "Both copies of the geometry of this super image are damaged.",
		at: { space: reading.home.space, start: PRIMARY, end: BACKUP + geometry.size },
	});
}

function soundGeometry(reading: Reading, at: number): Geometry | undefined {
	if (!reading.has(at, geometry.size)) return undefined;
	const found = reading.read(geometry, at);
	const { magic, checksum, metadata_max_size, metadata_slot_count } = found;
	const bytes = Uint8Array.from(reading.bytes.slice(at, at + geometry.size));
	bytes.fill(0, geometry.at.checksum, geometry.at.checksum + 32);
	const wrong =
		magic !== GEOMETRY_MAGIC
			? "magic"
			: compareBytes(sha256(bytes), checksum) !== 0
				? "checksum"
				: metadata_max_size === 0 || metadata_max_size > MOST.metadata || metadata_max_size % SECTOR
					? "metadata_max_size"
					: metadata_slot_count === 0 || metadata_slot_count > MOST.slots
						? "metadata_slot_count"
						: undefined;
	if (!wrong) return found;
	reading.blame(geometry, wrong, at, {
		code: "lp-geometry",
		severity: "warning",
		text: "This copy of the geometry is damaged, and not used.",
	});
	return undefined;
}

function anyMetadata(
	reading: Reading,
	at: number,
	copy: number,
	most: number,
): Metadata | undefined {
	for (const place of [at, copy]) {
		const found = soundMetadata(reading, place, most);
		if (found) return found;
	}
	reading.report({
		code: "lp-no-metadata",
		severity: "error",
		text: "Both copies of the metadata of a slot are damaged: its partitions cannot be found.",
		structure: header.name,
		at: { space: reading.home.space, start: at, end: at + HEADER_SIZE },
	});
	return undefined;
}

/** The metadata at byte `at`; undefined, with a finding, when it cannot be trusted. */
function soundMetadata(reading: Reading, at: number, most: number): Metadata | undefined {
	const damaged = (field: keyof Header & string, what: string): undefined => {
		reading.blame(header, field, at, {
			code: "lp-metadata",
			severity: "warning",
			text: `This copy of the metadata is not used: ${what}.`,
		});
	};
	if (!reading.has(at, HEADER_SIZE)) return undefined;
	const head = reading.read(header, at);
	if (head.magic !== HEADER_MAGIC) return damaged("magic", "it does not begin with 0PLA");
	if (head.major_version !== 10) return damaged("major_version", "only version 10 is known");
	const { header_size, tables_size } = head;
	if (header_size < HEADER_SIZE || header_size + tables_size > most) {
		return damaged("tables_size", "its tables are larger than the room set aside for them");
	}
	const start = at + header_size;
	if (!reading.has(at, header_size + tables_size)) {
		return damaged("tables_size", "its tables lie beyond the end of the file");
	}
	const bytes = Uint8Array.from(reading.bytes.slice(at, start));
	bytes.fill(0, header.at.header_checksum, header.at.header_checksum + 32);
	if (compareBytes(sha256(bytes), head.header_checksum) !== 0) {
		return damaged("header_checksum", "the checksum of its header is wrong");
	}
	if (
		compareBytes(sha256(reading.bytes.slice(start, start + tables_size)), head.tables_checksum) !==
		0
	) {
		return damaged("tables_checksum", "the checksum of its tables is wrong");
	}
	const tableOf = <F extends Fields<undefined>>(of: TableName, table: Struct<undefined, F>) =>
		entries(reading, head, start, of, table);
	tableOf("groups", groupEntry);
	return {
		partitions: tableOf("partitions", partitionEntry),
		extents: tableOf("extents", extentEntry),
		devices: tableOf("block_devices", deviceEntry),
	};
}

function entries<F extends Fields<undefined>>(
	reading: Reading,
	head: Header,
	start: number,
	of: TableName,
	table: Struct<undefined, F>,
): Decoded<Struct<undefined, F>>[] {
	const stride = head[`${of}.entry_size`];
	const count = head[`${of}.num_entries`];
	const offset = head[`${of}.offset`];
	const fits =
		count <= MOST.entries && stride >= table.size && offset + count * stride <= head.tables_size;
	if (fits)
		return Array.from({ length: count }, (_, i) =>
			reading.read(table, start + offset + i * stride),
		);
	if (count > 0) {
		reading.blame(header, `${of}.num_entries`, start - head.header_size, {
			code: "lp-table",
			text: `The table of ${of} does not fit in the tables of its slot, and is left out.`,
			seen: `${countText(count)} entries of ${countText(stride)} bytes`,
		});
	}
	return [];
}

/** What partitions are made of. */
interface Files {
	/** For each block device what has its bytes. */
	readonly files: readonly (Layer | undefined)[];
	/** Files that were found near it. */
	readonly added: readonly Home[];
	/** Set where the file ends before the data of partitions begins. */
	readonly isEmpty: boolean;
}

/**
 * The first block device has the metadata, and is what was opened. The files of the others are
 * known by their names, by their sizes, else by the order in which they are given. What was not
 * given may lie near, in a folder or an archive: there the name alone tells.
 */
async function filesFor(
	devices: readonly Device[],
	given: Given,
	layers: Layers,
): Promise<(Layer | undefined)[]> {
	const candidates: Candidate[] = given.others.map(({ source }) => ({
		name: source.label,
		size: source.size,
	}));
	const found: (Layer | undefined)[] = [layers.own];
	const left = new Set(candidates.keys());
	const slots = devices.map(({ partition_name, size }) => ({
		tag: textIn(partition_name).replace(/_[ab]$/, ""),
		size: asPosition(size),
	}));
	for (const fits of [fitsTag, fitsSize, () => true]) {
		for (const [i, slot] of slots.entries()) {
			if (i === 0 || found[i]) continue;
			const one = [...left].find((one) => fits(slot, candidates[one] as Candidate));
			if (one === undefined) continue;
			found[i] = layers.other(one);
			left.delete(one);
		}
	}
	for (const [i, { partition_name }] of devices.entries()) {
		const name = textIn(partition_name);
		const names = [name, name.replace(/_[ab]$/, "")].flatMap((stem) => [stem, `${stem}.img`]);
		const isNear = (one: string) => (given.near.find(one)?.chain ?? given.chain) !== given.chain;
		const near = names.find(isNear);
		if (!found[i] && near) found[i] = await layers.raw(near);
	}
	return found;
}

const SUFFIXES = ["_a", "_b"];

/** Partitions of a slot; those that an earlier slot has in the same way are not repeated. */
function addParts(
	reading: Reading,
	{ partitions, extents, devices }: Metadata,
	slot: number,
	files: Files,
	parts: Part[],
): void {
	for (const { name: bytes, attributes, first_extent_index: first, num_extents } of partitions) {
		// Of the partitions that a virtual A/B device has for later, there is only the name.
		if (num_extents === 0) continue;
		const suffix = attributes & ATTRIBUTE.SLOT_SUFFIXED ? (SUFFIXES[slot] ?? "") : "";
		const name = textIn(bytes) + suffix;
		const own = extents.slice(first, first + num_extents);
		const pieces = piecesOf(reading, own, devices, files);
		if (first + num_extents > extents.length) {
			pieces.add(SECTOR, {
				kind: "lost",
				why: { message: `The metadata has fewer extents than ${name} needs.` },
			});
		}
		const known = parts.filter((part) => part.name.split("@")[0] === name);
		if (known.some((part) => same(part.bytes as Pieces, pieces))) continue;
		const details = [
			...(known.length ? [`as slot ${slot} has it`] : []),
			...(attributes & ATTRIBUTE.DISABLED ? ["disabled"] : []),
		];
		parts.push({
			name: known.length ? `${name}@${slot}` : name,
			size: pieces.size,
			bytes: pieces,
			...(details.length ? { detail: details.join(", ") } : {}),
		});
	}
}

function piecesOf(
	reading: Reading,
	extents: readonly Extent[],
	devices: readonly Device[],
	{ files, added, isEmpty }: Files,
): Pieces {
	const pieces = new Pieces(added);
	for (const { num_sectors, target_type, target_data, target_source } of extents) {
		const length = asPosition(num_sectors) * SECTOR;
		const at = asPosition(target_data) * SECTOR;
		if (!Number.isSafeInteger(pieces.size + length) || pieces.isFull) {
			pieces.add(
				SECTOR,
				lost("An extent is longer than anything that exists, or there are too many."),
			);
			break;
		}
		const file = files[target_source];
		if (target_type === TARGET.ZERO) pieces.add(length, ZEROS);
		else if (target_type !== TARGET.LINEAR)
			pieces.add(length, lost("An extent is of a kind that is not known."));
		else if (!file) {
			const device = textIn(devices[target_source]?.partition_name ?? new Uint8Array());
			const message = `This part lies on the block device “${device}”, which was not given.`;
			pieces.add(length, lost(message, "Open both files together."));
		} else if (isEmpty && target_source === 0) {
			pieces.add(length, lost("The super image has only the list of its partitions.", EMPTY));
		} else {
			addFrom(pieces, length, file, at, (missing) =>
				cutOff(reading, at + length - missing, at + length),
			);
		}
	}
	return pieces;
}

const EMPTY = "What is in them are files of their own, such as system.img: open those.";

function cutOff(reading: Reading, start: number, end: number): Origin {
	const why: Finding = {
		code: "beyond-end",
		severity: "error",
		text: "A partition reaches beyond the end of the file, which is cut off or a piece of a larger one.",
		structure: extentEntry.name,
		at: { space: reading.home.space, start, end },
		allowed: `within ${countText(reading.size)} bytes`,
	};
	reading.report(why);
	return { kind: "lost", why };
}

const same = (a: Pieces, b: Pieces): boolean =>
	a.list.length === b.list.length &&
	a.list.every((piece, i) => {
		const other = b.list[i];
		return JSON.stringify(piece) === JSON.stringify(other);
	});
