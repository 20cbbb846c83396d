/**
 * The inside of an LZ4 block, sequence by sequence: token, literals, and a match that copies from
 * what is decoded already. Nothing is decoded here; a block that breaks a rule ends where it does.
 */

/** Columns, a number for each sequence. Offsets are bytes of the stream and of what it decodes to. */
export interface Sequences {
	readonly count: number;
	/** The token; length bytes of the literals follow it. */
	readonly token: Int32Array<ArrayBuffer>;
	readonly literalsAt: Int32Array<ArrayBuffer>;
	readonly literals: Int32Array<ArrayBuffer>;
	/** Where the two bytes of the distance are; -1 of the last sequence, which has no match. */
	readonly distanceAt: Int32Array<ArrayBuffer>;
	readonly distance: Int32Array<ArrayBuffer>;
	/** Bytes that are copied. */
	readonly length: Int32Array<ArrayBuffer>;
	/** Behind the last byte of the sequence in the stream. */
	readonly end: Int32Array<ArrayBuffer>;
	/** First decoded byte of the sequence. */
	readonly output: Int32Array<ArrayBuffer>;
}

/** What the bytes of a stream are, and how many decoded bytes are copies. */
export interface Lz4Ledger {
	readonly tokens: number;
	readonly lengths: number;
	readonly literals: number;
	readonly distances: number;
	readonly copied: number;
}

export interface Lz4Inside {
	readonly sequences: Sequences;
	readonly ledger: Lz4Ledger;
	/** Bytes between the end of the output and the end of the stream that decoding in place needs. */
	readonly margin: number;
	/** The sequence after which output comes nearest to input; it needs most of the margin. */
	readonly nearest: number;
	/** Where the block breaks a rule: byte of the stream, and which. */
	readonly stopped?: { readonly at: number; readonly why: string };
}

const MIN_MATCH = 4;

type Column = number[];

class Walk {
	readonly input: Uint8Array;
	readonly size: number;
	at = 0;
	/** Decoded bytes so far. */
	out = 0;
	lengths = 0;
	stopped: Lz4Inside["stopped"];

	constructor(input: Uint8Array, size: number) {
		this.input = input;
		this.size = size;
	}

	/** A length whose first four bits are in the token; undefined when the stream ends in it. */
	length(nibble: number): number | undefined {
		let length = nibble;
		if (nibble < 15) return length;
		for (;;) {
			const more = this.input[this.at];
			if (more === undefined) return this.stop(this.at, "The stream ends in a length.");
			this.at++;
			this.lengths++;
			length += more;
			if (more < 255) return length;
		}
	}

	stop(at: number, why: string): undefined {
		this.stopped = { at, why };
		return undefined;
	}
}

/**
 * @param input the stream, without zero bytes in front
 * @param size bytes it decodes to, or that are used of it
 * @param partial whether it may decode to more
 */
export function lz4Inside(input: Uint8Array, size: number, partial = false): Lz4Inside {
	const walk = new Walk(input, size);
	const columns = Array.from({ length: 8 }, (): Column => []) as [
		Column,
		Column,
		Column,
		Column,
		Column,
		Column,
		Column,
		Column,
	];
	const [token, literalsAt, literals, distanceAt, distance, length, end, output] = columns;
	let copied = 0;
	let all = 0;
	let distances = 0;
	let most = Number.NEGATIVE_INFINITY;
	let nearest = 0;
	while (walk.at < input.length && walk.out < size) {
		const start = walk.at;
		const first = input[walk.at++] as number;
		const count = walk.length(first >> 4);
		if (count === undefined) break;
		const from = walk.at;
		if (from + count > input.length && !partial) {
			walk.stop(start, "There are fewer bytes left than the literals it announces.");
			break;
		}
		const taken = Math.min(count, size - walk.out, input.length - from);
		const isLast = from + count >= input.length || walk.out + taken >= size;
		token.push(start);
		literalsAt.push(from);
		literals.push(taken);
		output.push(walk.out);
		all += taken;
		walk.at = from + taken;
		walk.out += taken;
		if (isLast) {
			distanceAt.push(-1);
			distance.push(0);
			length.push(0);
			end.push(walk.at);
			break;
		}
		const back = (input[walk.at] as number) | ((input[walk.at + 1] ?? 0) << 8);
		const place = walk.at;
		walk.at += 2;
		const copy = walk.length(first & 15);
		distanceAt.push(place);
		distance.push(back);
		distances += 2;
		const bytes = copy === undefined ? 0 : Math.min(copy + MIN_MATCH, size - walk.out);
		length.push(bytes);
		end.push(walk.at);
		if (copy === undefined) break;
		if (back === 0 || back > walk.out) {
			walk.stop(place, `It copies from ${back} bytes back, and only ${walk.out} are decoded.`);
			break;
		}
		copied += bytes;
		walk.out += bytes;
		if (walk.out - walk.at > most) {
			most = walk.out - walk.at;
			nearest = token.length - 1;
		}
	}
	if (!walk.stopped && walk.out !== size)
		walk.stop(walk.at, `It decodes to ${walk.out} bytes, not to ${size}.`);
	const column = (list: Column) => Int32Array.from(list);
	return {
		sequences: {
			count: token.length,
			token: column(token),
			literalsAt: column(literalsAt),
			literals: column(literals),
			distanceAt: column(distanceAt),
			distance: column(distance),
			length: column(length),
			end: column(end),
			output: column(output),
		},
		ledger: { tokens: token.length, lengths: walk.lengths, literals: all, distances, copied },
		margin: Math.max(0, most - (size - input.length)),
		nearest,
		...(walk.stopped ? { stopped: walk.stopped } : {}),
	};
}

/** Memory is divided into pages of this many bytes, on most machines. */
const PAGE = 4096;

export interface InPlace {
	/** Bytes from the end of the output to the end of its last page. */
	readonly room: number;
	/** What Linux asks for, whatever is in the stream: a 256th of it, and 32. */
	readonly asked: number;
}

/** Whether Linux can decode into the memory that holds the stream at its end. */
export const inPlace = (stream: number, output: number): InPlace => ({
	room: Math.ceil(output / PAGE) * PAGE - output,
	asked: Math.floor(stream / 256) + 32,
});
