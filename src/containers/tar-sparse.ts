/** Sparse files in tar archives: which of their runs are stored, and where. */
import { MOST_PIECES } from "./pieces";
import type { Reading } from "./reading";
import { BLOCK, type Header, numberIn } from "./tar-tables";
import { decimal, MOST_WORDS, type Words } from "./tar-words";

const MAP = {
	key: "sparse_map",
	role: "attr",
	doc: "Which runs of a sparse file are stored.",
} as const;

/** A member whose contents may be sparse. */
export interface File {
	readonly head: Header;
	readonly at: number;
	readonly body: number;
	readonly length: number;
	readonly next: number;
	readonly words: Words;
	readonly global: Words;
}

interface Sparse {
	readonly runs: readonly number[];
	/** Bytes of the file as it is used. */
	readonly size: number;
	/** Where the first run is stored. */
	readonly body: number;
	/** Where the next member begins. */
	readonly next: number;
}

/** The map of a sparse file, in one of the four ways in which GNU tar has written it. */
export function sparseRuns(
	reading: Reading,
	{ head, at, body, length, next, words }: File,
	record: (key: string) => string | undefined,
): Sparse | "damaged" | undefined {
	const size = decimal(record("GNU.sparse.realsize") ?? record("GNU.sparse.size"));
	if (head.typeflag === 0x53) return oldSparse(reading, at, length);
	if (record("GNU.sparse.major") === "1") return mapInside(reading, body, length, next, size);
	const map = record("GNU.sparse.map");
	const numbers = map ? map.split(",").map(decimal) : words.runs;
	if (numbers.length === 0) return undefined;
	const runs = soundRuns(numbers, size, length);
	return runs && size !== undefined ? { runs, size, body, next } : "damaged";
}

/** The same runs, when they ascend, and have as many bytes as are stored. */
function soundRuns(
	numbers: readonly (number | undefined)[],
	size: number | undefined,
	stored: number,
): number[] | undefined {
	if (size === undefined || numbers.length % 2 || numbers.length / 2 > MOST_PIECES / 2)
		return undefined;
	let end = 0;
	let sum = 0;
	for (let i = 0; i < numbers.length; i += 2) {
		const [offset, length] = [numbers[i], numbers[i + 1]];
		if (offset === undefined || length === undefined || offset < end) return undefined;
		end = offset + length;
		sum += length;
	}
	return end <= size && sum <= stored ? (numbers as number[]) : undefined;
}

/** Four runs in the header, 21 in each block behind it while a byte says that there are more. */
function oldSparse(reading: Reading, at: number, stored: number): Sparse | "damaged" {
	const numbers: (number | undefined)[] = [];
	const add = (start: number, count: number): void => {
		for (let i = 0; i < count; i++) {
			const pair = reading.bytes.slice(start + 24 * i, start + 24 * i + 24);
			if (pair[0] === 0 || pair[12] === 0) break;
			numbers.push(numberIn(pair.subarray(0, 12)), numberIn(pair.subarray(12, 24)));
		}
	};
	add(at + 386, 4);
	const size = numberIn(reading.bytes.slice(at + 483, at + 495));
	let more = reading.bytes.u8(at + 482);
	let block = at + BLOCK;
	while (more && numbers.length < MOST_PIECES) {
		if (!reading.has(block, BLOCK)) return "damaged";
		add(block, 21);
		more = reading.bytes.u8(block + 504);
		reading.slice(MAP, block, block + BLOCK);
		block += BLOCK;
	}
	const runs = soundRuns(numbers, size, stored);
	if (!runs || size === undefined) return "damaged";
	return { runs, size, body: block, next: block + Math.ceil(stored / BLOCK) * BLOCK };
}

/** Decimal numbers, a line each, at the beginning of the contents: their count, then the runs. */
function mapInside(
	reading: Reading,
	body: number,
	length: number,
	next: number,
	size: number | undefined,
): Sparse | "damaged" {
	const most = Math.min(length, MOST_WORDS, reading.size - body);
	const numbers: (number | undefined)[] = [];
	let wanted = 1;
	let line = "";
	let at = body;
	for (; numbers.length < wanted && at < body + most; at++) {
		const c = String.fromCharCode(reading.bytes.u8(at));
		if (c !== "\n") {
			line += c;
			if (line.length > 16) return "damaged";
			continue;
		}
		numbers.push(decimal(line));
		line = "";
		if (numbers.length === 1) wanted = 1 + 2 * (numbers[0] ?? 0);
	}
	const start = body + Math.ceil((at - body) / BLOCK) * BLOCK;
	if (numbers.length < wanted || start > body + length) return "damaged";
	reading.slice(MAP, body, Math.min(start, reading.size));
	const runs = soundRuns(numbers.slice(1), size, body + length - start);
	if (!runs || size === undefined) return "damaged";
	return { runs, size, body: start, next };
}
