/**
 * Compressed units: limits, algorithm, padding, and the decoder. The exact length
 * is always checked; damage is a finding that names the stored bytes.
 */
import { corrupt, Failure, isDamage, refused } from "../base/errors";
import type { Culprit } from "../base/finding";
import type { Span } from "../base/range";
import { counted, exactBytes } from "../base/words";
import type { Codec, CodecEntry } from "../codecs/codec";
import { codecById, codecs } from "../codecs/index";
import { stripLeadingZeros } from "../codecs/padding";
import { fault } from "./faults";
import { type Image, sourceOf } from "./image";
import type { Inode } from "./inode";
import { addressField, algorithmField, endField, lengthField } from "./map/culprit";
import { type Extent, MAX_DECODED, MAX_PCLUSTER } from "./map/extent";
import { readStored, storedIn } from "./stored";
import { algorithmLabel, hasIncompat } from "./structs/features";

/** Memory of a failure, about. */
const FAILURE_BYTES = 1024;

/** Algorithm id. */
const LZ4 = 0;

/** The decoded unit, from the cache when it is there: for reads in no particular order. */
export async function decodeExtent(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	// What lies nowhere is wrong before it is too long, as a check tells it.
	await storedIn(image, inode, extent, at, signal);
	const length = await decodedLength(image, inode, extent, at, signal);
	const key = `${at.space}:${at.start}:${at.end}:${extent.algorithm}:${length}`;
	const known = image.decoded.get(key);
	if (known instanceof Uint8Array) return known;
	// A thousand inodes can lie in one damaged unit: it is tried once.
	const lost = `${key}:${inode.nid}`;
	const why = image.decoded.get(lost);
	if (why instanceof Failure) throw why;
	const out = new Uint8Array(length);
	try {
		await decodeInto(image, inode, extent, at, out, signal);
	} catch (error) {
		if (isDamage(error)) image.decoded.set(lost, error, FAILURE_BYTES);
		throw error;
	}
	image.decoded.set(key, out, length);
	return out;
}

/** Bytes the unit decodes to; undefined when kernels would refuse it for its length. */
export function lengthWithin({ start, end }: Extent, at: Span): number | undefined {
	const isWithin = end - start <= MAX_DECODED && at.end - at.start <= MAX_PCLUSTER;
	return isWithin ? end - start : undefined;
}

/** Bytes the unit decodes to. @throws Failure `limit` when kernels would refuse it for its length. */
export async function decodedLength(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	signal?: AbortSignal,
): Promise<number> {
	const length = lengthWithin(extent, at);
	if (length !== undefined) return length;
	const claimed = extent.end - extent.start;
	if (claimed > MAX_DECODED) {
		const culprit = await endField(image, inode, extent, signal);
		throw tooLong("z-decoded-limit", culprit, claimed, MAX_DECODED);
	}
	const culprit = await lengthField(image, inode, extent, signal);
	throw tooLong("z-stored-limit", culprit, at.end - at.start, MAX_PCLUSTER);
}

const tooLong = (
	code: "z-decoded-limit" | "z-stored-limit",
	culprit: Culprit,
	seen: number,
	most: number,
): Failure =>
	refused("limit", {
		...fault(code),
		...culprit,
		seen: exactBytes(seen),
		allowed: `at most ${exactBytes(most)}`,
	});

/** Decodes a unit, which fills `out`. @throws Failure as {@link checkUnit}, and when the stream is damaged */
export async function decodeInto(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	out: Uint8Array,
	signal?: AbortSignal,
): Promise<void> {
	if (decodeNow(image, inode, extent, at, out)) return;
	const entry = await checkUnit(image, inode, extent, at, signal);
	const codec = await entry.load();
	const stored = await readStored(image, inode, extent, at, signal);
	decodeUnit(image, inode, extent, codec, stored, out, at);
}

/** The same when stored bytes and decoder are in memory. @returns false when they are not, or wrong */
function decodeNow(image: Image, inode: Inode, extent: Extent, at: Span, out: Uint8Array): boolean {
	const codec = declaredCodec(image, extent.algorithm ?? -1)?.loaded;
	const stored = codec && sourceOf(image, at.space)?.peek?.(at.start, at.end);
	if (!stored || stored.length === 0) return false;
	decodeUnit(image, inode, extent, codec, stored, out, at);
	return true;
}

/**
 * What can be said of a compressed unit before its bytes are looked at: its decoder.
 * @throws Failure `corrupt` or `unsupported` when the algorithm cannot be right or is not known,
 *         or the unit is stored in nothing.
 */
export async function checkUnit(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	signal?: AbortSignal,
): Promise<CodecEntry> {
	const entry = await codecFor(image, inode, extent, signal);
	if (at.end === at.start) {
		throw corrupt({
			...fault("z-stored-nothing"),
			...(await addressField(image, inode, extent, signal)),
			seen: "0 bytes",
			allowed: "at least 1",
		});
	}
	return entry;
}

/** The decoder of an algorithm that the image says it uses; undefined when there is none, or it does not. */
export function declaredCodec({ facts }: Image, id: number): CodecEntry | undefined {
	const { algorithms, undeclaredLz4 } = facts;
	const declared = (algorithms & (1 << id)) !== 0 || (undeclaredLz4 && id === LZ4);
	return declared ? codecById(id) : undefined;
}

async function codecFor(
	image: Image,
	inode: Inode,
	extent: Extent,
	signal?: AbortSignal,
): Promise<CodecEntry> {
	const id = extent.algorithm ?? -1;
	const declared = declaredCodec(image, id);
	if (declared) return declared;
	const entry = codecById(id);
	const about = {
		...(await algorithmField(image, inode, extent, signal)),
		seen: algorithmLabel(id),
	} as const;
	if (!entry) {
		throw refused("unsupported", {
			...fault("algorithm-unknown"),
			text: `The data is compressed with ${algorithmLabel(id)}, which this program cannot decode.`,
			allowed: codecs.map((codec) => codec.label).join(", "),
			...about,
		});
	}
	throw corrupt({
		...fault("algorithm-not-declared"),
		allowed: "an algorithm of available_compr_algs",
		...about,
	});
}

/** The compressed stream in a unit, and whether it may hold more than is wanted. */
function streamIn(
	{ facts }: Image,
	{ algorithm, partial }: Extent,
	stored: Uint8Array,
): { readonly stream: Uint8Array; readonly partial: boolean } {
	// Only LZ4 without LZ4_0PADDING (Linux before 5.4) starts at byte 0 and trails junk.
	const legacy = algorithm === LZ4 && !hasIncompat(facts, "LZ4_0PADDING");
	const padding = legacy ? 0 : stripLeadingZeros(stored);
	return { stream: stored.subarray(padding), partial: legacy || partial === true };
}

function decodeUnit(
	image: Image,
	inode: Inode,
	extent: Extent,
	codec: Codec,
	stored: Uint8Array,
	out: Uint8Array,
	at: Span,
): void {
	const { stream, partial } = streamIn(image, extent, stored);
	try {
		codec.decode(stream, out, { partial });
	} catch (error) {
		if (!(error instanceof Failure) || error.kind !== "corrupt") throw error;
		throw corrupt({
			...fault("z-decode"),
			text: error.message,
			structure: "compressed data",
			seen: counted(stream.length, "stored byte"),
			allowed: `a stream of exactly ${exactBytes(out.length)}`,
			at,
			nid: inode.nid,
		});
	}
}
