/** The header of disks of VMware. */
import type { Decoded } from "../schema/struct";
import { little as f, table } from "./tables";

export const SECTOR = 512;
export const COMPRESSED = 1 << 16;
export const ZERO_GRAINS = 4;

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
export type Header = Decoded<typeof header>;
