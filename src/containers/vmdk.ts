/**
 * Disks of VMware: a descriptor names the extents that the disk is made of. An extent is stored
 * as it is, or as grains that a directory of tables finds; it may hold the descriptor itself.
 */
import { asPosition } from "../base/exact";
import type { Finding } from "../base/finding";
import { exactBytes } from "../base/words";
import { addFrom, type Layer, Layers } from "./layer";
import { type Origin, Pieces, ZEROS } from "./pieces";
import { Reading } from "./reading";
import { startsWith } from "./tables";
import { grainsOf } from "./vmdk-grains";
import { COMPRESSED, type Header, header, SECTOR } from "./vmdk-tables";
import type { Given, Part, Wrapper } from "./wrapper";

const MAGIC = "KDMV";
const TEXT = "# Disk DescriptorFile";
const MOST_TEXT = 1 << 20;
const MOST_EXTENTS = 4096;
/** Where the directory is said to be when a copy of the header at the end knows it. */
const AT_END = 0xffff_ffff_ffff_ffffn;

const DESCRIPTOR = {
	key: "descriptor",
	role: "text",
	doc: "Names the extents of the disk.",
} as const;
/** A line of the descriptor: so many sectors of a file. */
interface Extent {
	readonly sectors: number;
	readonly type: string;
	readonly file: string;
	/** Sector of the file. */
	readonly offset: number;
}

export const vmdk: Wrapper = {
	id: "vmdk",
	name: "a disk of VMware",
	reads: "one file with grains, also compressed; descriptors whose extents lie near",
	isDisk: true,
	probe: (head) => startsWith(head, MAGIC) || startsWith(head, TEXT),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const isText = await reading.step(() => startsWith(reading.bytes.slice(0, 4), "# Di"));
		const part = await (isText ? described(reading, given) : sparse(reading, given));
		return { readings: [reading], parts: [part] };
	},
};

/** A descriptor alone: the extents are other files. */
async function described(reading: Reading, given: Given): Promise<Part> {
	const length = Math.min(reading.size, MOST_TEXT);
	const text = await reading.step(() => textAt(reading, 0, length));
	const layers = new Layers(given);
	const pieces = new Pieces(layers.files);
	const parent = parentOf(text);
	for (const extent of extentsOf(text)) {
		if (parent === undefined) await addExtent(pieces, extent, layers, reading);
		else pieces.add(extent.sectors * SECTOR, overInFiles(parent));
	}
	if (pieces.size === 0) {
		throw reading.refusal("vmdk-descriptor", "The descriptor names no extent.", 0, length);
	}
	return { name: "", size: pieces.size, bytes: pieces, madeOf: layers.found };
}

/** Grains that no extent has would be the parent's, of which extents know nothing. */
const overInFiles = (parent: string): Origin => ({
	kind: "lost",
	why: {
		message: `The disk lies over ${parent || "another one"}, and is in several files: that is not read.`,
		hint: "Make it one disk first: qemu-img convert.",
	},
});

const AS_IT_IS = ["FLAT", "VMFS"];

async function addExtent(
	pieces: Pieces,
	{ sectors, type, file, offset }: Extent,
	layers: Layers,
	reading: Reading,
): Promise<void> {
	const count = sectors * SECTOR;
	const wrong = (code: string, text: string, seen: string, allowed: string): Origin => {
		const why: Finding = {
			...{ code, text, seen, allowed, severity: "error", structure: DESCRIPTOR.key },
			at: { space: reading.home.space, start: 0, end: reading.size },
		};
		reading.report(why);
		return { kind: "lost", why };
	};
	const size = (layer: Layer) => exactBytes(layer.size);
	if (type === "ZERO") pieces.add(count, ZEROS);
	else if (AS_IT_IS.includes(type)) {
		const layer = await layers.raw(file);
		addFrom(pieces, count, layer, offset * SECTOR, () => {
			const text = `${file} ends before the extent that it is said to have.`;
			return wrong("vmdk-extent", text, size(layer), exactBytes(offset * SECTOR + count));
		});
	} else if (type === "SPARSE") {
		// A file whose header is damaged would pass for bytes as they are.
		const layer = await layers.disk(file, MAGIC);
		const fits = !Number.isFinite(layer.size) || layer.size === count;
		const text = `${file} is no extent of this size.`;
		pieces.add(
			count,
			fits ? layer.from(0) : wrong("vmdk-extent", text, size(layer), exactBytes(count)),
		);
	} else {
		const text = `Extents of the kind ${type} are not read.`;
		pieces.add(count, wrong("vmdk-extent-kind", text, type, "FLAT, VMFS, SPARSE or ZERO"));
	}
}

