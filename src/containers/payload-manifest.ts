/** Manifests of OTA payloads: messages of protobuf that say which operations make which blocks. */
import { asPosition } from "../base/exact";
import type { Span } from "../base/range";
import { showName } from "../base/text";
import { exactBytes } from "../base/words";
import { MOST_PIECES } from "./pieces";
import { protoFields } from "./protobuf";
import type { Reading } from "./reading";
import { big as f, showText, table } from "./tables";
import type { StreamCodec } from "./wrapper";

const HEADER = 24;
/** Bytes of a digest. */
const SHA256 = 32;
const MOST_MANIFEST = 64 << 20;

export const header = table("payload_header", HEADER, "Leads to the manifest.", {
	magic: f.bytes(0, 4, { role: "magic", doc: "CrAU.", show: showText }),
	file_format_version: f.u64(4, {
		role: "id",
		doc: "Another version has another layout.",
		rules: [f.rule("payload-version", "error", (v) => v === 2n, "The version is not known.", "2")],
	}),
	manifest_size: f.u64(12, { role: "size", doc: "Bytes of the manifest, which follows." }),
	metadata_signature_size: f.u32(20, {
		role: "size",
		doc: "Bytes of the signature behind it; the data of the operations follows.",
	}),
});

export const OPERATION = {
	key: "operation",
	role: "attr",
	doc: "How some blocks are made.",
} as const;
const NAME = { key: "partition_name", role: "text", doc: "Name of the partition." } as const;

const TYPES: Readonly<Record<number, string>> = {
	0: "REPLACE",
	1: "REPLACE_BZ",
	2: "MOVE",
	3: "BSDIFF",
	4: "SOURCE_COPY",
	5: "SOURCE_BSDIFF",
	6: "ZERO",
	7: "DISCARD",
	8: "REPLACE_XZ",
	9: "PUFFDIFF",
	10: "BROTLI_BSDIFF",
	11: "ZUCCHINI",
	12: "LZ4DIFF_BSDIFF",
	13: "LZ4DIFF_PUFFDIFF",
	14: "REPLACE_ZSTD",
};
export const REPLACE = 0;
export const MAKES_ZEROS = [6, 7];
/** The others make zeros, or need the old partition. */
export const CODECS: Readonly<Record<number, StreamCodec>> = { 1: "bzip2", 8: "xz", 14: "zstd" };

export const isDelta = ({ type }: Pick<Operation, "type">): boolean =>
	type !== REPLACE && !MAKES_ZEROS.includes(type) && !(type in CODECS);
export const typeOf = ({ type }: Pick<Operation, "type">): string =>
	TYPES[type] ?? `operation ${type}`;

interface Extent {
	readonly start: number;
	readonly blocks: number;
}

export interface Operation {
	readonly type: number;
	/** From the beginning of the data. */
	readonly offset: number;
	readonly length: number;
	readonly extents: readonly Extent[];
	/** SHA-256 of its data. */
	readonly digest: Digest | undefined;
}

/** A SHA-256, and where it stands. */
export interface Digest {
	readonly value: Uint8Array;
	readonly at: Span;
}

export interface Partition {
	readonly name: string;
	readonly size: number | undefined;
	/** SHA-256 of its contents. */
	readonly digest: Digest | undefined;
	readonly operations: readonly Operation[];
	/** Where the manifest says all this. */
	readonly at: Span;
}

export interface Manifest {
	readonly blockSize: number;
	readonly partitions: readonly Partition[];
	readonly data: number;
}

const NEWER = "Extract its partitions with a program that knows this version.";

