/** The headers of Android sparse images. */
import { hexOf } from "../base/text";
import type { Decoded } from "../schema/struct";
import { little as f, table } from "./tables";

const HEADER = 28;
export const CHUNK = 12;

export const header = table(
	"sparse_header",
	HEADER,
	"Says how large the unpacked image is and how many chunks describe it.",
	{
		magic: f.u32(0, { role: "magic", doc: "Marks an Android sparse image." }),
		major_version: f.u16(4, {
			role: "id",
			doc: "Another major version has another layout.",
			rules: [f.rule("sparse-version", "error", (v) => v === 1, "The version is not known.", "1")],
		}),
		minor_version: f.u16(6, { role: "id", doc: "Readers may ignore it." }),
		file_hdr_sz: f.u16(8, {
			role: "size",
			doc: "Bytes of this header; the first chunk follows.",
			rules: [
				f.rule(
					"sparse-header-size",
					"error",
					(v) => v >= HEADER,
					"The header is smaller than its fields.",
					"28 or more",
				),
			],
		}),
		chunk_hdr_sz: f.u16(10, {
			role: "size",
			doc: "Bytes of the header of each chunk.",
			rules: [
				f.rule(
					"sparse-chunk-header-size",
					"error",
					(v) => v >= CHUNK,
					"Headers of chunks are smaller than their fields.",
					"12 or more",
				),
			],
		}),
		blk_sz: f.u32(12, {
			role: "size",
			doc: "Bytes of a block, in which chunks are counted.",
			rules: [
				f.rule(
					"sparse-block-size",
					"error",
					(v) => v > 0 && v % 4 === 0,
					"Blocks of this size cannot be filled with words of four bytes.",
					"a multiple of 4 above 0",
				),
			],
		}),
		total_blks: f.u32(16, { role: "count", doc: "Blocks of the unpacked image." }),
		total_chunks: f.u32(20, { role: "count", doc: "Chunks in this file." }),
		image_checksum: f.u32(24, {
			role: "checksum",
			doc: "CRC-32 of the unpacked image; 0 where nobody computed it.",
		}),
	},
);

export const RAW = 0xcac1;
export const FILL = 0xcac2;
export const DONT_CARE = 0xcac3;
export const CRC32 = 0xcac4;

export const chunkHeader = table(
	"chunk_header",
	CHUNK,
	"Says what the next blocks of the image are.",
	{
		chunk_type: f.u16(0, {
			role: "id",
			doc: "Stored, filled with four bytes, not important, or a checksum.",
			names: { [RAW]: "RAW", [FILL]: "FILL", [DONT_CARE]: "DONT_CARE", [CRC32]: "CRC32" },
		}),
		reserved1: f.reserved(2, 2),
		chunk_sz: f.u32(4, { role: "count", doc: "Blocks of the image that it stands for." }),
		total_sz: f.u32(8, { role: "size", doc: "Bytes in this file, with the header." }),
	},
);

export const fill = table("fill", 4, "What the blocks of a FILL chunk are made of.", {
	pattern: f.bytes(0, 4, {
		role: "data",
		doc: "Repeated over all blocks of the chunk.",
		show: hexOf,
	}),
});

export type Header = Decoded<typeof header>;
