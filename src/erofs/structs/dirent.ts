/**
 * struct erofs_dirent. A directory block is an array of these, then their names:
 *
 *   | dirent 0 | dirent 1 | … | name 0 | name 1 | … | (zero padding) |
 *
 * nameoff of entry 0 tells how many entries there are: nameoff / 12.
 */
import type { Decoded } from "../../schema/struct";
import { erofsStruct, nidTarget, reservedByte, rule, u8, u16, u64 } from "./facts";

export const DIRENT = 12;

/** dirent file_type values. */
export const FT = { UNKNOWN: 0, REG: 1, DIR: 2, CHR: 3, BLK: 4, FIFO: 5, SOCK: 6, LNK: 7 } as const;

/** Whether inodes of a type have contents: devices, pipes and sockets have none. */
export const hasContents = (type: number): boolean =>
	type === FT.REG || type === FT.DIR || type === FT.LNK;

export const dirent = erofsStruct(
	"erofs_dirent",
	DIRENT,
	"One directory entry: which inode, and where its name is in this block.",
	{
		nid: u64(0, {
			doc: "Inode number of the inode the name stands for.",
			role: "pointer",
			show: (v) => String(v),
			to: (v, c) => nidTarget(c, v),
		}),
		nameoff: u16(8, {
			doc: "Start of the name, in bytes from the start of the block.",
			role: "pointer",
			show: (v) => String(v),
		}),
		file_type: u8(10, {
			doc: "Type of the inode, so that listings need not read it.",
			role: "flags",
			names: {
				0: "unknown",
				1: "regular file",
				2: "directory",
				3: "character device",
				4: "block device",
				5: "fifo",
				6: "socket",
				7: "symbolic link",
			},
			rules: [
				rule(
					"dirent-file-type",
					"warning",
					(v) => v <= 7,
					"Unknown file type in a directory entry.",
					"0 to 7",
				),
			],
		}),
		reserved: u8(11, { doc: "Reserved; zero.", role: "reserved", rules: [reservedByte] }),
	},
);

export type Dirent = Decoded<typeof dirent>;
