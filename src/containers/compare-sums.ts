/**
 * Comparing all that wrappers can be held to: the checksums and digests that they have of bytes, and
 * what is packed, which has to unpack and mostly has checksums of its own.
 */
import { checkCancelled, isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Range, Span } from "../base/range";
import type { ByteSource } from "../base/source";
import { hexOf } from "../base/text";
import { entriesOf } from "./listing";
import type { Place } from "./near";
import { isFinding, type Piece } from "./pieces";
import { bytesOf, chainTo, type Opened, openPart, packedFinding } from "./places";
import type { Sum, Summing } from "./sums";
import type { Tools } from "./unpack";
import { type Contents, isNear, isPacked, type Packed, type Part } from "./wrapper";

/** One comparison, and how it came out. */
export interface Compared {
	/** Leads to the wrapper; empty for the file that was opened. */
	readonly chain: string;
	/** What was compared. */
	readonly of: string;
	/** What was compared of it: CRC-32; absent for packed bytes, which unpack or not. */
	readonly kind?: string;
	readonly outcome: "right" | "wrong" | "unread";
	/** Why it is wrong, or why nothing can be said; with what to do. */
	readonly why?: string;
	/** Bytes that were read, or that came out. */
	readonly bytes: number;
	/** Where the wrapper says otherwise. */
	readonly at?: Span;
}

export interface Comparing extends Tools {
	/** Told of each comparison. */
	tell(compared: Compared): void;
	/** Told of what is wrong. */
	report(finding: Finding): void;
	/** Faster ways to sum, by their names, where the platform has them. */
	readonly begins?: Readonly<Record<string, () => Summing>>;
	/** Gives others their turn. */
	readonly breathe?: () => Promise<void> | undefined;
	/** Parts of all wrappers together that are looked at. */
	readonly most: number;
}

const PIECE = 1 << 20;

/**
 * Compares everything in `place` and in what lies in it.
 * @returns whether that was all: false when there are more parts than are looked at
 * @throws Failure when bytes cannot be had, for another reason than damage
 */
export async function compareSums(place: Place, comparing: Comparing): Promise<boolean> {
	/** Chains of parts that were told not to be right: the listing meets them, too. */
	const told = new Set<string>();
	let seen = 0;
	const visit = (from: Opened, contents: Contents) => visited(from, contents, comparing, told);
	for await (const { chain, trouble } of entriesOf(place, { ...comparing, tails: true, visit })) {
		seen++;
		if (trouble === undefined || told.has(chain)) continue;
		comparing.tell({ chain, of: "what is in it", outcome: "unread", why: trouble, bytes: 0 });
	}
	return seen < comparing.most;
}

async function visited(
	from: Opened,
	{ parts, sums }: Contents,
	comparing: Comparing,
	told: Set<string>,
): Promise<void> {
	const { chain } = from.place;
	try {
		for await (const sum of sums?.() ?? []) {
			checkCancelled(comparing.signal);
			comparing.tell({ chain, ...(await summed(from, sum, comparing)) });
		}
	} catch (error) {
		// What would say which sums there are is damaged.
		comparing.tell({
			chain,
			...failed(from.place, "its checksums", error, undefined, 0, comparing),
		});
	}
	for (const part of parts) {
		checkCancelled(comparing.signal);
		const compared = await unpacks(from, part, comparing);
		if (!compared) continue;
		if (compared.outcome !== "right") told.add(chainTo(from, part));
		comparing.tell({ chain, ...compared });
	}
}

type Outcome = Omit<Compared, "chain">;

