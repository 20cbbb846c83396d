/** The superblock, as far as it says where things are; and which device an address is on. */
import type { Place } from "./claims";
import { Space, Unsound } from "./space";

/** What an image is made of. */
export interface Files {
	readonly image: Uint8Array;
	/** The extra devices, slot 1 first; none when the image is flat or has none. */
	readonly devices: readonly Uint8Array[];
	/** Byte of `image` at which the volume starts. */
	readonly offset: number;
}

/** A line of the device table. Addresses and sizes in bytes. */
export interface Slot {
	readonly at: number;
	readonly size: number;
	/** Where the device appears in the unified address space. */
	readonly unified: number;
}

export interface Volume {
	readonly image: Space;
	/** Devices that were given; slot N is `devices[N - 1]`. */
	readonly devices: readonly Space[];
	readonly slots: readonly Slot[];
	readonly blockSize: number;
	/** Bytes of the image that the superblock counts. */
	readonly size: number;
	readonly extraSlots: number;
	readonly compat: number;
	readonly incompat: number;
	readonly algorithms: number;
	readonly inodes: bigint;
	/** Byte of nid 0. */
	readonly metaAt: number;
	readonly sharedXattrsAt: number;
	readonly prefixCount: number;
	readonly prefixAt: number;
	readonly rootNid: bigint;
	/** 0: none. */
	readonly packedNid: bigint;
	readonly metaboxNid: bigint | undefined;
	/** Decoded contents of the two inodes that hold parts of the file system. */
	readonly metabox?: Space;
	readonly packed?: Space;
}

export const SUPERBLOCK_AT = 1024;
export const SUPERBLOCK_SIZE = 128;
const MAGIC = 0xe0f5e1e2;

export const compat = { SHARED_EA_IN_METABOX: 0x08, PLAIN_XATTR_PFX: 0x10 } as const;
export const incompat = {
	LZ4_0PADDING: 0x001,
	COMPR_CFGS: 0x002,
	DEVICE_TABLE: 0x008,
	FRAGMENTS: 0x020,
	XATTR_PREFIXES: 0x040,
	HAS_48BIT: 0x080,
	METABOX: 0x100,
} as const;

/** @throws Unsound when this is no EROFS image */
export function readVolume({ image: file, devices, offset }: Files): Volume {
	const image = new Space("image", file.subarray(offset));
	const sb = (at: number) => SUPERBLOCK_AT + at;
	if (image.u32(sb(0)) !== MAGIC) throw new Unsound("no EROFS magic");
	const blockSize = 2 ** image.u8(sb(0x0c));
	const features = image.u32(sb(0x50));
	const is48Bit = (features & incompat.HAS_48BIT) !== 0;
	const longRoot = is48Bit ? image.u64(sb(0x70)) : 0n;
	const rootOrBlocks = image.u16(sb(0x0e));
	const blocksHigh = longRoot ? rootOrBlocks : 0;
	return {
		image,
		devices: devices.map((bytes, i) => new Space(`device:${i + 1}`, bytes)),
		slots: features & incompat.DEVICE_TABLE ? readSlots(image, blockSize, is48Bit) : [],
		blockSize,
		size: (blocksHigh * 2 ** 32 + image.u32(sb(0x24))) * blockSize,
		extraSlots: image.u8(sb(0x0d)),
		compat: image.u32(sb(0x08)),
		incompat: features,
		algorithms: features & incompat.COMPR_CFGS ? image.u16(sb(0x54)) : 0,
		inodes: image.u64(sb(0x10)),
		metaAt: image.u32(sb(0x28)) * blockSize,
		sharedXattrsAt: image.u32(sb(0x2c)) * blockSize,
		prefixCount: features & incompat.XATTR_PREFIXES ? image.u8(sb(0x5b)) : 0,
		prefixAt: image.u32(sb(0x5c)) * 4,
		rootNid: longRoot || BigInt(rootOrBlocks),
		packedNid: features & incompat.FRAGMENTS ? image.u64(sb(0x60)) : 0n,
		metaboxNid: features & incompat.METABOX ? image.u64(sb(0x80)) : undefined,
	};
}

function readSlots(image: Space, blockSize: number, is48Bit: boolean): Slot[] {
	const count = image.u16(SUPERBLOCK_AT + 0x56);
	const table = image.u16(SUPERBLOCK_AT + 0x58) * 128;
	return Array.from({ length: count }, (_, i) => {
		const at = table + 128 * i;
		const high = (field: number) => (is48Bit ? image.u16(at + field) * 2 ** 32 : 0);
		return {
			at,
			size: (image.u32(at + 0x40) + high(0x48)) * blockSize,
			unified: (image.u32(at + 0x44) + high(0x4a)) * blockSize,
		};
	});
}

/** The space of this name that can hold stored data. */
export function spaceNamed(volume: Volume, name: string): Space {
	const { image, devices, metabox, packed } = volume;
	const found = [image, ...devices, metabox, packed].find((space) => space?.name === name);
	if (!found) throw new Unsound(`there is no ${name}`);
	return found;
}

/**
 * Where `length` bytes at an address lie. Device 0 is the unified address space, in which
 * a range may run on from one device into the next.
 * @throws Unsound when no device has this number
 */
export function resolve(volume: Volume, device: number, at: number, length: number): Place[] {
	const { devices, slots } = volume;
	if (device > slots.length) throw new Unsound(`no device ${device}`);
	const slot = slots[device - 1];
	if (slot && device <= devices.length)
		return [{ space: `device:${device}`, start: at, end: at + length }];
	return unifiedPlaces(volume, at + (slot?.unified ?? 0), length);
}

function unifiedPlaces({ devices, slots }: Volume, from: number, length: number): Place[] {
	const end = from + length;
	const parts = devices
		.map((_, i) => ({ space: `device:${i + 1}`, ...(slots[i] as Slot) }))
		.filter(({ unified, size }) => unified !== 0 && unified < end && from < unified + size)
		.sort((a, b) => a.unified - b.unified);
	const places: Place[] = [];
	let at = from;
	for (const { space, unified, size } of parts) {
		if (at < unified) places.push({ space: "image", start: at, end: unified });
		const start = Math.max(at, unified);
		at = Math.min(end, unified + size);
		places.push({ space, start: start - unified, end: at - unified });
	}
	if (at < end) places.push({ space: "image", start: at, end });
	return places;
}
