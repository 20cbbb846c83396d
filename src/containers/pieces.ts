/** A part as pieces of the files that hold it: copied, filled, or not there. */
import { abortable, corrupt, Failure } from "../base/errors";
import type { Finding } from "../base/finding";
import { ByteLru } from "../base/lru";
import { intersect, type Range } from "../base/range";
import type { ByteSource } from "../base/source";
import type { Home, Parent } from "./near";
import { inFile } from "./reading";
import type { Packed } from "./wrapper";

/** What a run of bytes of the part is made of. */
export type Origin =
	/** Byte `at` and those behind it of file `of`: 0 is the wrapper itself, then `others` as given, then `files`. */
	| { readonly kind: "copy"; readonly at: number; readonly of: number }
	/** These four bytes, little-endian, over and over; zeros are a fill of 0, also where nobody stored any. */
	| { readonly kind: "fill"; readonly pattern: number; readonly unstored?: true }
	/** Byte `at` and those behind it of what `packed` unpacks to, which is `size` bytes. */
	| {
			readonly kind: "unit";
			readonly packed: Packed;
			readonly size: number;
			readonly at: number;
	  }
	/** Nowhere: damage or a missing file has it. */
	| { readonly kind: "lost"; readonly why: Lost };

/** Why bytes cannot be had. */
export type Lost = Finding | { readonly message: string; readonly hint?: string };

/** Failures have codes, too, and words of their own. */
export const isFinding = (why: Lost): why is Finding => !("message" in why);

export type Piece = Range & Origin;

/** Pieces of one part; more are a bomb or nonsense. */
export const MOST_PIECES = 1 << 20;

export const copyOf = (at: number, of = 0): Origin => ({ kind: "copy", at, of });
export const ZEROS: Origin = { kind: "fill", pattern: 0 };
export const UNSTORED: Origin = { ...ZEROS, unstored: true };
/** @param hint what to do to have them */
export const lost = (message: string, hint?: string): Origin => ({
	kind: "lost",
	why: hint ? { message, hint } : { message },
});

/** @param size bytes, as far as they are known; one that is nowhere stands for those that are not */
export function lostPieces(size: number, why: Lost): Pieces {
	const pieces = new Pieces();
	pieces.add(Math.max(1, size), { kind: "lost", why });
	return pieces;
}

/** What to do about packed bytes that are not unpacked here. */
export const UNPACK_IT =
	"Unpack it with another program (7-Zip knows most), and open what comes out.";

const NO_FILES: readonly Home[] = [];
const NO_PIECES: Piece[] = [];

/** Pieces in order, without gaps. They are only added to. */
export class Pieces {
	/** Files that they are of, besides those that were given. */
	readonly files: readonly Home[];
	/** Most parts are one piece, of up to a million parts: an array that grows would have room for many. */
	#list = NO_PIECES;

	constructor(files: readonly Home[] = NO_FILES) {
		this.files = files;
	}

	/** Bytes [start, end) of the wrapper. */
	static slice(start: number, end: number): Pieces {
		const pieces = new Pieces();
		pieces.add(end - start, copyOf(start));
		return pieces;
	}

	get list(): readonly Piece[] {
		return this.#list;
	}

	get size(): number {
		return this.#list.at(-1)?.end ?? 0;
	}

	get isFull(): boolean {
		return this.#list.length >= MOST_PIECES;
	}

	add(length: number, origin: Origin): void {
		if (length <= 0) return;
		const start = this.size;
		const last = this.#list.at(-1);
		const end = start + length;
		if (last && continues(last, origin)) this.#list[this.#list.length - 1] = { ...last, end };
		else if (last) this.#list.push(pieceOf(start, end, origin));
		else this.#list = [pieceOf(start, end, origin)];
	}

	/** The pieces that have bytes of `range`, cut to it. */
	*within(range: Range): Generator<Piece, void, void> {
		for (let i = this.#indexOf(range.start); i < this.#list.length; i++) {
			const piece = this.#list[i] as Piece;
			const part = intersect(piece, range);
			if (!part) return;
			yield cut(piece, part);
		}
	}

	/** The first `size` bytes. */
	first(size: number): Pieces {
		const first = new Pieces(this.files);
		for (const { start, end, ...origin } of this.within({ start: 0, end: size })) {
			first.add(end - start, origin);
		}
		return first;
	}

