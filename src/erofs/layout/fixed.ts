/** What the superblock leads to directly: the bytes before it, slots, settings, devices, prefixes. */
import { clamped, sum } from "../../base/exact";
import { span } from "../../base/range";
import { deviceSpace, IMAGE_SPACE } from "../../base/space";
import { showName } from "../../base/text";
import type { Target } from "../../schema/field";
import { known, plus, times } from "../../schema/sum";
import { itemsOf, type Part, type Visitor } from "../../schema/visit";
import type { AlgorithmConfig, Device, Image } from "../image";
import { configLength, configTable } from "../structs/configs";
import { deviceSlot } from "../structs/device";
import { algorithmLabel, hasCompat } from "../structs/features";
import { SB_EXTSLOT, SB_OFFSET, superblock, superblockExtension } from "../structs/superblock";
import { XATTR_PREFIXES, xattrLongPrefix } from "../structs/xattr";
import { superblockSize } from "../superblock";
import { kind } from "./kinds";
import { paddingPart } from "./padding";

const BOOT: Part<Image> = {
	kind: kind("boot"),
	key: "first 1,024 bytes",
	role: "reserved",
	doc: "Unused by EROFS, which begins behind them: boot loaders and partition tables may have their place here.",
};
const SUPERBLOCK: Part<Image> = {
	kind: kind("superblock"),
	links: {
		xattr_prefix_start: ({ prefixes }) => {
			const [first, last] = [prefixes[0]?.at, prefixes.at(-1)?.at];
			return first && last && { span: { ...first, end: last.end }, label: "long prefix table" };
		},
		ishare_xattr_prefix_id({ prefixes, facts, superblock: { ishare_xattr_prefix_id: id } }) {
			const prefix = hasCompat(facts, "ISHARE_XATTRS") ? prefixes[id] : undefined;
			return prefix && { span: prefix.at, label: `long prefix ${id}` };
		},
	},
	sum: () => known(SB_OFFSET, "always byte"),
};
const SLOT: Part<Image> = {
	kind: kind("sb-extslots"),
	sum: () => plus(known(SB_OFFSET, "start of the superblock"), known(superblock.size, "its size")),
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

const ALIGN = paddingPart("table");
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
	sum: (_, start) => known(start, "aligned end of what comes before"),
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
	sum: ({ superblock: sb }) => times(known(sb.devt_slotoff, "devt_slotoff"), deviceSlot.size),
};
/** A device that is being told; `imageSize` are the bytes of the primary. */
interface Slot extends Device {
	readonly imageSize: number;
}

/** The device; where its file was not given, its copy in the image when that has one. */
function deviceTarget({
	id,
	size,
	unified,
	isFilled,
	source,
	imageSize,
}: Slot): Target | undefined {
	const there = source?.size ?? clamped(size);
	const end = isFilled ? Math.min(clamped(size), there) : there;
	if (end === 0) return undefined;
	const copy = span(IMAGE_SPACE, clamped(unified), clamped(sum(unified, size)));
	if (!source && copy.start > 0 && copy.end <= imageSize)
		return { span: copy, label: `copy of device ${id} in the image` };
	return { span: span(deviceSpace(id), 0, end), label: `device ${id}` };
}

const DEVICE: Part<Slot> = {
	kind: kind("device-slot"),
	label: ({ id }) => `device ${id}`,
	target: deviceTarget,
	links: { tag: deviceTarget, uniaddr_lo: deviceTarget, uniaddr_hi: deviceTarget },
	sum: ({ id, at }) =>
		plus(
			times(known(id - 1, "slot"), deviceSlot.size),
			known(at.start - deviceSlot.size * (id - 1), "start of the table"),
		),
};

function layDevices(image: Image, v: Visitor): void {
	const { devices, facts } = image;
	const { size } = deviceSlot;
	const [first] = devices;
	if (!first) return;
	const { start } = first.at;
	if (!v.open(DEVICES, image, start, start + devices.length * size)) return;
	const told = itemsOf(v, start, size, devices.length);
	const { imageSize } = facts;
	for (const device of devices.slice(told.start, told.end))
		v.struct(DEVICE, { ...device, imageSize }, deviceSlot, device.at.start, facts);
	v.close(devices.length - (told.end - told.start));
}

const PREFIXES: Part<Image> = {
	key: "long prefix table",
	role: "struct",
	doc: "Long beginnings of attribute names, stored once.",
	sum: ({ superblock: sb }) => times(known(sb.xattr_prefix_start, "xattr_prefix_start"), 4),
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
