/**
 * Metadata of dynamic partitions: a geometry and, for each slot, a header with its tables, all of them
 * twice. What is not sound is not used.
 */
import { Failure } from "../base/errors";
import { sha256 } from "../base/hashes";
import { compareBytes } from "../base/text";
import { countText } from "../base/words";
import type { Decoded, Fields, Struct } from "../schema/struct";
import {
	deviceEntry,
	extentEntry,
	GEOMETRY_MAGIC,
	geometry,
	groupEntry,
	HEADER_MAGIC,
	HEADER_SIZE,
	header,
	partitionEntry,
} from "./lp-tables";
import type { Reading } from "./reading";

/** The copies of the geometry. */
export const PRIMARY = 4096;
export const BACKUP = 8192;
export const SECTOR = 512;
/** Of what metadata may claim: real ones have 64 KiB, 2 or 3 slots, and some hundred partitions. */
const MOST = { metadata: 16 << 20, slots: 32, entries: 65536 } as const;

type Geometry = Decoded<typeof geometry>;
type Header = Decoded<typeof header>;
type TableName = "partitions" | "extents" | "groups" | "block_devices";
type Partition = Decoded<typeof partitionEntry>;
export type Extent = Decoded<typeof extentEntry>;
export type Device = Decoded<typeof deviceEntry>;

export interface Metadata {
	readonly partitions: readonly Partition[];
	readonly extents: readonly Extent[];
	readonly devices: readonly Device[];
}

/** The first of the two copies that is sound. @throws Failure when neither is */
export function anyGeometry(reading: Reading): Geometry {
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

/** The first of the two copies that is sound; undefined, with a finding, when neither is. @throws Missing */
export function anyMetadata(
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
