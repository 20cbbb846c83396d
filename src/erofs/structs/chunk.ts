/** Chunk maps of layout CHUNK_BASED: 4-byte block addresses, or 8-byte indexes. */
import { fieldKit } from "../../schema/field";
import { struct } from "../../schema/struct";
import { deviceIdMask } from "./address";
import type { Facts } from "./facts";

export const CHUNK_BITS = 0x1f;
export const CHUNK_INDEXES = 0x20;
export const CHUNK_48BIT = 0x40;

/** Context of the tables: the image, and the inode's chunk format. */
export interface ChunkContext extends Facts {
	/** Addresses have 48 bits. */
	readonly wide: boolean;
}

const { u16, u32 } = fieldKit<ChunkContext>();
const chunkStruct = struct<ChunkContext>();

const NULL32 = 0xffffffff;

export const chunkBlock = chunkStruct("erofs_block_map_entry", 4, "Where one chunk lies.", {
	blkaddr: u32(0, {
		doc: "First block of the chunk; all ones for a hole.",
		role: "pointer",
		show: (v) => (v === NULL32 ? "hole" : String(v)),
	}),
});

export const chunkIndex = chunkStruct(
	"erofs_inode_chunk_index",
	8,
	"Where one chunk lies, and on which device.",
	{
		startblk_hi: u16(0, {
			doc: "High 16 bits of the block, when the chunk format says 48BIT.",
			role: "pointer",
			since: "6.15",
			show: (v) => String(v),
		}),
		device_id: u16(2, {
			doc: "0 for the primary device, N for slot N of the device table.",
			role: "id",
		}),
		startblk_lo: u32(4, {
			doc: "First block of the chunk; all ones for a hole.",
			role: "pointer",
			show: (v, c) => (v === NULL32 && !c.wide ? "hole" : String(v)),
		}),
	},
	{
		rules: [
			{
				code: "chunk-device-bits",
				severity: "error",
				fields: ["device_id"],
				text: "The chunk names a device far behind the end of the device table. Readers look at the low bits alone, and so read another one.",
				allowed: "0, or the number of a device of the table",
				ok: ({ device_id, startblk_lo }, c) =>
					startblk_lo === NULL32 || (device_id & ~deviceIdMask(c.extraDevices)) === 0,
			},
		],
	},
);
