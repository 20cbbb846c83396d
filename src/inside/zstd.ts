/** A Zstandard frame: its header, its blocks, and the sections of each (RFC 8878). */
import { Failure } from "../base/errors";
import { damaged } from "../codecs/plain/zstd/damaged";
import type { Sink } from "../codecs/plain/zstd/output";
import {
	newSequenceState,
	readSequences,
	type SequenceState,
} from "../codecs/plain/zstd/sequences";

export interface ZstdBlock {
	/** The header of 3 bytes, and behind the block; bytes of the stream. */
	readonly start: number;
	readonly end: number;
	readonly type: "raw" | "repeated" | "compressed";
	/** Bytes that it decodes to. */
	readonly output: number;
	/** Of a compressed block. */
	readonly literals?: Literals;
	readonly sequences?: Sequences;
}

/** The first section of a compressed block. */
export interface Literals {
	readonly kind: "raw" | "repeated" | "coded" | "coded as before";
	/** Bytes of the section, its head among them. */
	readonly size: number;
	/** Bytes that it decodes to. */
	readonly output: number;
	/** Streams of bits, where they are coded. */
	readonly streams: number;
}

/** Where the codes of a section come from. */
type Mode = "usual" | "one code" | "own table" | "table of before";

/** The second section: how many literals each of them takes, and which bytes before it copies. */
export interface Sequences {
	readonly count: number;
	/** Of the lengths of literals, the distances and the lengths of copies. */
	readonly modes?: readonly [Mode, Mode, Mode];
	/** Bytes that are copies of those before them. */
	readonly copied: number;
}

export interface ZstdInside {
	/** Behind the frame header. */
	readonly header: number;
	/** Bytes that the frame says it decodes to. */
	readonly size?: number;
	readonly single: boolean;
	readonly checksum: boolean;
	readonly blocks: readonly ZstdBlock[];
	readonly stopped?: { readonly at: number; readonly why: string };
}

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** More are not told: a unit decodes to at most 12 MiB, blocks to 128 KiB. */
const MOST_BLOCKS = 4096;

const TYPES = ["raw", "repeated", "compressed"] as const;

/** What one block leaves to the next. */
interface Carried {
	readonly sequences: SequenceState;
	/** A block had a code for its literals. */
	isCoded: boolean;
}

/** What cannot be read, and where. */
class Unreadable extends Error {
	readonly at: number;

	constructor(at: number, message: string) {
		super(message);
		this.at = at;
	}
}

