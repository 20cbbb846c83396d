/**
 * OTA payloads of Android (payload.bin): a manifest that says, for each partition, which operations
 * make which of its blocks. Those of full updates need nothing else, and each can be undone alone.
 */
import type { Finding } from "../base/finding";
import { countText } from "../base/words";
import {
	CODECS,
	isDelta,
	MAKES_ZEROS,
	type Manifest,
	manifestOf,
	OPERATION,
	type Operation,
	type Partition,
	typeOf,
} from "./payload-manifest";
import { copyOf, lost, type Origin, Pieces, ZEROS } from "./pieces";
import { Reading } from "./reading";
import { by, type Sum } from "./sums";
import { startsWith } from "./tables";
import { uniqueNames } from "./unique";
import type { Part, Wrapper } from "./wrapper";

/** Bytes that one operation may make: real ones make 2 MiB. */
const MOST_UNIT = 64 << 20;

export const payload: Wrapper = {
	id: "payload",
	name: "an OTA payload of Android",
	reads: "full updates, each operation by itself; of incremental ones it is said what is missing",
	probe: (head) => startsWith(head, "CrAU"),
	async open({ signal, ...home }) {
		const reading = new Reading(home, signal);
		const manifest = await reading.step(() => manifestOf(reading));
		const { blockSize, partitions, data } = manifest;
		const unique = uniqueNames();
		const parts = partitions.map((partition) => {
			const part = partOf(reading, partition, blockSize, data);
			return { ...part, name: unique(part.name) };
		});
		return { readings: [reading], parts, sums: () => sumsOf(reading, manifest, parts) };
	},
};

/** Of the data of operations, and of what they make together. */
function* sumsOf(
	reading: Reading,
	{ partitions, data }: Manifest,
	parts: readonly PayloadPart[],
): Generator<Sum> {
	for (const [i, { name, operations, digest }] of partitions.entries()) {
		const said = { ...by("SHA-256"), structure: OPERATION.key };
		for (const [n, { offset, length, digest }] of operations.entries()) {
			const start = data + offset;
			if (!digest || length === 0 || !reading.has(start, length)) continue;
			const bytes = Pieces.slice(start, start + length);
			yield { ...said, ...digest, of: `the data of operation ${n + 1} of ${name}`, bytes };
		}
		// What an old partition is needed for cannot be made.
		const part = parts[i];
		if (!digest || !part || operations.some(isDelta)) continue;
		yield { ...said, ...digest, structure: "new_partition_info", of: name, bytes: part.bytes };
	}
}

/** Bytes [start, end) of a partition and what makes them. */
interface Run {
	readonly start: number;
	readonly end: number;
	readonly origin: Origin;
}

interface PayloadPart extends Part {
	readonly bytes: Pieces;
}

function partOf(
	reading: Reading,
	partition: Partition,
	blockSize: number,
	data: number,
): PayloadPart {
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
		const why: Finding = {
			code: "beyond-end",
			severity: "error",
			text: `The data of an operation of ${name} lies beyond the end of the payload, which is cut off.`,
			structure: "operation",
			at: { space: reading.home.space, start, end: start + length },
			allowed: `within ${countText(reading.size)} bytes`,
		};
		reading.report(why);
		origin = () => ({ kind: "lost", why });
	} else if (codec) {
		const isFew = length <= MOST_UNIT;
		const packed = {
			codec,
			start,
			end: start + length,
			...(digest && isFew ? { sha256: digest.value } : {}),
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
