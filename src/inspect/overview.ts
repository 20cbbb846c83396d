/** Everything the superblock and the structures at fixed places say, as plain data. */
import { type Exact, exact, product, sum } from "../base/exact";
import type { Finding } from "../base/finding";
import { type SpaceId, type Span, span } from "../base/range";
import { deviceSpace, IMAGE_SPACE } from "../base/space";
import { codecs } from "../codecs/index";
import { isMissing } from "../erofs/devices";
import type { Image } from "../erofs/image";
import { timeAfter } from "../erofs/inode";
import { configTable } from "../erofs/structs/configs";
import { ALGORITHMS, COMPAT_FEATURES, INCOMPAT_FEATURES } from "../erofs/structs/features";
import { paddedText, SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { blockSizeBitsBySize } from "../erofs/superblock";
import type { Writer } from "../erofs/writer";
import { type Annotation, annotateFields } from "../schema/annotate";
import { type KernelNeed, kernelNeed } from "./kernel";
import { fixedStructures } from "./structures";

/** A fact for a table: label, value, meaning, and the bytes it comes from. */
export interface Fact {
	readonly label: string;
	readonly value: string;
	/** The value as stored, hexadecimal. */
	readonly raw?: string;
	readonly doc: string;
	readonly at?: Span;
	/** True when the value looks wrong; a finding says why. */
	readonly bad?: boolean;
}

export interface FeatureRow {
	readonly word: "compat" | "incompat";
	readonly mask: number;
	readonly name: string;
	readonly set: boolean;
	/** First kernel version that understands the bit; absent for unknown bits. */
	readonly since?: string;
	readonly doc: string;
	readonly at: Span;
}

export interface AlgorithmRow {
	readonly id: number;
	readonly label: string;
	readonly doc: string;
	readonly since: string;
	/** Parameters of the configuration record in words. */
	readonly parameters?: string;
	readonly at?: Span;
	/** Whether this program can decode it. */
	readonly supported: boolean;
}

export interface DeviceRow {
	/** 0 is the primary device; N is slot N of the device table. */
	readonly id: number;
	readonly tag: string;
	/** Bytes the superblock or the table declares. */
	readonly size: Exact;
	/** Name of the file or URL serving it; absent when none was given. */
	readonly source?: string;
	/** Bytes of what serves it, where they are more than the device has, by a block at least. */
	readonly given?: number;
	/** True when what lies on it cannot be read, because its file was not given. */
	readonly missing?: boolean;
	readonly at?: Span;
}

export interface SpaceRow {
	readonly id: SpaceId;
	readonly label: string;
	readonly size: number;
	/** The hidden inode whose contents the space is. */
	readonly nid?: bigint;
}

/** What is known of any open file, image or not: enough to show its bytes. */
export interface FileFacts {
	readonly name: string;
	/** Leads from the file to the part of it that this is; absent for the file itself. */
	readonly chain?: string;
	/** What the part is called in its wrapper, when it or a wrapper around it has a name there. */
	readonly part?: string;
	/** Chains of the images it is a file of, from the innermost on. */
	readonly around?: readonly string[];
	/** Bytes of the primary input (after the offset). */
	readonly size: number;
	readonly remote: boolean;
	readonly blockSize: number;
	readonly spaces: readonly SpaceRow[];
	/** Superblock, configs, device table, prefix table, as far as they are there; space `image`. */
	readonly structures: readonly Annotation[];
}

export interface Overview extends FileFacts {
	/** The program that made the image, when it left a mark. */
	readonly writer?: Writer;
	readonly blocks: number;
	readonly rootNid: bigint;
	readonly inodes: Exact;
	readonly volume: string;
	readonly uuid: string;
	/** Seconds since 1970 at which the image was made; undefined when it records none. */
	readonly created?: Exact;
	readonly superblock: readonly Fact[];
	readonly features: readonly FeatureRow[];
	readonly algorithms: readonly AlgorithmRow[];
	readonly devices: readonly DeviceRow[];
	readonly kernel: KernelNeed;
	/** Why nothing behind the superblock can be read, when that is so. */
	readonly trouble?: string;
	/** Bytes of a block with which the blocks would be exactly the file, when it seems cut off. */
	readonly blockSizeOfFile?: number;
}

export async function overviewOf(
	image: Image,
	about: Pick<FileFacts, "name" | "chain" | "part" | "around" | "remote">,
	signal?: AbortSignal,
): Promise<Overview> {
	const { facts, superblock: sb, findings } = image;
	const structures = await fixedStructures(image, signal);
	const facts0 = superblockFacts(structures, findings);
	const created = timeAfter(facts.epoch, sb.build_time);
	return {
		...about,
		...(image.writer ? { writer: image.writer } : {}),
		size: facts.imageSize,
		blockSize: facts.blockSize,
		blocks: facts.blocks,
		rootNid: facts.rootNid,
		inodes: exact(sb.inos),
		volume: paddedText(sb.volume_name),
		uuid: facts0.find((f) => f.label === "uuid")?.value ?? "",
		...(created ? { created } : {}),
		superblock: facts0,
		features: featureRows(image),
		algorithms: algorithmRows(image),
		devices: deviceRows(image),
		kernel: kernelNeed(image),
		...(image.trouble ? { trouble: image.trouble.text } : {}),
		...blockSizeOfFile(image),
		spaces: spaceRows(image),
		structures,
	};
}

/** Whether it is the block size that is wrong rather than the file that is cut off. */
function blockSizeOfFile({ superblock: sb, facts, findings }: Image): { blockSizeOfFile?: number } {
	if (!findings.some(({ code }) => code === "image-truncated")) return {};
	const bits = blockSizeBitsBySize(sb, facts.imageSize);
	return bits === undefined ? {} : { blockSizeOfFile: 2 ** bits };
}

/** The annotated superblock, flattened to rows. */
function superblockFacts(structures: readonly Annotation[], findings: readonly Finding[]): Fact[] {
	const bad = new Set(findings.map((f) => f.field));
	return structures
		.filter((node) => node.key.startsWith(superblock.name))
		.flatMap((node) => node.children ?? [])
		.map((field) => ({
			label: field.key,
			value: field.value ?? "",
			...(field.raw ? { raw: field.raw } : {}),
			doc: field.doc ?? "",
			at: span(IMAGE_SPACE, field.start, field.end),
			...(bad.has(field.key) ? { bad: true } : {}),
		}));
}

function featureRows({ facts }: Image): FeatureRow[] {
	const words = [
		{
			word: "compat",
			value: facts.featureCompat,
			known: COMPAT_FEATURES,
			field: "feature_compat",
		},
		{
			word: "incompat",
			value: facts.featureIncompat,
			known: INCOMPAT_FEATURES,
			field: "feature_incompat",
		},
	] as const;
	return words.flatMap(({ word, value, known, field }) => {
		const start = SB_OFFSET + superblock.at[field];
		const at = span(IMAGE_SPACE, start, start + 4);
		// Marks of other programs are worth a row only where they are set.
		const listed = known.filter(({ mask, since }) => since || (value & mask) !== 0);
		const rows: FeatureRow[] = listed.map(({ mask, label, since, doc }) => ({
			word,
			mask,
			name: label,
			set: (value & mask) !== 0,
			...(since ? { since } : {}),
			doc,
			at,
		}));
		for (let bit = 0; bit < 32; bit++) {
			const mask = (1 << bit) >>> 0;
			if ((value & mask) === 0 || known.some((f) => f.mask === mask)) continue;
			const doc =
				word === "compat"
					? "Unknown to this program; harmless by definition."
					: "Unknown to this program; what depends on it may be shown wrongly.";
			rows.push({ word, mask, name: `unknown bit ${bit}`, set: true, doc, at });
		}
		return rows;
	});
}

function algorithmRows(image: Image): AlgorithmRow[] {
	const { facts, configs } = image;
	return ALGORITHMS.filter((a) => facts.algorithms & (1 << a.id)).map((a) => {
		const codec = codecs.find((c) => c.id === a.id);
		const config = configs.find((c) => c.id === a.id);
		const fields = config
			? annotateFields(
					configTable(a.id),
					{ bytes: config.payload, offset: 0, space: IMAGE_SPACE, start: config.at.start },
					facts,
				)
			: undefined;
		const parameters = fields
			?.filter((f) => f.role === "size")
			.map((f) => `${f.key} ${f.value}`)
			.join(", ");
		return {
			id: a.id,
			label: a.label,
			doc: codec?.doc ?? "",
			since: a.since,
			...(parameters ? { parameters } : {}),
			...(config ? { at: config.at } : {}),
			supported: codec !== undefined,
		};
	});
}

function deviceRows(image: Image): DeviceRow[] {
	const { primary, facts, devices } = image;
	const first: DeviceRow = {
		id: 0,
		tag: "primary device",
		size: product(facts.blocks, facts.blockSize),
		source: primary.source.label,
	};
	const others = devices.map((device) => {
		const { id, tag, isFilled, at, source } = device;
		return {
			id,
			tag,
			size: isFilled ? device.size : (source?.size ?? 0),
			at,
			...(source ? { source: source.label } : {}),
			...(isFilled && source && source.size >= sum(device.size, facts.blockSize)
				? { given: source.size }
				: {}),
			...(isMissing(image, device) ? { missing: true } : {}),
		};
	});
	return [first, ...others];
}

function spaceRows(image: Image): SpaceRow[] {
	const { primary, devices, metabox, metaboxNid, packed, packedNid } = image;
	const rows: SpaceRow[] = [{ id: IMAGE_SPACE, label: "Image", size: primary.source.size }];
	for (const device of devices) {
		if (!device.source) continue;
		const label = `Device ${device.id}${device.tag ? ` (${device.tag})` : ""}`;
		rows.push({ id: deviceSpace(device.id), label, size: device.source.size });
	}
	if (metabox && metaboxNid !== undefined) {
		const { space: id, source } = metabox;
		rows.push({ id, label: "Metabox (decoded)", size: source.size, nid: metaboxNid });
	}
	if (packed && packedNid !== undefined) {
		const { space: id, source } = packed;
		rows.push({ id, label: "Packed inode (decoded)", size: source.size, nid: packedNid });
	}
	return rows;
}
