/** Disks with partitions, made byte by byte. */
import { crc32 } from "node:zlib";
import { image, type Made, padded, u32, u64 } from "./made-bytes";

/**
 * Type and unique GUID do not matter here, but must not be zero.
 * @param damage done to the disk when it is whole
 */
function gptOf(sector: number, damage?: (disk: Buffer) => void): Buffer {
	const first = 8;
	const sectors = Math.ceil(image.length / sector);
	const total = first + sectors + 4;
	const disk = Buffer.alloc(total * sector);
	disk[446 + 4] = 0xee;
	u32(1, total - 1).copy(disk, 446 + 8);
	disk.write("55aa", 510, "hex");
	const entries = Buffer.alloc(4 * 128);
	entries.write("af3dc60f838472478e793d69d8477de4", 128, "hex");
	entries.fill(7, 144, 160);
	u64(first, first + sectors - 1).copy(entries, 160);
	entries.write("röot", 184, "utf16le");
	image.copy(disk, first * sector);
	const header = (at: number, table: number) => {
		entries.copy(disk, table * sector);
		const head = Buffer.concat([
			Buffer.from("EFI PART"),
			u32(0x10000, 92, 0, 0),
			u64(at, at === 1 ? total - 1 : 1, first, total - 4),
			Buffer.alloc(16, 9),
			u64(table),
			u32(4, 128, crc32(entries)),
		]);
		u32(crc32(head)).copy(head, 16);
		head.copy(disk, at * sector);
	};
	header(1, 2);
	header(total - 1, total - 3);
	damage?.(disk);
	return disk;
}

const BROKEN = [
	{
		name: "the first leads nowhere",
		sector: 512,
		damage: (disk: Buffer) => void disk.fill(0xff, 512 + 72, 512 + 92),
	},
	{
		name: "an entry of the first is damaged",
		sector: 512,
		damage: (disk: Buffer) => void disk.writeUInt8(9, 1024 + 128 + 32),
	},
	{
		name: "there is no first",
		sector: 4096,
		damage: (disk: Buffer) => void disk.fill(0, 4096, 3 * 4096),
	},
	{
		name: "there is nothing at the beginning",
		sector: 4096,
		damage: (disk: Buffer) => void disk.fill(0, 0, 3 * 4096),
	},
];

export const gpts = (): Made[] => [
	...[512, 4096, 2048].map((sector) => ({
		name: `GPT with sectors of ${sector} bytes`,
		kind: "gpt",
		bytes: gptOf(sector),
		parts: { "gpt/röot": padded(image, sector) },
	})),
	...BROKEN.map(({ name, sector, damage }) => ({
		name: `GPT by its backup: ${name}`,
		kind: "gpt",
		bytes: gptOf(sector, damage),
		parts: { "gpt/röot": padded(image, sector) },
	})),
];

export const mbrs = (): Made[] => [
	{ ...mbr(512), name: "MBR with logical partitions" },
	{ ...mbr(4096), name: "MBR with sectors of 4096 bytes" },
];

function mbr(sector: number): Omit<Made, "name"> {
	const sectors = image.length / sector;
	const disk = Buffer.alloc((8 + 3 * (sectors + 2)) * sector);
	const entry = (at: number, n: number, type: number, first: number, count: number) => {
		const where = at * sector + 446 + 16 * n;
		disk[where + 4] = type;
		u32(first, count).copy(disk, where + 8);
		disk.write("55aa", at * sector + 510, "hex");
	};
	const extended = 8 + sectors;
	const second = extended + sectors + 2;
	entry(0, 0, 0x83, 8, sectors);
	entry(0, 1, 0x0f, extended, 2 * (sectors + 2));
	entry(extended, 0, 0x83, 2, sectors);
	entry(extended, 1, 0x05, sectors + 2, sectors + 2);
	entry(second, 0, 0x83, 1, sectors);
	for (const at of [8, extended + 2, second + 1]) image.copy(disk, at * sector);
	return {
		kind: "mbr",
		bytes: disk,
		parts: { "mbr/partition-1": image, "mbr/partition-5": image, "mbr/partition-6": image },
	};
}
