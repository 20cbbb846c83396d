/**
 * Disks of QEMU: two levels of tables say where each cluster is. What a table has nothing for is
 * in the disk that lies under it, or zeros.
 */
import { asPosition, MOST_EXACT } from "../base/exact";
import { counted, countText, exactBytes } from "../base/words";
import type { Decoded } from "../schema/struct";
import { addFrom, addUnder, type Layer, Layers } from "./layer";
import type { Home } from "./near";
import { type Origin, Pieces, ZEROS } from "./pieces";
import { extension, HEADER, HEADER_3, header, header3, INCOMPATIBLE } from "./qcow2-tables";
import { Reading } from "./reading";
import { startsWith, textIn } from "./tables";
import type { StreamCodec, Wrapper } from "./wrapper";

const MAGIC = [0x51, 0x46, 0x49, 0xfb];
const SECTOR = 512;
/** Clusters looked at: tables may lead to the same one over and over. */
const MOST_CLUSTERS = 1 << 24;
const MOST_NAME = 1023;

const EXTERNAL_NAME = 0x44415441;
const BACKING_FORMAT = 0xe2792aca;
const MOST_EXTENSIONS = 64;

const L1 = { key: "l1_table", role: "pointer", doc: "Where the second tables are." } as const;
const L2 = { key: "l2_table", role: "pointer", doc: "Where clusters are." } as const;
const NAME = { key: "backing_file", role: "text", doc: "Name of the disk under it." } as const;
const COMPRESSION = {
	key: "compression_type",
	role: "id",
	doc: "0: deflate; 1: Zstandard.",
} as const;

interface Disk {
	readonly size: number;
	readonly cluster: number;
	readonly l1: { readonly at: number; readonly count: number };
	/** Bytes of an entry of a second table. */
	readonly entry: 8 | 16;
	readonly codec: StreamCodec;
	/** Name of the file under it. */
	readonly backing: string | undefined;
	/** What that is: `raw`, `qcow2`. */
	readonly format: string | undefined;
	/** Name of the file with its clusters, where that is another one. */
	readonly external: string | undefined;
	readonly isEncrypted: boolean;
	readonly snapshots: number;
}

export const qcow2: Wrapper = {
	id: "qcow2",
	name: "a disk of QEMU (qcow2)",
	reads:
		"versions 2 and 3, compressed clusters, subclusters; the disk under it and its data file when they lie near",
	isDisk: true,
	// Version 1 has another layout.
	probe: (head) => startsWith(head, MAGIC) && !startsWith(head, [0, 0, 0, 1], 4),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const disk = await reading.step(() => diskOf(reading));
		const { backing, external, snapshots, size } = disk;
		const layers = new Layers(given);
		const under = await underOf(layers, disk);
		const stored = external === undefined ? layers.own : await layers.raw(external);
		const details = [
			...(backing === undefined ? [] : [`over ${backing}`]),
			...(snapshots > 0 ? [`with ${counted(snapshots, "snapshot")}, not shown`] : []),
		];
		const part = {
			...{ name: "", size },
			bytes: () => clustersOf(reading, disk, { stored, under, files: layers.files }),
			...(details.length > 0 ? { detail: details.join(", ") } : {}),
		};
		return { readings: [reading], parts: [part] };
	},
};

/** The disk under it. What is said to be raw is not looked into: it may have anything in it. */
async function underOf(layers: Layers, { backing, format }: Disk): Promise<Layer | undefined> {
	if (backing === undefined) return undefined;
	return format === "raw" ? layers.raw(backing) : layers.disk(backing);
}

/** @throws Failure when its tables cannot be found */
function diskOf(reading: Reading): Disk {
	const { bytes } = reading;
	bytes.about = { structure: header.name };
	const head = reading.read(header, 0);
	const more = head.version >= 3 ? reading.read(header3, HEADER) : undefined;
	if (reading.error) throw reading.error;
	const needs = (feature: number): boolean =>
		((more?.incompatible_features ?? 0n) & BigInt(feature)) !== 0n;
	const entry = needs(INCOMPATIBLE.extended) ? 16 : 8;
	const size = asPosition(head.size);
	if (size >= MOST_EXACT) {
		throw reading.refusal(
			"qcow2-size",
			"The disk would be larger than anything that exists.",
			24,
			32,
		);
	}
	let codec: StreamCodec = "deflate";
	if (needs(INCOMPATIBLE.compression)) {
		const kind = reading.slice(COMPRESSION, HEADER_3, HEADER_3 + 1)[0] as number;
		if (kind > 1) {
			const text = `Clusters are compressed in a way that is not known (${kind}).`;
			throw reading.refusal("qcow2-compression", text, HEADER_3, HEADER_3 + 1);
		}
		if (kind === 1) codec = "zstd";
	}
	const { external, format } = namesIn(reading, more?.header_length ?? HEADER);
	return {
		size,
		cluster: 2 ** head.cluster_bits,
		l1: tableOf(reading, head, size, entry),
		entry,
		codec,
		backing: backingOf(reading, head),
		format,
		external: needs(INCOMPATIBLE.external) ? (external ?? "") : undefined,
		isEncrypted: head.crypt_method !== 0,
		snapshots: head.nb_snapshots,
	};
}

