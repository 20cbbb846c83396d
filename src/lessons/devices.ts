/** Lesson 9: blocks of other devices, one line of addresses for all, and files around an image. */
import { span } from "../base/range";
import { countText, exactBytes } from "../base/words";
import { DEVICE_SLOT, deviceSlot } from "../erofs/structs/device";
import { FT } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";
import { known, plus, sumOf, times } from "../schema/sum";
import { readNumber, reckon, touch } from "./ask";
import type { Lesson, Telling, Wanted } from "./lesson";
import type { ChunkView } from "./map-views";
import type { Candidate, Scene } from "./scene";
import { code, hex } from "./words";

const withDevices: Wanted = {
	what: "an extra device",
	fits: ({ scene }) => scene.image.devices.length > 0,
};

/** Chunks that are looked at for one on another device. */
const MOST_CHUNKS = 64;

/** A chunk of a file that is on an extra device; an early one that is not the first, where there is one. */
async function chunkElsewhere({
	inode,
	scene,
}: Pick<Candidate, "inode" | "scene">): Promise<ChunkView | undefined> {
	const { count, unit } = await scene.chunk(inode, 0);
	if (unit !== 8) return undefined;
	const order = [4, 3, 2, 1, 0, ...Array.from({ length: MOST_CHUNKS }, (_, i) => i + 5)];
	for (const i of order.filter((i) => i < count)) {
		const chunk = await scene.chunk(inode, i);
		// A device that the table does not have has no slot to look at.
		const isKnown = chunk.device > 0 && chunk.device <= scene.image.devices.length;
		if (isKnown && chunk.block !== undefined) return chunk;
	}
	return undefined;
}

const onDevice: Wanted = {
	what: "a file with chunks on an extra device",
	fits: async (candidate) =>
		candidate.inode.type === FT.REG &&
		candidate.inode.layout === LAYOUT.CHUNK_BASED &&
		candidate.inode.size > 0 &&
		(await chunkElsewhere(candidate)) !== undefined,
};

/** Bytes of the slot of a device in the table. */
function slotOf({ image }: Scene, id: number) {
	const start = (image.superblock.devt_slotoff + id - 1) * DEVICE_SLOT;
	return span("image", start, start + DEVICE_SLOT);
}

/** Where the blocks of a device begin on the line of addresses. */
async function lineStart(scene: Scene, id: number) {
	const { start } = slotOf(scene, id);
	const at = start + deviceSlot.at.uniaddr_lo;
	return scene.stored(span("image", at, at + 4));
}

async function table(scene: Scene): Promise<Telling> {
	const count = await scene.sb("extra_devices");
	const offset = await scene.sb("devt_slotoff");
	return {
		at: span("image", count.at.start, offset.at.end),
		text: [
			"An image can keep contents in other files, or on other disks. Each of them is an **extra device**. This file itself is device 0.",
			"The superblock says how many there are, in 2 bytes. The next 2 bytes say where the **device table** is. It has a slot of 128 bytes for each device, and its place is counted in such slots from the start of the image.",
			`Here they are ${code(count.hex)} and ${code(offset.hex)}.`,
		],
		asks: [
			reckon(
				"At which byte is the device table?",
				times(known(offset.value, "slot"), DEVICE_SLOT),
				[`The bytes ${offset.hex}, lowest first.`, "Slots times 128, from the start of the image."],
				[{ answer: Number(offset.value) * 32, say: "A slot has 128 bytes, not 32." }],
			),
		],
	};
}

async function slot(scene: Scene): Promise<Telling> {
	const { rootNid } = scene.image.facts;
	const place = scene.placeOf(rootNid);
	const at = slotOf(scene, 1);
	const inWay = Math.floor(at.start / 32);
	return {
		at: place.at,
		text: [
			`In other samples the root is inode ${inWay}. Here it is inode ${rootNid}, at ${hex(place.at.start)}. Something else lies where inode ${inWay} would be.`,
		],
		asks: [
			touch("Click what takes that place.", at, [
				`Inode ${inWay} would be at ${inWay} × 32.`,
				"The device table starts at the byte of the step before.",
				`${inWay} × 32 = ${inWay * 32}, and a slot goes on for ${DEVICE_SLOT} bytes`,
			]),
		],
		after: "Numbers of inodes are places. What lies in the way moves them.",
	};
}

