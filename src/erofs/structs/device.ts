/** struct erofs_deviceslot: one entry of the device table, for one extra device. */
import { type Exact, fromHalves, product } from "../../base/exact";
import type { Decoded } from "../../schema/struct";
import { bytes, erofsStruct, type Facts, reserved, u16, u32 } from "./facts";
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
		unused: u32(0x48, {
			doc: "Not used in images without 48BIT.",
			role: "reserved",
			when: (c) => !hasIncompat(c, "48BIT"),
		}),
		reserved: reserved(0x4c, 52),
	},
	{
		rules: [
			{
				code: "device-empty",
				severity: "note",
				fields: ["blocks_lo", "blocks_hi"],
				text: "The device table says this device has no blocks, so nothing can lie on it.",
				allowed: "at least 1",
				ok(record, c): boolean {
					const { size, isFilled } = deviceRange(record, c);
					return size > 0 || !isFilled;
				},
			},
			{
				code: "device-unfilled",
				severity: "note",
				fields: ["blocks_lo", "blocks_hi"],
				text: "The device table does not say how large this device is. erofs-utils leaves it so when it indexes a tar archive or merges images in chunks, and before 1.7 did always; Linux reads the device all the same.",
				allowed: "at least 1",
				ok: (record, c): boolean => deviceRange(record, c).isFilled,
			},
		],
	},
);

/** Blocks of a device that is a tar archive. */
const TAR_BLOCK = 512;

export type DeviceSlot = Decoded<typeof deviceSlot>;

type RangeFields = Pick<
	DeviceSlot,
	"tag" | "blocks_lo" | "blocks_hi" | "uniaddr_lo" | "uniaddr_hi"
>;

/** What a slot says of its device. */
export interface DeclaredRange {
	/** Bytes. */
	readonly size: Exact;
	/** Byte in the unified space where it begins: 0 for one that is not in it. */
	readonly unified: Exact;
	/** False where erofs-utils did not say what the size is. */
	readonly isFilled: boolean;
}

export function deviceRange(slot: RangeFields, c: Facts): DeclaredRange {
	const bytes = (low: number, high: number) =>
		product(hasIncompat(c, "48BIT") ? fromHalves(high, low) : low, c.blockSize);
	const size = bytes(slot.blocks_lo, slot.blocks_hi);
	const unified = bytes(slot.uniaddr_lo, slot.uniaddr_hi);
	const isFilled = size > 0 || (unified > 0 && !isIndexed(slot, c));
	return { size, unified, isFilled };
}

/**
 * Whether the device was there before the image: an archive, or an image, which is named. In chunks,
 * erofs-utils counts for the first one the blocks of a blob that it would have written, which is empty.
 * A blob that was written with the image has neither mark.
 */
const isIndexed = ({ tag }: RangeFields, { blockSize }: Facts): boolean =>
	blockSize === TAR_BLOCK || paddedText(tag) !== "";
