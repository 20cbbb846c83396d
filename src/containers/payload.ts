/**
 * OTA payloads of Android (payload.bin): a manifest that says, for each partition, which operations
 * make which of its blocks. Those of full updates need nothing else, and each can be undone alone.
 */
import { asPosition } from "../base/exact";
import type { Span } from "../base/range";
import { showName } from "../base/text";
import { countText, exactBytes } from "../base/words";
import { copyOf, lost, MOST_PIECES, type Origin, Pieces, ZEROS } from "./pieces";
import { protoFields } from "./protobuf";
import { Reading } from "./reading";
import { big as f, showText, startsWith, table } from "./tables";
import { uniqueNames } from "./unique";
import type { Part, StreamCodec, Wrapper } from "./wrapper";

const HEADER = 24;
/** Bytes of a digest. */
const SHA256 = 32;
const MOST_MANIFEST = 64 << 20;
/** Bytes that one operation may make: real ones make 2 MiB. */
const MOST_UNIT = 64 << 20;

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

const OPERATION = { key: "operation", role: "attr", doc: "How some blocks are made." } as const;
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
const REPLACE = 0;
const MAKES_ZEROS = [6, 7];
const CODECS: Readonly<Record<number, StreamCodec>> = { 1: "bzip2", 8: "xz", 14: "zstd" };

interface Extent {
	readonly start: number;
	readonly blocks: number;
}

interface Operation {
	readonly type: number;
	/** From the beginning of the data. */
	readonly offset: number;
	readonly length: number;
	readonly extents: readonly Extent[];
	/** SHA-256 of its data. */
	readonly digest: Uint8Array | undefined;
}

interface Partition {
	readonly name: string;
	readonly size: number | undefined;
	readonly operations: readonly Operation[];
	/** Where the manifest says all this. */
	readonly at: Span;
}

interface Manifest {
	readonly blockSize: number;
	readonly partitions: readonly Partition[];
	readonly data: number;
}

export const payload: Wrapper = {
	id: "payload",
	name: "an OTA payload of Android",
	reads: "full updates, each operation by itself; of incremental ones it is said what is missing",
	probe: (head) => startsWith(head, "CrAU"),
	async open({ signal, ...home }) {
		const reading = new Reading(home, signal);
		const { blockSize, partitions, data } = await reading.step(() => manifestOf(reading));
		const unique = uniqueNames();
		const parts = partitions.map((partition) => {
			const part = partOf(reading, partition, blockSize, data);
			return { ...part, name: unique(part.name) };
		});
		return { readings: [reading], parts };
	},
};

const NEWER = "Extract its partitions with a program that knows this version.";

/** @throws Failure when there is no manifest that can be read */
function manifestOf(reading: Reading): Manifest {
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
	const operations: Operation[] = [];
	for (const field of protoFields(bytes, from, to)) {
		if (!field) return undefined;
		const { number, start, end } = field;
		if (number === 1) name = showName(reading.slice(NAME, HEADER + start, HEADER + end));
		if (number === 7) {
			for (const info of protoFields(bytes, start, end)) {
				if (info?.number === 1) size = asPosition(info.value);
			}
		}
		if (number === 8 && operations.length < MOST_PIECES) {
			const operation = operationOf(bytes, start, end);
			if (!operation) return undefined;
			reading.slice({ ...OPERATION, value: () => wordOf(operation) }, HEADER + start, HEADER + end);
			operations.push(operation);
		}
	}
	const at = { space: reading.home.space, start: HEADER + from, end: HEADER + to };
	return { name, size, operations, at };
}

const wordOf = (operation: Operation): string =>
	`${typeOf(operation)}, ${exactBytes(operation.length)}`;