async function record(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const chunk = await chunkElsewhere({ inode, scene });
	const start = chunk?.at.start ?? 0;
	const { space } = inode.at;
	const device = await scene.stored(span(space, start + 2, start + 4));
	const block = await scene.stored(span(space, start + 4, start + 8));
	return {
		at: chunk?.at ?? inode.at,
		text: [
			`A record of a chunk has room for a device: its bytes 2 and 3. Its bytes 4 to 7 are the block on that device. This is the record of chunk ${chunk?.index} of ${code(path)}.`,
		],
		asks: [
			readNumber("Which device is it?", device, `Bytes 2 and 3: ${device.hex}.`),
			readNumber("Which block of it?", block, `Bytes 4 to 7: ${block.hex}.`),
		],
	};
}

async function line(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const chunk = await chunkElsewhere({ inode, scene });
	const field = await lineStart(scene, chunk?.device ?? 1);
	return {
		at: field.at,
		text: [
			"All devices also have their place on one **line of addresses**, one behind the other. The slot of a device says at which block of that line it begins.",
			`These are the bytes for device ${chunk?.device}: ${code(field.hex)}. Put all files together in this way, and the image needs no other device.`,
		],
		asks: [
			reckon(
				`At which byte of the line is block ${chunk?.block} of device ${chunk?.device}?`,
				times(
					plus(known(field.value, "start of the device"), known(chunk?.block ?? 0, "block")),
					scene.blockSize,
				),
				[
					`The device begins at block ${field.value} of the line.`,
					"Start of the device plus block, times the size of a block.",
				],
				[
					{
						answer: (chunk?.block ?? 0) * scene.blockSize,
						say: "That is the byte on the device alone. Add where the device begins.",
					},
				],
			),
		],
	};
}

/** Bytes in front of the contents of a member of a tar archive. */
const TAR_HEADER = 512;

async function container(scene: Scene): Promise<Telling> {
	const { inode } = scene.subject;
	const { at } = scene.placeOf(inode.nid);
	return {
		at: at.space === "image" ? span(at.space, at.start, inode.at.end) : inode.at,
		text: [
			"Images travel in other files: in archives, in packages, on disks with several parts. Such a file around an image is a **container**. It puts bytes in front of the image.",
			`Say that this image is the first member of a tar archive. There, each member has a header of ${TAR_HEADER} bytes. Inode ${inode.nid} lies at byte ${countText(at.start)} of the image.`,
		],
		asks: [
			reckon(
				`At which byte of the archive is inode ${inode.nid}?`,
				plus(known(at.start, "byte of the image"), known(TAR_HEADER, "start of the member")),
				[`${countText(at.start)} in the image.`, "Add where the image starts in the archive."],
				[{ answer: at.start, say: "That is the byte in the image. The header comes before it." }],
			),
		],
		after:
			"In a compressed archive no such sum exists: its bytes are made anew before they are read. Numbers in an image always count from the start of the image.",
	};
}

async function closing(scene: Scene): Promise<Telling> {
	const { inode, path } = scene.subject;
	const chunk = await chunkElsewhere({ inode, scene });
	const index = path === "/pictures/lamp.png" ? 0 : (chunk?.index ?? 0);
	const { block = 0, device } = await scene.chunk(inode, index);
	const begin = await lineStart(scene, device);
	const onDevice = times(known(block, "block"), scene.blockSize);
	return {
		text: [
			`Find the first byte of chunk ${index} of ${code(path)}. Its inode is ${inode.nid}, its table starts at ${hex(chunk?.table ?? 0)}.`,
		],
		asks: [
			reckon(`At which byte of device ${device} is it?`, sumOf(onDevice), [
				`Record ${index} of the table: block ${block} of device ${device}.`,
				`Block times ${exactBytes(scene.blockSize)}.`,
			]),
			reckon(
				"And at which byte of the line of addresses?",
				plus(onDevice, times(known(begin.value, "start of the device"), scene.blockSize)),
				[
					`The slot of the device is at ${hex(slotOf(scene, device).start)}.`,
					"Add the block at which the device begins, times the size of a block.",
				],
			),
		],
	};
}

export const devices: Lesson = {
	id: "devices",
	title: "Devices and containers",
	goal: "Turn a block of an extra device into a byte of the file at hand.",
	about: ["erofs_deviceslot", "devices", "device table"],
	steps: [
		{
			sample: "two-devices",
			own: withDevices,
			terms: ["extra device", "device table"],
			tell: table,
		},
		{ sample: "two-devices", own: "never", tell: slot },
		{ sample: "two-devices", path: "/data/ledger.bin", own: onDevice, tell: record },
		{
			sample: "two-devices",
			path: "/data/ledger.bin",
			own: onDevice,
			terms: ["line of addresses"],
			tell: line,
		},
		{ sample: "lz4", path: "/diary.txt", own: "never", terms: ["container"], tell: container },
		{
			sample: "two-devices",
			path: "/pictures/lamp.png",
			own: onDevice,
			closing: true,
			tell: closing,
		},
	],
};
