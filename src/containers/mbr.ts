/** Disks with an MBR: four partitions, and logical ones in a chain of extended boot records. */
import type { Severity } from "../base/finding";
import { recognise } from "../base/signatures";
import { countText } from "../base/words";
import { hex } from "../schema/show";
import type { Decoded } from "../schema/struct";
import { PROTECTIVE } from "./gpt";
import { MBR_TYPES } from "./partition-types";
import { Pieces } from "./pieces";
import { Reading } from "./reading";
import { little as f, isErofs, table } from "./tables";
import type { Part, Wrapper } from "./wrapper";

const SECTOR = 512;
/** Bytes that sectors have: nothing says how many. */
const SECTORS = [SECTOR, 4096];
/** Bytes at the beginning of a partition that tell what it is. */
const HEAD = 2048;
const TABLE = 446;
const ENTRY = 16;
/** Logical partitions followed; a chain can lead in circles. */
const MOST_LOGICAL = 256;
const EXTENDED = [0x05, 0x0f, 0x85];

export const entry = table("mbr_partition", ENTRY, "A partition.", {
	status: f.u8(0, {
		role: "flags",
		doc: "0x80: the system starts from it.",
		names: { 0: "inactive", 128: "active" },
	}),
	first_chs: f.bytes(1, 3, { role: "pointer", doc: "First sector, as old disks counted." }),
	type: f.u8(4, { role: "id", doc: "What it is for.", names: MBR_TYPES }),
	last_chs: f.bytes(5, 3, { role: "pointer", doc: "Last sector, as old disks counted." }),
	first_lba: f.u32(8, { role: "pointer", doc: "First sector." }),
	sectors: f.u32(12, { role: "size", doc: "Sectors." }),
});
type Entry = Decoded<typeof entry>;

const isBootRecord = (sector: Uint8Array): boolean => sector[510] === 0x55 && sector[511] === 0xaa;

/**
 * Boot sectors of file systems end in the same two bytes: entries must make sense, too.
 * @param isDisc whether it is a disc as well, which may begin where its first partition does
 */
export function isTable(head: Uint8Array, isDisc = false): boolean {
	if (!isBootRecord(head)) return false;
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	let used = 0;
	for (let at = TABLE; at < TABLE + 4 * ENTRY; at += ENTRY) {
		const status = head[at] as number;
		if (status !== 0 && status !== 0x80) return false;
		if (head[at + 4] === 0) continue;
		const first = view.getUint32(at + 8, true);
		if ((first === 0 && !isDisc) || view.getUint32(at + 12, true) === 0) return false;
		used++;
	}
	return used > 0;
}

export const mbr: Wrapper = {
	id: "mbr",
	name: "a disk with an MBR partition table",
	reads: "primary and logical partitions, sectors of 512 bytes and 4 KiB, names of partition types",
	probe: (head) => head.length >= SECTOR && isTable(head),
	async open({ signal, ...home }) {
		const reading = new Reading(home, signal);
		const primary = await reading.step(() => entriesAt(reading, 0));
		const sector = await reading.step(() => sectorOf(reading, primary));
		const parts: Part[] = [];
		const add = (number: number, { type, sectors }: Entry, start: number) => {
			const part = partOf(reading, `partition-${number}`, type, start, sectors * sector);
			if (part) parts.push(part);
		};
		for (const [i, one] of primary.entries()) {
			if (one.type === 0) continue;
			if (EXTENDED.includes(one.type)) await addLogical(reading, one.first_lba, sector, add);
			else if (one.type !== PROTECTIVE) add(i + 1, one, one.first_lba * sector);
		}
		return { readings: [reading], parts };
	},
};

const entriesAt = (reading: Reading, start: number): Entry[] =>
	[0, 1, 2, 3].map((i) => reading.read(entry, start + TABLE + i * ENTRY));

/** By what lies where partitions would begin. @throws Missing */
function sectorOf(reading: Reading, primary: readonly Entry[]): number {
	const isKnown = ({ type, first_lba }: Entry, sector: number): boolean => {
		const start = first_lba * sector;
		if (type === 0 || type === PROTECTIVE || start >= reading.size) return false;
		const head = reading.bytes.slice(start, Math.min(reading.size, start + HEAD));
		if (EXTENDED.includes(type)) return isBootRecord(head);
		const kind = recognise(head)?.kind;
		return isErofs(head) || (kind !== undefined && kind !== "zeros");
	};
	const fits = (sector: number) => primary.some((one) => isKnown(one, sector));
	return SECTORS.find(fits) ?? SECTOR;
}

async function addLogical(
	reading: Reading,
	first: number,
	sector: number,
	add: (number: number, one: Entry, start: number) => void,
): Promise<void> {
	const seen = new Set<number>();
	let record = first;
	const stop = (at: number, severity: Severity, text: string): void =>
		reading.report({
			...{ code: "mbr-chain", severity, text, structure: "extended boot record" },
			at: { space: reading.home.space, start: at, end: at + SECTOR },
		});
	for (let n = 0; n < MOST_LOGICAL; n++) {
		const at = record * sector;
		if (seen.has(record) || !reading.has(at, SECTOR)) {
			const text =
				"The chain of extended boot records leads in a circle or out of the disk; it is followed no further.";
			return stop(at, "error", text);
		}
		seen.add(record);
		if (!(await reading.step(() => isBootRecord(reading.bytes.slice(at, at + SECTOR))))) {
			const text =
				"Where an extended partition begins, or a logical one, is no boot record: what it would lead to is not listed.";
			return stop(at, "warning", text);
		}
		const [own, next] = await reading.step(() => entriesAt(reading, at));
		if (own && own.type !== 0) add(5 + n, own, at + own.first_lba * sector);
		if (!next || next.type === 0) return;
		record = first + next.first_lba;
	}
}

function partOf(
	reading: Reading,
	name: string,
	type: number,
	start: number,
	length: number,
): Part | undefined {
	const end = start + length;
	const report = (text: string) => {
		const why = {
			code: "mbr-partition",
			severity: "error",
			text,
			structure: entry.name,
			at: { space: reading.home.space, start, end },
			allowed: `within ${countText(reading.size)} bytes`,
		} as const;
		reading.report(why);
		return why;
	};
	if (start >= reading.size) {
		report(`${name} lies outside of the disk, and is left out.`);
		return undefined;
	}
	const pieces = Pieces.slice(start, Math.min(end, reading.size));
	if (end > reading.size) {
		const why = report(`${name} reaches beyond the end of the disk.`);
		pieces.add(end - reading.size, { kind: "lost", why });
	}
	const known = MBR_TYPES[type];
	const detail = known ? `${known} (${hex(type, 2)})` : `type ${hex(type, 2)}`;
	return { name, size: pieces.size, bytes: pieces, detail };
}
