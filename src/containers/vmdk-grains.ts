/** Grains of disks of VMware: a directory of tables says where each is, if anywhere. */
import { asPosition } from "../base/exact";
import { countText } from "../base/words";
import { addUnder, type Layer } from "./layer";
import type { Home } from "./near";
import { copyOf, type Origin, Pieces, ZEROS } from "./pieces";
import type { Reading } from "./reading";
import { COMPRESSED, type Header, header, SECTOR, ZERO_GRAINS } from "./vmdk-tables";

/** Grains looked at: tables may lead to the same one over and over. */
const MOST_GRAINS = 1 << 24;
const DIRECTORY = { key: "grain_directory", role: "pointer", doc: "Sectors of tables." } as const;
const TABLE = { key: "grain_table", role: "pointer", doc: "Sectors of grains." } as const;

/** Where all bytes of the disk are. @throws Failure */
export async function grainsOf(
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
