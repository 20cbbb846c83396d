/**
 * ISO 9660 discs, with the names of Rock Ridge or Joliet where they are there, and the images of
 * El Torito from which machines start.
 */
import { countText } from "../base/words";
import type { Decoded } from "../schema/struct";
import { gpt } from "./gpt";
import { type Directory, listed, type Tree } from "./iso-directories";
import { bootEntry, bootRecord, descriptor, PLATFORMS, RECORD, record, SECTOR } from "./iso-tables";
import { isTable, mbr } from "./mbr";
import { Runs } from "./members";
import { Pieces } from "./pieces";
import { Reading } from "./reading";
import { hasRockRidge } from "./rock-ridge";
import { startsWith } from "./tables";
import { uniqueNames } from "./unique";
import { type Contents, type Given, type Part, PROBE_HEAD, type Wrapper } from "./wrapper";

const FIRST_DESCRIPTOR = 16;
const MOST_DESCRIPTORS = 64;
const MOST_FILES = 1 << 18;
const MOST_DEPTH = 64;

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
		const parts = new Runs();
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
			for (const file of files) parts.take({ ...file, name: unique(file.name) });
			queue.push(...directories.toReversed());
			if (parts.length > MOST_FILES || here.depth > MOST_DEPTH) {
				reading.report(tooMuch(reading, here.start));
				break;
			}
			onProgress?.({ phase: "Reading directories", done: seen.size, unit: "entries" });
		}
		if (catalog !== undefined) {
			for (const part of await reading.step(() => bootImages(reading, catalog))) parts.take(part);
		}
		const disk = await partitionsOf(given);
		for (const part of disk.parts) parts.take({ ...part, name: unique(`[${part.name}]`) });
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
	return { parts: Array.from(parts).filter(isBehindVolume), readings };
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
