/** What the superblock leads to directly: boot area, slots, settings, devices, prefixes. */
import { clamped } from "../../base/exact";
import { span } from "../../base/range";
import { deviceSpace } from "../../base/space";
import { showName } from "../../base/text";
import { itemsOf, type Part, type Visitor } from "../../schema/visit";
import type { AlgorithmConfig, Device, Image } from "../image";
import { configLength, configTable } from "../structs/configs";
import { deviceSlot } from "../structs/device";
import { algorithmLabel } from "../structs/features";
import { SB_EXTSLOT, SB_OFFSET, superblock, superblockExtension } from "../structs/superblock";
import { XATTR_PREFIXES, xattrLongPrefix } from "../structs/xattr";
import { superblockSize } from "../superblock";
import { kind } from "./kinds";

const BOOT: Part<Image> = {
	kind: kind("boot"),
	key: "boot area",
	role: "reserved",
	doc: "EROFS begins behind it: here boot loaders and partition tables may have their place.",
};
const SUPERBLOCK: Part<Image> = {
	kind: kind("superblock"),
	sum: () => `always byte ${SB_OFFSET} of the volume`,
};
const SLOT: Part<Image> = {
	kind: kind("sb-extslots"),
	sum: () => `${SB_OFFSET} + ${superblock.size}, right behind the superblock`,
};
const MORE_SLOTS: Part<Image> = {
	kind: kind("sb-extslots"),
	key: "extension slots",
	role: "reserved",
	doc: "Slots of the superblock this program knows no meaning of.",
};

/** In space `image`, as far as they were read at opening. @throws Missing */
export function layFixed(image: Image, v: Visitor): void {
	v.bytes(BOOT, image, 0, SB_OFFSET);
	v.struct(SUPERBLOCK, image, superblock, SB_OFFSET, image.facts);
	const slots = SB_OFFSET + superblock.size;
	const end = Math.min(SB_OFFSET + superblockSize(image.superblock), image.primary.source.size);
	if (slots + SB_EXTSLOT <= end) {
		v.struct(SLOT, image, superblockExtension, slots, image.facts);
		v.bytes(MORE_SLOTS, image, slots + SB_EXTSLOT, end);
	}
	layConfigs(image, v, end);
	layDevices(image, v);
}

const ALIGN: Part<unknown> = {
	kind: kind("padding"),
	key: "padding",
	doc: "Aligns what follows to 4 bytes.",
};
const LENGTH: Part<AlgorithmConfig> = {
	key: configLength.name,
	role: "size",
	doc: configLength.doc,
	value: ({ payload }) => `${payload.length} bytes`,
};
const MORE_SETTINGS: Part<AlgorithmConfig> = {
	key: "more settings",
	role: "reserved",
	doc: "The record is longer than what this program knows of it; readers skip the rest.",
};
/** By algorithm: available_compr_algs has 16 bits. */
const CONFIGS: readonly Part<AlgorithmConfig>[] = Array.from({ length: 16 }, (_, id) => ({
	kind: kind("compression-config"),
	key: configTable(id).name,
	role: "struct",
	doc: configTable(id).doc,
	label: () => algorithmLabel(id),
	sum: (_, start) => `end of what comes before, rounded up to 4: ${start}`,
}));

function layConfigs(image: Image, v: Visitor, from: number): void {
	let cursor = from;
	for (const config of image.configs) {
		const { id, at } = config;
		const table = configTable(id);
		const start = at.start - configLength.size;
		v.bytes(ALIGN, config, cursor, start);
		if (v.open(CONFIGS[id] as Part<AlgorithmConfig>, config, start, at.end)) {
			v.bytes(LENGTH, config, start, at.start);
			v.fields(table, at.start, image.facts);
			v.bytes(MORE_SETTINGS, config, at.start + table.size, at.end);
			v.close();
		}
		cursor = at.end;
	}
}

const DEVICES: Part<Image> = {
	key: "device table",
	role: "struct",
	doc: "One slot for each extra device that holds file data.",
	sum: ({ superblock: sb }) => `devt_slotoff ${sb.devt_slotoff} × ${deviceSlot.size}`,
};
const DEVICE: Part<Device> = {
	kind: kind("device-slot"),
	label: ({ id }) => `device ${id}`,
	target: ({ id, size, source }) =>
		source && {
			span: span(deviceSpace(id), 0, Math.min(clamped(size), source.size)),
			label: "the device",
		},
	sum: ({ id, at }) =>
		`table start ${at.start - deviceSlot.size * (id - 1)} + ${deviceSlot.size} × slot ${id - 1}`,
};

function layDevices(image: Image, v: Visitor): void {
	const { devices, facts } = image;
	const { size } = deviceSlot;
	const [first] = devices;
	if (!first) return;
	const { start } = first.at;
	if (!v.open(DEVICES, image, start, start + devices.length * size)) return;
	const told = itemsOf(v, start, size, devices.length);
	for (const device of devices.slice(told.start, told.end))
		v.struct(DEVICE, device, deviceSlot, device.at.start, facts);
	v.close(devices.length - (told.end - told.start));
}

const PREFIXES: Part<Image> = {
	key: "long prefix table",
	role: "struct",
	doc: "Long beginnings of attribute names, stored once.",
	sum: ({ superblock: sb }) => `xattr_prefix_start ${sb.xattr_prefix_start} × 4`,
};
const PREFIX: Part<Image> = {
	kind: kind("prefix-table"),
	key: xattrLongPrefix.name,
	role: "struct",
	doc: xattrLongPrefix.doc,
	label({ prefixes }, _start, n) {
		const { base = 0, infix = new Uint8Array() } = prefixes[n] ?? {};
		return `${n}: ${XATTR_PREFIXES[base] ?? ""}${showName(infix)}`;
	},
};
const INFIX: Part<Image> = {
	key: "infix",
	role: "text",
	doc: "Text that continues the short prefix.",
	value: ({ prefixes }, _start, _end, n) => showName(prefixes[n]?.infix ?? new Uint8Array()),
};

/** In the space the table lies in, `facts.prefixSpace`, as far as it was read at opening. @throws Missing */
export function layPrefixes(image: Image, v: Visitor): void {
	const { prefixes, facts } = image;
	const first = prefixes[0];
	const last = prefixes.at(-1);
	if (!first || !last || !v.open(PREFIXES, image, first.at.start, last.at.end)) return;
	let cursor = first.at.start;
	for (const [n, { at }] of prefixes.entries()) {
		v.bytes(ALIGN, image, cursor, at.start);
		if (v.open(PREFIX, image, at.start, at.end, n)) {
			v.fields(xattrLongPrefix, at.start, facts);
			v.bytes(INFIX, image, at.start + xattrLongPrefix.size, at.end, n);
			v.close();
		}
		cursor = at.end;
	}
	v.close();
}