/** @throws Failure when the first table is not in the file */
function tableOf(reading: Reading, head: Decoded<typeof header>, size: number, entry: number) {
	const at = asPosition(head.l1_table_offset);
	const span = (2 ** head.cluster_bits / entry) * 2 ** head.cluster_bits;
	const count = Math.ceil(size / span);
	if (count > head.l1_size) {
		const text = `The first table has ${countText(head.l1_size)} entries, and the disk needs ${countText(count)}.`;
		throw reading.refusal("qcow2-l1-size", text, 36, 40);
	}
	if (!Number.isSafeInteger(at) || !reading.has(at, count * 8)) {
		throw reading.refusal("qcow2-l1", "The first table lies beyond the end of the file.", 40, 48);
	}
	return { at, count };
}

function backingOf(reading: Reading, head: Decoded<typeof header>): string | undefined {
	if (head.backing_file_offset === 0n) return undefined;
	const at = asPosition(head.backing_file_offset);
	const length = head.backing_file_size;
	if (length <= MOST_NAME && reading.has(at, length)) {
		return textIn(reading.slice(NAME, at, at + length));
	}
	reading.blame(header, "backing_file_offset", 0, {
		code: "qcow2-backing-name",
		text: "The name of the disk under it lies beyond the end of the file, or is too long.",
		seen: exactBytes(length),
		allowed: `at most ${exactBytes(MOST_NAME)}`,
	});
	return "";
}

interface Names {
	readonly external?: string;
	readonly format?: string;
}

/** What the extensions of the header name. */
function namesIn(reading: Reading, from: number): Names {
	const names: { external?: string; format?: string } = {};
	let at = from;
	for (let n = 0; n < MOST_EXTENSIONS && reading.has(at, extension.size); n++) {
		const { type, length } = reading.read(extension, at);
		const start = at + extension.size;
		if (type === 0 || !reading.has(start, length)) break;
		if ((type === EXTERNAL_NAME || type === BACKING_FORMAT) && length <= MOST_NAME) {
			const name = textIn(reading.bytes.slice(start, start + length));
			names[type === EXTERNAL_NAME ? "external" : "format"] = name;
		}
		at = start + Math.ceil(length / 8) * 8;
	}
	return names;
}

interface Below {
	/** What has the clusters. */
	readonly stored: Layer;
	/** What lies under the disk. */
	readonly under: Layer | undefined;
	/** That both are of. */
	readonly files: readonly Home[];
}

/** Where all bytes of the disk are. @throws Failure */
async function clustersOf(reading: Reading, disk: Disk, below: Below): Promise<Pieces> {
	const { l1, size, cluster, entry } = disk;
	const pieces = new Pieces(below.files);
	const span = (cluster / entry) * cluster;
	const first = await reading.step(() => reading.slice(L1, l1.at, l1.at + l1.count * 8));
	const tables = Array.from({ length: l1.count }, (_, i) => offsetIn(first, i * 8));
	const inside = tables.filter((at) => at > 0 && reading.has(at, cluster));
	await reading.home.source.prefetch?.(inside.map((at) => ({ start: at, end: at + cluster })));
	let looked = 0;
	for (const [i, at] of tables.entries()) {
		const end = Math.min(size, (i + 1) * span);
		if (at === 0) addUnder(pieces, end - pieces.size, below.under);
		else if (!reading.has(at, cluster))
			pieces.add(end - pieces.size, { kind: "lost", why: reading.beyond(at, cluster, "l2_table") });
		else if (looked > MOST_CLUSTERS || pieces.isFull) {
			pieces.add(size - pieces.size, tooMany(reading));
			break;
		} else {
			const table = await reading.step(() => reading.slice(L2, at, at + cluster));
			addTable(pieces, table, end, { reading, disk, ...below });
			looked += cluster / entry;
		}
	}
	return pieces;
}

function tooMany(reading: Reading): Origin {
	const why = reading.blame(header, "l1_size", 0, {
		code: "qcow2-too-many",
		text: "The disk has more clusters than are looked at; what lies behind them is left out.",
		allowed: countText(MOST_CLUSTERS),
	});
	return { kind: "lost", why };
}