/** @throws Failure when there is no manifest that can be read */
export function manifestOf(reading: Reading): Manifest {
	reading.bytes.about = { structure: header.name };
	const head = reading.read(header, 0);
	if (head.file_format_version !== 2n) {
		throw reading.refusal(
			"payload-manifest",
			"Only payloads of version 2 can be read.",
			4,
			12,
			NEWER,
		);
	}
	const size = asPosition(head.manifest_size);
	if (size > MOST_MANIFEST || !reading.has(HEADER, size)) {
		throw reading.refusal(
			"payload-manifest",
			"The manifest of the payload is cut off or too large.",
			12,
			20,
		);
	}
	const bytes = reading.bytes.slice(HEADER, HEADER + size);
	let blockSize = 4096;
	const partitions: Partition[] = [];
	let isWhole = true;
	for (const field of protoFields(bytes, 0, size)) {
		if (!field) isWhole = false;
		else if (field.number === 3) blockSize = asPosition(field.value);
		else if (field.number === 13) {
			const one = partitionOf(reading, bytes, field.start, field.end);
			if (one) partitions.push(one);
			else isWhole = false;
		}
	}
	if (!isWhole) {
		reading.report({
			code: "payload-manifest",
			severity: "error",
			text: "The manifest is damaged: what lies behind the damage is not listed.",
			structure: header.name,
			field: "manifest_size",
			at: { space: reading.home.space, start: HEADER, end: HEADER + size },
		});
	}
	if (blockSize < 512 || blockSize > 1 << 20) {
		throw reading.refusal(
			"payload-manifest",
			"The block size of the payload makes no sense.",
			HEADER,
			HEADER + size,
		);
	}
	return { blockSize, partitions, data: HEADER + size + head.metadata_signature_size };
}

function partitionOf(
	reading: Reading,
	bytes: Uint8Array,
	from: number,
	to: number,
): Partition | undefined {
	let name = "";
	let size: number | undefined;
	let digest: Digest | undefined;
	const operations: Operation[] = [];
	for (const field of protoFields(bytes, from, to)) {
		if (!field) return undefined;
		const { number, start, end } = field;
		if (number === 1) name = showName(reading.slice(NAME, HEADER + start, HEADER + end));
		if (number === 7) {
			for (const info of protoFields(bytes, start, end)) {
				if (info?.number === 1) size = asPosition(info.value);
				if (info?.number === 2) digest = digestIn(reading, bytes, info.start, info.end);
			}
		}
		if (number === 8 && operations.length < MOST_PIECES) {
			const operation = operationOf(reading, bytes, start, end);
			if (!operation) return undefined;
			reading.slice({ ...OPERATION, value: () => wordOf(operation) }, HEADER + start, HEADER + end);
			operations.push(operation);
		}
	}
	const at = { space: reading.home.space, start: HEADER + from, end: HEADER + to };
	return { name, size, digest, operations, at };
}

const wordOf = (operation: Operation): string =>
	`${typeOf(operation)}, ${exactBytes(operation.length)}`;

/** Undefined for what is no SHA-256. */
function digestIn(
	{ home }: Reading,
	bytes: Uint8Array,
	start: number,
	end: number,
): Digest | undefined {
	if (end - start !== SHA256) return undefined;
	const at = { space: home.space, start: HEADER + start, end: HEADER + end };
	return { value: bytes.slice(start, end), at };
}

function operationOf(
	reading: Reading,
	bytes: Uint8Array,
	from: number,
	to: number,
): Operation | undefined {
	let [type, offset, length] = [0, 0, 0];
	let digest: Digest | undefined;
	const extents: Extent[] = [];
	for (const field of protoFields(bytes, from, to)) {
		if (!field) return undefined;
		const { number, value, start, end } = field;
		if (number === 1) type = asPosition(value);
		if (number === 2) offset = asPosition(value);
		if (number === 3) length = asPosition(value);
		if (number === 8) digest = digestIn(reading, bytes, start, end);
		if (number === 6) {
			const extent = { start: 0, blocks: 0 };
			for (const one of protoFields(bytes, start, end)) {
				if (one?.number === 1) extent.start = asPosition(one.value);
				if (one?.number === 2) extent.blocks = asPosition(one.value);
			}
			extents.push(extent);
		}
	}
	return { type, offset, length, extents, digest };
}
