/**
 * What who goes through a file in order needs of it, where each read is a wait: large reads, several
 * of them under way while somebody looks at what is there, and no more than there is memory to spare.
 */
import type { Range } from "../base/range";
import type { ByteSource } from "../base/source";

/** Ranges of a source in columns, ascending by their starts. */
export interface Ranges {
	readonly count: number;
	readonly start: Float64Array;
	readonly end: Float64Array;
}

/** What is read together, in bytes. */
export interface Nearness {
	/** Between two ranges: so much is read along. */
	readonly gap: number;
	/** In all, unless one range is larger. */
	readonly most: number;
}

/** Ranges from one on, up to the one `behind` them. */
export interface Together extends Range {
	readonly behind: number;
}

/** Those that are near each other. @param stop the range behind the last one that may be among them */
export function together(
	{ count, start, end }: Ranges,
	from: number,
	{ gap, most }: Nearness,
	stop = count,
): Together {
	const first = start[from] as number;
	let last = end[from] as number;
	let behind = from + 1;
	for (; behind < stop; behind++) {
		const next = end[behind] as number;
		if ((start[behind] as number) - last > gap || next - first > most) break;
		last = Math.max(last, next);
	}
	return { start: first, end: last, behind };
}

/** To read so much along takes less than to ask once more. */
const LOAD: Nearness = { gap: 256 << 10, most: 4 << 20 };
/** Bytes under way, and loads: where ranges lie far apart these are small. */
const AHEAD = 16 << 20;
const MOST = 16;

interface Load extends Together {
	/** The first range in it. */
	readonly from: number;
	readonly reading: Promise<Uint8Array>;
	/** Once they are there. */
	bytes?: Uint8Array;
}

/** Where the bytes of a range are, and of those behind it up to `stop`. */
export interface Whereabouts {
	readonly stop: number;
	/** Absent: they were in memory a moment ago. */
	readonly load: Load | undefined;
}

export class Loads {
	readonly #source: ByteSource;
	readonly #read: ByteSource["read"];
	readonly #ranges: Ranges;
	readonly #signal: AbortSignal | undefined;
	/** Asked for, by their places. */
	readonly #loads: Load[] = [];
	/** The first range that was not looked at for them. */
	#next = 0;
	/** Bytes of all of them. */
	#bytes = 0;

	constructor(source: ByteSource, read: ByteSource["read"], ranges: Ranges, signal?: AbortSignal) {
		this.#source = source.within?.({ start: 0, end: 0 }) ?? source;
		this.#read = read;
		this.#ranges = ranges;
		this.#signal = signal;
	}

	/** Asks for what comes next. Nobody asks for ranges before this one again. */
	at(range: number): Whereabouts {
		for (let first = this.#loads[0]; first && first.behind <= range; [first] = this.#loads) {
			this.#loads.shift();
			this.#bytes -= first.end - first.start;
		}
		this.#askAhead();
		const [load] = this.#loads;
		if (load && load.from <= range) return { stop: load.behind, load };
		return { stop: load?.from ?? this.#next, load: undefined };
	}

	#askAhead(): void {
		while (this.#next < this.#ranges.count && this.#loads.length < MOST) {
			const from = this.#next;
			if (this.#isHere(from)) this.#next++;
			else if (!this.#ask(from)) return;
		}
	}

	/** For a load that begins with a range. @returns false when there is no room for it yet */
	#ask(from: number): boolean {
		const some = together(this.#ranges, from, LOAD);
		const length = some.end - some.start;
		if (this.#loads.length > 0 && this.#bytes + length > AHEAD) return false;
		const reading = this.#read(some.start, some.end, this.#signal);
		reading.catch(() => {}); // who comes to it hears of it
		this.#loads.push({ ...some, from, reading });
		this.#bytes += length;
		this.#next = some.behind;
		return true;
	}

	#isHere(range: number): boolean {
		const { start, end } = this.#ranges;
		return this.#source.peek?.(start[range] as number, end[range] as number) !== undefined;
	}
}

/** Of a piece of a load. @throws Failure `io`, `cancelled` */
export async function bytesIn(load: Load, { start, end }: Range): Promise<Uint8Array> {
	load.bytes ??= await load.reading;
	return load.bytes.subarray(start - load.start, end - load.start);
}