function operationOf(bytes: Uint8Array, from: number, to: number): Operation | undefined {
	let [type, offset, length] = [0, 0, 0];
	let digest: Uint8Array | undefined;
	const extents: Extent[] = [];
	for (const field of protoFields(bytes, from, to)) {
		if (!field) return undefined;
		const { number, value, start, end } = field;
		if (number === 1) type = asPosition(value);
		if (number === 2) offset = asPosition(value);
		if (number === 3) length = asPosition(value);
		if (number === 8 && end - start === SHA256) digest = bytes.slice(start, end);
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

/** Bytes [start, end) of a partition and what makes them. */
interface Run {
	readonly start: number;
	readonly end: number;
	readonly origin: Origin;
}

function partOf(reading: Reading, partition: Partition, blockSize: number, data: number): Part {
	const { name, operations } = partition;
	const runs = operations.flatMap((one) => runsOf(reading, name, one, blockSize, data));
	const sorted = runs.toSorted((a, b) => a.start - b.start);
	const size = Math.min(
		partition.size ?? runs.reduce((most, { end }) => Math.max(most, end), 0),
		MOST_SIZE,
	);
	const pieces = new Pieces();
	let beyond = 0;
	let twice = 0;
	for (const { start, end, origin } of sorted) {
		// The last block of a partition may be longer than what is left of it.
		const isBeyond = start >= size || end >= size + blockSize || pieces.isFull;
		if (isBeyond) beyond++;
		if (start < pieces.size) twice++;
		else if (start < size && !pieces.isFull) {
			pieces.add(start - pieces.size, ZEROS);
			pieces.add(Math.min(end, size) - start, isBeyond ? lost(BEYOND) : origin);
		}
	}
	pieces.add(size - pieces.size, ZEROS);
	const odd = (count: number, code: string, text: string) =>
		count > 0 &&
		reading.report({
			...{ code, severity: "error", structure: OPERATION.key, seen: countText(count) },
			text: `Operations of ${name} make blocks ${text}; what they make is left out.`,
			at: partition.at,
		});
	odd(beyond, "payload-beyond", "behind its end");
	odd(twice, "payload-twice", "that others make as well");
	const deltas = new Set(operations.filter(isDelta).map(typeOf));
	const detail = `incremental (${[...deltas].join(", ")}): needs the old partition`;
	return { name, size, bytes: pieces, ...(deltas.size ? { detail } : {}) };
}

const BEYOND = "The operation that makes these bytes reaches behind the end of its partition.";

const MOST_SIZE = 2 ** 50;
const isDelta = ({ type }: Operation): boolean =>
	type !== REPLACE && !MAKES_ZEROS.includes(type) && !(type in CODECS);
const typeOf = ({ type }: Operation): string => TYPES[type] ?? `operation ${type}`;

function runsOf(
	reading: Reading,
	name: string,
	operation: Operation,
	blockSize: number,
	data: number,
): Run[] {
	const { type, offset, length, extents, digest } = operation;
	const size = extents.reduce((sum, { blocks }) => sum + blocks * blockSize, 0);
	const start = data + offset;
	const codec = CODECS[type];
	let origin: (at: number) => Origin;
	if (MAKES_ZEROS.includes(type)) origin = () => ZEROS;
	else if (isDelta(operation)) {
		const why = lost(
			`These bytes of ${name} are made from the old partition (${typeOf(operation)}): the payload is an incremental update.`,
			"Open the full update instead, or the partition as it is after updating.",
		);
		origin = () => why;
	} else if (!Number.isSafeInteger(start) || !reading.has(start, length)) {
		const why: Origin = {
			kind: "lost",
			why: {
				code: "beyond-end",
				severity: "error",
				text: `The data of an operation of ${name} lies beyond the end of the payload, which is cut off.`,
				structure: "operation",
				at: { space: reading.home.space, start, end: start + length },
				allowed: `within ${countText(reading.size)} bytes`,
			},
		};
		if ("code" in why.why) reading.report(why.why);
		origin = () => why;
	} else if (codec) {
		const isFew = length <= MOST_UNIT;
		const packed = {
			codec,
			start,
			end: start + length,
			...(digest && isFew ? { sha256: digest } : {}),
		};
		const why = size > MOST_UNIT ? lost("An operation makes more than 64 MiB.") : undefined;
		origin = (at) => why ?? { kind: "unit", packed, size, at };
	} else {
		const short = length < size ? lost(`An operation of ${name} has too little data.`) : undefined;
		origin = (at) => short ?? copyOf(start + at);
	}
	let done = 0;
	return extents.map(({ start: block, blocks }) => {
		const run = {
			start: block * blockSize,
			end: (block + blocks) * blockSize,
			origin: origin(done),
		};
		done += blocks * blockSize;
		return run;
	});
}
