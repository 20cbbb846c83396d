/**
 * A MicroLZMA stream: its properties, and its packets counted. It is one long number, in which likely
 * choices take less than a bit: no byte of it stands for a span of the output, so to count its packets
 * it is decoded.
 */
import { Failure } from "../base/errors";
import { LzmaDecoder, type Packet } from "../codecs/streams/lzma";
import { Window } from "../codecs/streams/window";

export interface LzmaInside {
	/** Bits of the byte before, and of the position, that choose among sets of chances. */
	readonly lc: number;
	readonly lp: number;
	readonly pb: number;
	/** How many of each kind. */
	readonly packets: Readonly<Record<Packet, number>>;
	/** Bytes that are copied from before, by packets of all kinds. */
	readonly copied: number;
	/** Matches by how many bytes they give: from 2 to 3, from 4 to 7, and so on in powers of two. */
	readonly lengths: readonly number[];
	readonly stopped?: { readonly at: number; readonly why: string };
}

/**
 * @param size bytes it decodes to, or that are used of it
 * @param partial whether it may decode to more
 */
export function lzmaInside(input: Uint8Array, size: number, partial = false): LzmaInside {
	// The first byte is the complement of the properties: never zero, so that padding ends before it.
	const properties = (input[0] ?? 0) ^ 0xff;
	const lc = properties % 9;
	const rest = Math.floor(properties / 9);
	const packets = { literal: 0, match: 0, repeat: 0, short: 0 };
	const lengths: number[] = [];
	let copied = 0;
	const stopped = damage(() => {
		const decoder = new LzmaDecoder("MicroLZMA", (packet, length) => {
			packets[packet]++;
			if (packet !== "literal") copied += length;
			if (length < 2) return;
			const power = Math.floor(Math.log2(length)) - 1;
			lengths[power] = (lengths[power] ?? 0) + 1;
		});
		decoder.setProperties(properties);
		decoder.reset();
		decoder.begin(input);
		decoder.decode(new Window(size, new Uint8Array(size)), size, 0);
		if (!partial) decoder.finish();
	});
	return {
		...{ lc, lp: rest % 5, pb: Math.floor(rest / 5), packets, copied },
		lengths: Array.from(lengths, (count = 0) => count),
		...(stopped ? { stopped: { at: 0, why: stopped } } : {}),
	};
}

/** What makes it impossible to go on; a stream of one long number does not say where. */
function damage(work: () => void): string | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		if (error instanceof Failure && error.kind === "corrupt") return error.message;
		throw error;
	}
}
