/** From stored bytes of a compressed file to one of its bytes: as they are, turned, or decoded. */
import { Failure } from "../base/errors";
import { contains, type Span } from "../base/range";
import { countText, exactBytes } from "../base/words";
import { stripLeadingZeros } from "../codecs/padding";
import { decodeExtent } from "../erofs/decode";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { readStored } from "../erofs/stored";
import { ALGORITHMS, algorithmLabel, hasIncompat } from "../erofs/structs/features";
import { known, minus, mod, plus } from "../schema/sum";
import { arrive } from "./address";
import { byteOf, byteText, inContents, type Landing } from "./landing";
import { type Goal, number, place, type Walker } from "./walker";

/** Algorithm id. */
const LZ4 = 0;

/** An extent with stored bytes. */
export interface StoredExtent extends Extent {
	readonly at: Span;
}

/** @param record of the map, that says how the unit is stored */
export async function toUnitByte(
	w: Walker,
	inode: Inode,
	extent: StoredExtent,
	n: number,
): Promise<Landing> {
	return extent.kind === "compressed" ? toDecoded(w, inode, extent, n) : toPlain(w, extent, n);
}

function toPlain(w: Walker, extent: StoredExtent, n: number): Landing {
	const { at, start, cut } = extent;
	const skip = minus(known(n, "byte"), known(start, "start of the unit"));
	const from = known(at.start, "start of its bytes");
	if (cut === undefined) {
		const landed = byteOf(at.space, at.start + n - start);
		arrive(w, plus(skip, from), landed, {
			text: `The unit is stored as it is: here is byte ${countText(n)} of the contents.`,
			why: "What would not become smaller is not compressed.",
			more: [at],
		});
		return { at: landed, extent };
	}
	const size = at.end - at.start;
	const turned = mod(plus(skip, known(cut, "offset in its block")), size);
	const landed = byteOf(at.space, at.start + ((n - start + cut) % size));
	arrive(w, plus(turned, from), landed, {
		text: `The unit is stored as it is, but turned: here is byte ${countText(n)} of the contents.`,
		why: "Its bytes keep the offset in a block that they have in the file, and go on at the block's begin.",
		since: "6.1",
		more: [at],
	});
	return { at: landed, extent };
}

async function toDecoded(
	w: Walker,
	inode: Inode,
	extent: StoredExtent,
	n: number,
): Promise<Landing> {
	const { at, algorithm = 0, start, end, partial = false } = extent;
	const stored = await readStored(w.image, inode, extent, at, w.signal);
	const stream = sayPadding(w, extent, stored);
	if (w.goal && isGoal(w.goal, inode, at)) return toStored(w, extent, w.goal.at, stream);
	const decoded = await decodeExtent(w.image, inode, extent, at, w.signal).catch(
		async (error: unknown) => {
			throw await nearer(w, inode, n, error);
		},
	);
	const offset = n - start;
	const landed = inContents(w, inode, n);
	const length = end - start;
	w.add({
		at: [landed, stream],
		text: `Decoded, the unit is ${exactBytes(length)} long; byte ${countText(offset)} of it is byte ${countText(n)} of the contents: ${byteText(decoded[offset] ?? 0)}.`,
		why: partial
			? "The unit decodes to more; this file uses only its beginning."
			: `${algorithmLabel(algorithm)} streams are decoded from their beginning: no byte can be had alone.`,
		sum: number(minus(known(n, "byte"), known(start, "start of the unit"))),
		...(ALGORITHMS[algorithm] ? { since: ALGORITHMS[algorithm].since } : {}),
		unit: { stored: at, algorithm, length, offset, partial },
	});
	return { at: landed, extent };
}

/** What stopped decoding, told of the bytes of the stream that are wrong, where its parts show them. */
async function nearer(w: Walker, inode: Inode, n: number, error: unknown): Promise<unknown> {
	if (!(error instanceof Failure && error.info.finding)) return error;
	// Seldom needed, and large.
	const { insideOf } = await import("../inside/inside");
	const { stream, lz4, deflate, zstd } = await insideOf(w.image, inode.nid, n, w.signal);
	const stopped = (lz4 ?? deflate ?? zstd)?.stopped;
	if (!stopped) return error;
	const start = Math.min(stream.start + stopped.at, stream.end - 1);
	return new Failure({ ...error.info, at: byteOf(stream.space, start), hint: stopped.why });
}

const isGoal = (goal: Goal, { nid }: Inode, unit: Span): boolean =>
	goal.nid === nid && goal.at.space === unit.space && contains(unit, goal.at.start);

/** The way ends at a stored byte: which of the unit it is. */
function toStored(w: Walker, extent: StoredExtent, at: Span, stream: Span): Landing {
	const { start, end } = extent.at;
	const k = at.start - start;
	const isStream = at.start >= stream.start;
	w.add({
		at: [at, extent.at],
		text: isStream
			? `Here is byte ${countText(k)} of the ${countText(end - start)} stored, byte ${countText(at.start - stream.start)} of the stream.`
			: `Here is byte ${countText(k)} of the ${countText(end - start)} stored: one of the zeros in front of the stream.`,
		why: `All of the unit together decodes to bytes ${countText(extent.start)} to ${countText(extent.end)} of the contents.`,
		sum: place(plus(known(k, "stored byte"), known(start, "start of the unit"))),
	});
	return { at, extent };
}

/** Where the stream begins: streams end where their bytes end, with zero bytes in front. */
function sayPadding(w: Walker, { at, algorithm }: StoredExtent, stored: Uint8Array): Span {
	const legacy = algorithm === LZ4 && !hasIncompat(w.image.facts, "LZ4_0PADDING");
	const zeros = legacy ? 0 : stripLeadingZeros(stored);
	const stream = { ...at, start: at.start + zeros };
	if (zeros === 0) return stream;
	w.add({
		at: [stream, { ...at, end: stream.start }],
		text: `${exactBytes(zeros)} of zeros stand in front; the stream begins here.`,
		why: "Streams end where their blocks end, and never begin with a zero byte. So they can be decoded in place.",
		sum: place(plus(known(at.start, "start of the unit"), known(zeros, "zero bytes"))),
		since: "5.4",
	});
	return stream;
}