	/** Number of the piece that holds byte `at`. */
	#indexOf(at: number): number {
		let low = 0;
		let high = this.#list.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#list[middle] as Piece).end <= at) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

/** Engines give each of a million objects that are spread a shape of its own. */
const pieceOf = (start: number, end: number, origin: Origin): Piece =>
	origin.kind === "copy"
		? { start, end, kind: "copy", at: origin.at, of: origin.of }
		: { start, end, ...origin };

function continues(last: Piece, origin: Origin): boolean {
	switch (origin.kind) {
		case "copy":
			return (
				last.kind === "copy" &&
				last.of === origin.of &&
				last.at + last.end - last.start === origin.at
			);
		case "fill":
			return (
				last.kind === "fill" &&
				last.pattern === origin.pattern &&
				last.unstored === origin.unstored &&
				(last.end - last.start) % 4 === 0
			);
		case "unit":
			return false;
		case "lost":
			return last.kind === "lost" && last.why === origin.why;
	}
}

function cut(piece: Piece, { start, end }: Range): Piece {
	const skipped = start - piece.start;
	switch (piece.kind) {
		case "copy":
		case "unit":
			return { ...piece, start, end, at: piece.at + skipped };
		case "fill": {
			const by = (skipped % 4) * 8;
			const { pattern } = piece;
			const turned = by ? (pattern >>> by) | (pattern << (32 - by)) : pattern;
			return { ...piece, start, end, pattern: turned >>> 0 };
		}
		case "lost":
			return { ...piece, start, end };
	}
}

/** Unpacks a unit. @throws Failure */
export type Unpack = (packed: Packed, size: number, signal?: AbortSignal) => Promise<Uint8Array>;

/** Bytes of unpacked units that a part keeps. */
const KEPT_UNITS = 32 << 20;

/** Where bytes of a part lie: nothing for those that are filled or lost. @param given as below */
export function* parentsIn(
	pieces: Pieces,
	given: readonly Home[],
	range: Range,
): Generator<Parent, void, void> {
	const files = [...given, ...pieces.files];
	for (const piece of pieces.within(range)) {
		const { kind, start, end } = piece;
		if (kind === "copy") {
			const at = { start: piece.at, end: piece.at + end - start };
			yield { start, end, home: files[piece.of] as Home, at };
		} else if (kind === "unit") {
			yield { start, end, home: files[0] as Home, at: piece.packed, isPacked: true };
		}
	}
}

/**
 * A part of a wrapper as a source. Closing it closes nothing: the wrapper is shared.
 * @param given the wrapper, then `others`
 * @param unpack for units, which are in the wrapper
 */
export function piecesSource(
	pieces: Pieces,
	given: readonly Home[],
	label: string,
	unpack: Unpack,
): ByteSource {
	const files = [...given, ...pieces.files];
	const sources = files.map(({ source }) => source);
	const { size } = pieces;
	const id = `${sources.map((source) => source.id).join("+")}/${label}`;
	const largest = pieces.list.reduce(
		(most, p) => (p.kind === "unit" ? Math.max(most, p.size) : most),
		0,
	);
	const units = new ByteLru<number, Uint8Array>(Math.max(KEPT_UNITS, 4 * largest));
	/** Those that are being unpacked. */
	const coming = new Map<string, Promise<Uint8Array>>();
	const check = (start: number, end: number): void => {
		if (start >= 0 && start <= end && end <= size) return;
		throw new Failure({
			kind: "io",
			code: "read-outside",
			message: `Bytes ${start} to ${end} were asked of ${label}, which has ${size} bytes.`,
		});
	};
	const sourceOf = (of: number): ByteSource => sources[of] as ByteSource;
	/** The only piece that has all of the bytes. */
	const only = (start: number, end: number): Piece | undefined => {
		const [first] = pieces.within({ start, end });
		return first?.end === end ? first : undefined;
	};
	const unitOf = async ({ packed, size }: UnitPiece, signal?: AbortSignal): Promise<Uint8Array> => {
		const known = units.get(packed.start);
		if (known?.length === size) return known;
		const key = `${packed.start} ${size}`;
		let unit = coming.get(key);
		if (!unit) {
			// For all who wait for it: it does not end because one of them left.
			unit = unpack(packed, size);
			coming.set(key, unit);
			const done = () => coming.delete(key);
			unit.then((bytes) => units.set(packed.start, bytes, size)).then(done, done);
		}
		return abortable(unit, signal);
	};
	const isNow =
		sources.every(({ readNow }) => readNow) && pieces.list.every((p) => p.kind !== "unit");
	/** Where all sources can. */
	const nowOf = ({ of, at, start, end }: CopyPiece): Uint8Array =>
		sourceOf(of).readNow?.(at, at + end - start) as Uint8Array;
	/** What needs no reading. */
	const filled = (start: number, end: number): { out: Uint8Array; stored: StoredPiece[] } => {
		const out = new Uint8Array(end - start);
		const stored: StoredPiece[] = [];
		for (const piece of pieces.within({ start, end })) {
			if (piece.kind === "lost") throw failureOf(piece.why, files);
			if (piece.kind === "fill") {
				fill(out.subarray(piece.start - start, piece.end - start), piece.pattern);
			} else stored.push(piece);
		}
		return { out, stored };
	};
	const bytesOf = async (piece: StoredPiece, signal?: AbortSignal): Promise<Uint8Array> => {
		const end = piece.at + piece.end - piece.start;
		if (piece.kind === "copy") return sourceOf(piece.of).read(piece.at, end, signal);
		return (await unitOf(piece, signal)).subarray(piece.at, end);
	};
	const unstored = unstoredFrom(pieces, sources);
	return {
		id,
		label,
		size,
		...(unstored === undefined ? {} : { unstored }),
		async read(start, end, signal) {
			check(start, end);
			const whole = only(start, end);
			if (whole?.kind === "copy") return bytesOf(whole, signal);
			const { out, stored } = filled(start, end);
			const read = await Promise.allSettled(
				stored.map(async (piece) => out.set(await bytesOf(piece, signal), piece.start - start)),
			);
			// Of several that fail the first in place, whichever failed first.
			for (const one of read) if (one.status === "rejected") throw one.reason;
			return out;
		},
		peek(start, end) {
			if (start < 0 || end > size) return undefined;
			const whole = only(start, end);
			if (whole?.kind === "copy") {
				return sourceOf(whole.of).peek?.(whole.at, whole.at + end - start);
			}
			if (whole?.kind !== "unit") return undefined;
			return units.get(whole.packed.start)?.subarray(whole.at, whole.at + end - start);
		},
		readNow: isNow
			? (start, end) => {
					check(start, end);
					const whole = only(start, end);
					if (whole?.kind === "copy") return nowOf(whole);
					const { out, stored } = filled(start, end);
					for (const piece of stored) {
						if (piece.kind !== "copy") continue;
						out.set(nowOf(piece), piece.start - start);
					}
					return out;
				}
			: undefined,
		async prefetch(ranges, signal) {
			const wanted = sources.map((): Range[] => []);
			for (const range of ranges) {
				for (const piece of pieces.within(range)) {
					if (piece.kind === "unit") wanted[0]?.push(piece.packed);
					if (piece.kind !== "copy") continue;
					wanted[piece.of]?.push({ start: piece.at, end: piece.at + piece.end - piece.start });
				}
			}
			await Promise.all(
				wanted.map((own, of) => own.length && sourceOf(of).prefetch?.(own, signal)),
			);
		},
		withReason: (reason) =>
			piecesSource(
				pieces,
				given.map(({ space, source }) => ({
					space,
					source: source.withReason?.(reason) ?? source,
				})),
				label,
				unpack,
			),
	};
}

/** Byte from which on nobody stored anything of the part; undefined where its end is stored. */
function unstoredFrom({ list, size }: Pieces, sources: readonly ByteSource[]): number | undefined {
	let from = size;
	for (let i = list.length - 1; i >= 0; i--) {
		const piece = list[i] as Piece;
		const there = storedIn(piece, sources);
		from = Math.min(from, piece.start + there);
		if (there > 0) break;
	}
	return from < size ? from : undefined;
}

/** Bytes of a piece in front of those that nobody stored. */
function storedIn(piece: Piece, sources: readonly ByteSource[]): number {
	const length = piece.end - piece.start;
	if (piece.kind === "fill" && piece.unstored) return 0;
	if (piece.kind !== "copy") return length;
	const { unstored = Number.POSITIVE_INFINITY } = sources[piece.of] as ByteSource;
	return Math.max(0, Math.min(length, unstored - piece.at));
}

type CopyPiece = Extract<Piece, { kind: "copy" }>;
type UnitPiece = Extract<Piece, { kind: "unit" }>;
type StoredPiece = CopyPiece | UnitPiece;

function fill(out: Uint8Array, pattern: number): void {
	if (pattern === 0) return;
	for (let i = 0; i < out.length; i++) out[i] = pattern >>> ((i & 3) * 8);
}

/** @param files that bytes of the finding may be of */
const failureOf = (why: Lost, files: readonly Home[]): Failure =>
	isFinding(why)
		? corrupt(files.reduce((found, home) => inFile(found, { home, size: home.source.size }), why))
		: new Failure({ kind: "unsupported", code: "part-missing", ...why, message: why.message });