export function zstdInside(input: Uint8Array): ZstdInside {
	const le = (at: number, bytes: number): number => {
		let value = 0;
		for (let i = bytes - 1; i >= 0; i--) value = value * 256 + (input[at + i] ?? 0);
		return value;
	};
	const none = { header: 0, single: false, checksum: false, blocks: [] };
	if (MAGIC.some((byte, i) => input[i] !== byte))
		return { ...none, stopped: { at: 0, why: "It does not begin with the mark of a frame." } };
	const descriptor = input[4] ?? 0;
	const single = (descriptor & 0x20) !== 0;
	const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
	const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
	const sizeAt = 5 + (single ? 0 : 1) + dictionary;
	const header = sizeAt + sizeBytes;
	const told = le(sizeAt, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
	const about = {
		header,
		single,
		checksum: (descriptor & 4) !== 0,
		...(sizeBytes > 0 ? { size: told } : {}),
	};
	const blocks: ZstdBlock[] = [];
	const carried: Carried = { sequences: newSequenceState(), isCoded: false };
	let before = 0;
	for (let at = header; blocks.length < MOST_BLOCKS; ) {
		if (at + 3 > input.length)
			return { ...about, blocks, stopped: { at, why: "The stream ends before its last block." } };
		const word = le(at, 3);
		const type = TYPES[(word >> 1) & 3];
		const size = word >>> 3;
		if (!type) return { ...about, blocks, stopped: { at, why: "The type of the block is none." } };
		const end = at + 3 + (type === "repeated" ? 1 : size);
		if (end > input.length)
			return { ...about, blocks, stopped: { at, why: "The block is longer than the stream." } };
		try {
			const told =
				type === "compressed" ? sectionsOf(input, at + 3, end, before, carried) : { output: size };
			blocks.push({ start: at, end, type, ...told });
			before += told.output;
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			return { ...about, blocks, stopped: { at: error.at, why: error.message } };
		}
		if (word & 1) break;
		at = end;
	}
	return { ...about, blocks };
}

const KINDS = ["raw", "repeated", "coded", "coded as before"] as const;

/** @throws Unreadable */
function sectionsOf(
	input: Uint8Array,
	start: number,
	end: number,
	before: number,
	carried: Carried,
): Pick<ZstdBlock, "literals" | "sequences" | "output"> {
	const literals = literalsOf(input, start);
	const { size, output: given, kind } = literals;
	if (start + size >= end) throw new Unreadable(start, "The literals are longer than their block.");
	if (kind === "coded as before" && !carried.isCoded)
		throw new Unreadable(start, "No block before has a code of literals.");
	if (kind === "coded") carried.isCoded = true;
	const section = input.subarray(start + size, end);
	const sink = new Copies(before);
	try {
		// Which bytes the literals are makes no difference to where they go.
		readSequences(section, new Uint8Array(given), carried.sequences, sink);
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		throw new Unreadable(start + size + carried.sequences.at, error.message);
	}
	const sequences = { ...headOf(section), copied: sink.copied };
	return { literals, sequences, output: given + sequences.copied };
}

const MODES: readonly Mode[] = ["usual", "one code", "own table", "table of before"];

/** Of a section that can be read. */
function headOf(section: Uint8Array): Pick<Sequences, "count" | "modes"> {
	const [first = 0, second = 0, third = 0] = section;
	const size = first < 128 ? 1 : first < 255 ? 2 : 3;
	const count =
		[first, ((first - 128) << 8) + second, second + (third << 8) + 0x7f00][size - 1] ?? 0;
	if (count === 0) return { count };
	const mode = (shift: number) => MODES[((section[size] ?? 0) >> shift) & 3] as Mode;
	return { count, modes: [mode(6), mode(4), mode(2)] };
}

/** Counts what sequences write, and keeps nothing of it. */
class Copies implements Sink {
	readonly isEnough = false;
	copied = 0;
	#written: number;

	/** @param before bytes that the blocks in front decode to */
	constructor(before: number) {
		this.#written = before;
	}

	append({ length }: Uint8Array): void {
		this.#written += length;
	}

	appendMatch(distance: number, length: number): void {
		if (distance < 1 || distance > this.#written) {
			throw damaged("a match starts before its first byte");
		}
		this.#written += length;
		this.copied += length;
	}
}

function literalsOf(input: Uint8Array, start: number): Literals {
	const first = input[start] ?? 0;
	const kind = KINDS[first & 3] as Literals["kind"];
	const format = (first >> 2) & 3;
	let word = 0;
	for (let i = 4; i >= 0; i--) word = word * 256 + (input[start + i] ?? 0);
	if (kind === "raw" || kind === "repeated") {
		const head = format === 1 ? 2 : format === 3 ? 3 : 1;
		const output = head === 1 ? first >> 3 : Math.floor((word % 2 ** (8 * head)) / 16);
		return { kind, size: head + (kind === "raw" ? output : 1), output, streams: 0 };
	}
	const bits = [10, 10, 14, 18][format] ?? 10;
	const output = Math.floor(word / 16) % 2 ** bits;
	const stored = Math.floor(word / 2 ** (4 + bits)) % 2 ** bits;
	const head = format < 2 ? 3 : format + 2;
	return { kind, size: head + stored, output, streams: format === 0 ? 1 : 4 };
}