const textAt = (reading: Reading, start: number, end: number): string =>
	new TextDecoder().decode(reading.slice(DESCRIPTOR, start, end));

/** By lines as `RW 4192256 SPARSE "disk-s001.vmdk"`, perhaps with a sector behind. */
function extentsOf(text: string): Extent[] {
	const line = /^\s*(?:RW|RDONLY|NOACCESS)\s+(\d+)\s+([A-Z]+)(?:\s+"([^"\n]*)"(?:\s+(\d+))?)?/gm;
	const extents: Extent[] = [];
	for (const [, sectors, type = "", file = "", offset = "0"] of text.matchAll(line)) {
		if (extents.length >= MOST_EXTENTS || Number(sectors) > 2 ** 43) break;
		extents.push({ sectors: Number(sectors), type, file, offset: Number(offset) });
	}
	return extents;
}

const PARENT = /^\s*parentFileNameHint\s*=\s*"([^"\n]*)"/m;
const NO_PARENT = /^\s*parentCID\s*=\s*f{8}\s*$/im;

/** Name of the disk that it lies over. */
function parentOf(text: string): string | undefined {
	const isOver = /parentCID/i.test(text) && !NO_PARENT.test(text);
	return isOver ? (PARENT.exec(text)?.[1] ?? "") : undefined;
}

/** One file with grains. */
async function sparse(reading: Reading, given: Given): Promise<Part> {
	const head = await reading.step(() => headerOf(reading));
	const text = await reading.step(() => descriptorOf(reading, head));
	const layers = new Layers(given);
	const parent = parentOf(text);
	const under = parent === undefined ? undefined : await layers.disk(parent);
	const [extent, more] = extentsOf(text);
	const details = [
		...(parent === undefined ? [] : [`over ${parent}`]),
		...(extent && more ? ["the first of several extents: open the descriptor for all"] : []),
	];
	return {
		...{ name: "", size: asPosition(head.capacity) * SECTOR },
		bytes: () => grainsOf(reading, head, under, layers.files),
		...(details.length > 0 ? { detail: details.join("; ") } : {}),
	};
}

/** The header, or its copy at the end where that knows more. @throws Failure when it makes no sense */
function headerOf(reading: Reading): Header {
	reading.bytes.about = { structure: header.name };
	let start = 0;
	let head = reading.read(header, start);
	if (head.gd_offset === AT_END && reading.size >= 3 * SECTOR) {
		// Behind it is one sector that marks the end.
		start = reading.size - 2 * SECTOR;
		head = reading.read(header, start);
	}
	if (reading.error) throw reading.error;
	const place = (field: keyof typeof header.at) => {
		const at = start + header.at[field];
		return [at, at + 8] as const;
	};
	if (!startsWith(head.magic, MAGIC)) {
		const text = "The copy of the header at the end is not there.";
		throw reading.refusal("vmdk-footer", text, ...place("magic"));
	}
	if (head.capacity > 2n ** 43n) {
		const text = "The disk would be larger than anything that exists.";
		throw reading.refusal("vmdk-capacity", text, ...place("capacity"));
	}
	if (head.flags & COMPRESSED && head.compress_algorithm !== 1) {
		const text = "Grains are compressed in a way that is not known.";
		throw reading.refusal("vmdk-compression", text, ...place("compress_algorithm"));
	}
	return head;
}

function descriptorOf(reading: Reading, head: Header): string {
	const start = asPosition(head.descriptor_offset) * SECTOR;
	const length = asPosition(head.descriptor_size) * SECTOR;
	if (start === 0 || length === 0) return "";
	if (length <= MOST_TEXT && reading.has(start, length)) {
		return textAt(reading, start, start + length);
	}
	reading.blame(header, "descriptor_offset", 0, {
		code: "vmdk-descriptor",
		text: "The descriptor lies beyond the end of the file, or is too long.",
		seen: exactBytes(length),
		allowed: `at most ${exactBytes(MOST_TEXT)}`,
	});
	return "";
}