interface Within extends Below {
	readonly reading: Reading;
	readonly disk: Disk;
}

/** The clusters of a second table, up to byte `end` of the disk. */
function addTable(pieces: Pieces, table: Uint8Array, end: number, within: Within): void {
	const { cluster, entry } = within.disk;
	const view = new DataView(table.buffer, table.byteOffset, table.length);
	for (let at = 0; at < table.length && pieces.size < end; at += entry) {
		addCluster(
			pieces,
			Math.min(cluster, end - pieces.size),
			entryAt(view, at, within.disk),
			within,
		);
	}
}

interface Entry {
	readonly high: number;
	readonly low: number;
	/** Subclusters that are stored, and those that are zeros, a bit each. */
	readonly stored: number;
	readonly zeros: number;
}

const SUBCLUSTERS = 32;
const ALL = 0xffffffff;

function entryAt(view: DataView, at: number, { entry, external }: Disk): Entry {
	const high = view.getUint32(at);
	const low = view.getUint32(at + 4);
	if (entry === 16) {
		return { high, low, stored: view.getUint32(at + 12), zeros: view.getUint32(at + 8) };
	}
	// Byte 0 is a place too in a file that has clusters alone: then the highest bit says so.
	const isThere = placeIn(high, low) !== 0 || (external !== undefined && high >>> 31 === 1);
	return { high, low, stored: isThere ? ALL : 0, zeros: low & 1 ? ALL : 0 };
}

const COMPRESSED = 0x40000000;

function addCluster(
	pieces: Pieces,
	length: number,
	{ high, low, stored, zeros }: Entry,
	{ reading, disk, under, ...below }: Within,
): void {
	if (high & COMPRESSED) {
		pieces.add(length, packedAt(high, low, reading, disk));
		return;
	}
	const start = placeIn(high, low);
	const isWhole = [stored, zeros].every((bits) => bits === ALL || bits === 0);
	const step = isWhole ? length : disk.cluster / SUBCLUSTERS;
	for (let at = 0, bit = 0; at < length; at += step, bit++) {
		const count = Math.min(step, length - at);
		if ((zeros >>> bit) & 1) pieces.add(count, ZEROS);
		else if (!((stored >>> bit) & 1)) addUnder(pieces, count, under);
		else if (disk.isEncrypted) pieces.add(count, ENCRYPTED);
		else addStored(pieces, count, below.stored, start + at, reading);
	}
}

/** QEMU reads zeros behind the end of a file that has the beginning of a cluster: so do we, and say it. */
function addStored(
	pieces: Pieces,
	count: number,
	stored: Layer,
	start: number,
	reading: Reading,
): void {
	addFrom(pieces, count, stored, start, (missing) => {
		if (missing === count) return { kind: "lost", why: reading.beyond(start, count, "cluster") };
		reading.report({
			code: "qcow2-short",
			severity: "warning",
			text: "The file ends inside a cluster; the rest of it is read as zeros, as QEMU does.",
			structure: "cluster",
			at: { space: reading.home.space, start: reading.size, end: reading.size },
			seen: exactBytes(count - missing),
			allowed: exactBytes(count),
		});
		return ZEROS;
	});
}

const ENCRYPTED: Origin = {
	kind: "lost",
	why: {
		message: "The disk is encrypted.",
		hint: "Decrypt it to a raw disk first: qemu-img convert.",
	},
};

/** A compressed cluster: above the bits of its place are those of its sectors. */
function packedAt(high: number, low: number, reading: Reading, disk: Disk): Origin {
	if (disk.isEncrypted) return ENCRYPTED;
	const { cluster, codec } = disk;
	const entry = (BigInt(high & 0x3fffffff) << 32n) | BigInt(low);
	const bits = BigInt(62 - (Math.log2(cluster) - 8));
	const start = asPosition(entry & ((1n << bits) - 1n));
	const sectors = asPosition(entry >> bits);
	const end = Math.min(reading.size, start - (start % SECTOR) + (sectors + 1) * SECTOR);
	if (start < end) {
		return { kind: "unit", packed: { codec, start, end, hasSlack: true }, size: cluster, at: 0 };
	}
	return { kind: "lost", why: reading.beyond(start, SECTOR, "compressed cluster") };
}

/** Bits 9 to 55 of an entry: a byte of the file. */
const placeIn = (high: number, low: number): number =>
	(high & 0x00ffffff) * 2 ** 32 + ((low & ~511) >>> 0);

function offsetIn(table: Uint8Array, at: number): number {
	const view = new DataView(table.buffer, table.byteOffset + at, 8);
	return placeIn(view.getUint32(0), view.getUint32(4));
}