/** A sum of the bytes as they are, and as the wrapper has it. */
async function summed(from: Opened, sum: Sum, comparing: Comparing): Promise<Outcome> {
	const { of, kind, value, at, structure } = sum;
	const summing = (comparing.begins?.[kind] ?? sum.begin)();
	let bytes = 0;
	try {
		for await (const piece of piecesOf(from, sum, comparing)) {
			summing.update(piece);
			bytes += piece.length;
		}
	} catch (error) {
		return { kind, ...failed(from.place, of, error, undefined, bytes, comparing) };
	}
	const [seen, allowed] = [hexOf(summing.digest()), hexOf(value)];
	if (seen === allowed) return { of, kind, outcome: "right", bytes };
	const text = `The ${kind} of ${of} is not the one that the wrapper has of it.`;
	const finding = { code: "wrapper-sum", severity: "error", text, seen, allowed } as const;
	comparing.report({ ...finding, structure, at });
	return { of, kind, outcome: "wrong", why: `it is ${seen}, not ${allowed}`, bytes, at };
}

/** All that a sum is of, as it comes out. */
async function* piecesOf(from: Opened, { of, kind, bytes }: Sum, tools: Comparing) {
	if (isPacked(bytes)) {
		yield* tools.unpacker.stream(bytes, from.place.source, tools.signal);
		return;
	}
	const part = { name: "", size: undefined, bytes };
	const { source } = isNear(bytes) ? await bytes.open(tools) : await openPart(from, part, tools);
	const phase = `Comparing the ${kind} of ${of}`;
	yield* inPieces(source, [{ start: 0, end: source.size }], phase, tools);
}

async function* inPieces(
	source: ByteSource,
	ranges: readonly Range[],
	phase: string,
	{ signal, onProgress, breathe }: Comparing,
) {
	const total = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
	let done = 0;
	for (const { start, end } of ranges) {
		for (let at = start; at < end; at += PIECE) {
			checkCancelled(signal);
			await breathe?.();
			const piece = await source.read(at, Math.min(end, at + PIECE), signal);
			done += piece.length;
			onProgress?.({ phase, done, total, unit: "bytes" });
			yield piece;
		}
	}
}

/** Whether a part unpacks; undefined for one that is not packed. */
async function unpacks(
	from: Opened,
	part: Part,
	comparing: Comparing,
): Promise<Outcome | undefined> {
	const of = part.name || "its only part";
	let packed: Packed | undefined;
	let bytes = 0;
	try {
		const where = await bytesOf(part);
		if (isNear(where)) return undefined;
		if (isPacked(where)) {
			packed = where;
			const label = chainTo(from, part);
			bytes = await comparing.unpacker.check(where, from.place.source, label, comparing);
			return { of, ...checkedBy(where), outcome: "right", bytes };
		}
		const lost = where.list.find((piece) => piece.kind === "lost");
		if (lost) return { of, outcome: "unread", why: whyLost(lost), bytes };
		const units = where.list.filter(({ kind }) => kind === "unit");
		if (units.length === 0) return undefined;
		const { source } = await openPart(from, { ...part, bytes: where }, comparing);
		for await (const piece of inPieces(source, units, `Unpacking ${of}`, comparing)) {
			bytes += piece.length;
		}
		return { of, outcome: "right", bytes };
	} catch (error) {
		return failed(from.place, of, error, packed, bytes, comparing);
	}
}

const checkedBy = ({ crc32 }: Packed): Pick<Outcome, "kind"> =>
	crc32 === undefined ? {} : { kind: "CRC-32" };

function whyLost({ why }: Extract<Piece, { kind: "lost" }>): string {
	if (isFinding(why)) return why.text;
	return [why.message, why.hint].filter(Boolean).join(" ");
}

/** @throws what is no damage */
function failed(
	home: Place,
	of: string,
	error: unknown,
	packed: Packed | undefined,
	bytes: number,
	{ report }: Comparing,
): Outcome {
	if (!isDamage(error)) throw error;
	const why = [error.message, error.info.hint].filter(Boolean).join(" ");
	const isWrong = error.kind === "corrupt";
	if (isWrong) report(packedFinding(error, home, packed ?? { start: 0, end: home.source.size }));
	return { of, outcome: isWrong ? "wrong" : "unread", why, bytes };
}
