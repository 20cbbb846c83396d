/** Annotations of the structures the superblock leads to directly. */
import { span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { showName } from "../base/text";
import type { Image } from "../erofs/image";
import { configLength, configTable } from "../erofs/structs/configs";
import { DEVICE_SLOT, deviceSlot } from "../erofs/structs/device";
import { algorithmLabel } from "../erofs/structs/features";
import { SB_OFFSET, superblock, superblockExtension } from "../erofs/structs/superblock";
import { XATTR_PREFIXES, xattrLongPrefix } from "../erofs/structs/xattr";
import { SB_SIZE } from "../erofs/superblock";
import { type Annotation, annotate } from "../schema/annotate";

/** In space `image`, ascending. */
export async function fixedStructures(image: Image, signal?: AbortSignal): Promise<Annotation[]> {
	return [
		BOOT_AREA,
		...superblockNodes(image),
		...configNodes(image),
		...(await deviceNodes(image, signal)),
		...(await prefixNodes(image, signal)),
	].sort((a, b) => a.start - b.start);
}

const BOOT_AREA: Annotation = {
	key: "boot area",
	start: 0,
	end: SB_OFFSET,
	role: "reserved",
	doc: "EROFS begins behind it: here boot loaders and partition tables may have their place.",
};

function superblockNodes({ superblockBytes: bytes, facts }: Image): Annotation[] {
	const place = { bytes, offset: 0, space: IMAGE_SPACE, start: SB_OFFSET };
	const nodes = [annotate(superblock, place, facts)];
	if (bytes.length >= SB_SIZE + superblockExtension.size) {
		const extension = { ...place, offset: SB_SIZE, start: SB_OFFSET + SB_SIZE };
		nodes.push(annotate(superblockExtension, extension, facts));
	}
	return nodes;
}

function configNodes({ configs, facts }: Image): Annotation[] {
	return configs.map(({ id, at, payload }) => {
		const table = configTable(id);
		const length = {
			key: configLength.name,
			start: at.start - 2,
			end: at.start,
			role: "size" as const,
			value: `${payload.length} bytes`,
			doc: configLength.doc,
		};
		const place = { bytes: payload, offset: 0, space: IMAGE_SPACE, start: at.start };
		const node = annotate(table, place, facts, { label: algorithmLabel(id), end: at.end });
		return { ...node, start: at.start - 2, children: [length, ...(node.children ?? [])] };
	});
}

/** Slots listed one by one at most; a table can have 65,535. */
const MOST_SLOTS = 64;

async function deviceNodes(image: Image, signal?: AbortSignal): Promise<Annotation[]> {
	const { devices, facts, primary } = image;
	const first = devices[0];
	const last = devices.at(-1);
	if (!first || !last) return [];
	const shown = devices.slice(0, MOST_SLOTS);
	const end = first.at.start + shown.length * DEVICE_SLOT;
	const bytes = await primary.source.read(first.at.start, end, signal);
	const children = shown.map((device, i) =>
		annotate(
			deviceSlot,
			{ bytes, offset: i * DEVICE_SLOT, space: IMAGE_SPACE, start: device.at.start },
			facts,
			{ label: `device ${device.id}` },
		),
	);
	return [
		{
			key: "device table",
			start: first.at.start,
			end: last.at.end,
			role: "struct",
			doc: "One slot for each extra device that holds file data.",
			children,
			...(devices.length > shown.length ? { more: devices.length - shown.length } : {}),
		},
	];
}

async function prefixNodes(image: Image, signal?: AbortSignal): Promise<Annotation[]> {
	const { prefixes, facts, primary } = image;
	const first = prefixes[0];
	const last = prefixes.at(-1);
	if (!first || !last || facts.prefixSpace !== IMAGE_SPACE) return [];
	const bytes = await primary.source.read(first.at.start, last.at.end, signal);
	const children = prefixes.map(({ at, base, infix }, i) => {
		const offset = at.start - first.at.start;
		const place = { bytes, offset, space: at.space, start: at.start };
		const name = `${XATTR_PREFIXES[base] ?? ""}${showName(infix)}`;
		const text = {
			key: "infix",
			...span(at.space, at.start + 3, at.end),
			role: "text" as const,
			value: showName(infix),
			doc: "Text that continues the short prefix.",
		};
		const node = annotate(xattrLongPrefix, place, facts, { label: `${i}: ${name}`, end: at.end });
		const fields = (node.children ?? []).filter((child) => child.key !== "infix");
		return { ...node, children: [...fields, text] };
	});
	return [
		{
			key: "long prefix table",
			start: first.at.start,
			end: last.at.end,
			role: "struct",
			doc: "Long beginnings of attribute names, stored once.",
			children,
		},
	];
}
