/** struct erofs_deviceslot: one entry of the device table, for one extra device. */
import type { Decoded } from "../../schema/struct";
import { bytes, erofsStruct, reserved, u16, u32 } from "./facts";
import { hasIncompat } from "./features";
import { paddedText } from "./superblock";

export const DEVICE_SLOT = 128;

export const deviceSlot = erofsStruct(
	"erofs_deviceslot",
	DEVICE_SLOT,
	"Describes one extra device that holds file data.",
	{
		tag: bytes(0x00, 64, {
			doc: "Name of the device: a digest, a path, or nothing at all.",
			role: "text",
			show: (v) => paddedText(v) || "(none)",
		}),
		blocks_lo: u32(0x40, { doc: "Size of the device in blocks.", role: "size" }),
		uniaddr_lo: u32(0x44, {
			doc: "Block address at which the device appears in the unified address space.",
			role: "pointer",
			show: (v) => String(v),
		}),
		blocks_hi: u16(0x48, {
			doc: "Bits 32 to 47 of the size.",
			role: "size",
			since: "7.1",
			when: (c) => hasIncompat(c, "48BIT"),
		}),
		uniaddr_hi: u16(0x4a, {
			doc: "Bits 32 to 47 of the unified address.",
			role: "pointer",
			since: "7.1",
			show: (v) => String(v),
			when: (c) => hasIncompat(c, "48BIT"),
		}),
		reserved: reserved(0x4c, 52),
	},
);

export type DeviceSlot = Decoded<typeof deviceSlot>;
