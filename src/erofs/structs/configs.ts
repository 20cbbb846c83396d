/**
 * Compression configuration records: after the superblock, one for each bit of
 * available_compr_algs in ascending order, each a u16 length and a payload,
 * aligned to 4 bytes. Tables describe the payload.
 */
import type { Struct } from "../../schema/struct";
import { bytes, erofsStruct, type Facts, reserved, rule, u8, u16, u32 } from "./facts";

export const configLength = erofsStruct(
	"compression config length",
	2,
	"Length in bytes of the record that follows.",
	{ len: u16(0, { doc: "Bytes of the record behind this field.", role: "size" }) },
);

export const lz4Settings = erofsStruct("z_erofs_lz4_cfgs", 14, "Settings of the LZ4 decoder.", {
	max_distance: u16(0, {
		doc: "How far back matches may reach, in bytes; 0 means 65,535.",
		role: "size",
	}),
	max_pclusterblks: u16(2, {
		doc: "Largest compressed unit, in blocks; 0 means 1.",
		role: "size",
		rules: [
			rule(
				"cfg-lz4-pcluster",
				"error",
				(v, c) => v * c.blockSize <= 1 << 20,
				"Compressed units above 1 MiB are not allowed.",
				"at most 1 MiB / block size",
			),
		],
	}),
	reserved: reserved(4, 10),
});

const formatZero = rule<number>(
	"cfg-format",
	"error",
	(v) => v === 0,
	"Unknown format of the compression settings.",
	"0",
);

const lzma = erofsStruct("z_erofs_lzma_cfgs", 14, "Settings of the MicroLZMA decoder.", {
	dict_size: u32(0, {
		doc: "Dictionary size in bytes.",
		role: "size",
		rules: [
			rule(
				"cfg-lzma-dict",
				"error",
				(v) => v >= 4096 && v <= 8 << 20,
				"The LZMA dictionary size is outside what EROFS allows.",
				"4,096 to 8,388,608",
			),
		],
	}),
	format: u16(4, { doc: "Format of this record.", role: "flags", rules: [formatZero] }),
	reserved: reserved(6, 8),
});

const deflate = erofsStruct("z_erofs_deflate_cfgs", 6, "Settings of the DEFLATE decoder.", {
	windowbits: u8(0, {
		doc: "Window size as a power of two.",
		role: "size",
		show: (v) => `2^${v} bytes`,
		rules: [
			rule(
				"cfg-deflate-window",
				"error",
				(v) => v <= 15,
				"DEFLATE windows end at 32 KiB.",
				"at most 15",
			),
		],
	}),
	reserved: reserved(1, 5),
});

const zstd = erofsStruct("z_erofs_zstd_cfgs", 6, "Settings of the Zstandard decoder.", {
	format: u8(0, { doc: "Format of this record.", role: "flags", rules: [formatZero] }),
	windowlog: u8(1, {
		doc: "Window size: 2 to the power of (value + 10).",
		role: "size",
		show: (v) => `2^${v + 10} bytes`,
		rules: [
			rule(
				"cfg-zstd-window",
				"error",
				(v) => v <= 10,
				"Kernels refuse Zstandard windows above 1 MiB.",
				"at most 10",
			),
		],
	}),
	reserved: reserved(2, 4),
});

const unknown = erofsStruct("unknown compression config", 0, "Settings of an unknown algorithm.", {
	payload: bytes(0, 0, { doc: "Not understood.", role: "data" }),
});

/** Payload table by algorithm id. */
export const configTable = (id: number): Struct<Facts> =>
	[lz4Settings, lzma, deflate, zstd][id] ?? unknown;
