/**
 * Layout told once, heard by many. A layout function knows which structure follows which and
 * tells it, in byte order, to a listener: one that builds trees, one that claims bytes, one that
 * runs rules, one that explains a single byte. It is synchronous and knows not who listens.
 *
 * Parts are constants, and what their words are made from (`of`) is made once for each thing that
 * is laid out, so that telling costs no object for each call.
 */
import type { Finding } from "../base/finding";
import { intersect, type Range } from "../base/range";
import type { Bits, Role, Target } from "./field";
import type { Struct } from "./struct";
import type { Sum } from "./sum";

/** What a run of bytes is. `T` is what its words are made from. */
export interface Part<T = never> {
	/** Who owns the bytes: a number of the format's list of kinds. Absent: the parts inside say. */
	readonly kind?: number;
	/** Name in trees; the name of the table when there is one. Absent with neither: no node. */
	readonly key?: string;
	readonly doc?: string;
	readonly role?: Role | "struct";
	/** Where its fields point, when more decides than the record itself: by field. */
	readonly links?: PartLinks<T>;
	/** `n` is the number of the part in its list. */
	label?(of: T, start: number, n: number): string;
	value?(of: T, start: number, end: number, n: number): string;
	target?(of: T, start: number, end: number, n: number): Target | undefined;
	/** How its first byte follows from what is known, with this image's numbers. */
	sum?(of: T, start: number, n: number): Sum;
	/** What the bits of a packed entry mean. */
	bits?(of: T, start: number, n: number): readonly Bits[];
}

export type PartLinks<T> = Readonly<
	Record<string, (of: T, start: number, n: number) => Target | undefined>
>;

export interface Visitor {
	/** The bytes asked about, inside the space; items of long lists outside of it are not told. */
	readonly range: Range;
	/** Items of one list told at most. */
	readonly most: number;
	/** A part with parts inside. False: they are not wanted; then `close` must not be called. */
	open<T>(part: Part<T>, of: T, start: number, end: number, n?: number): boolean;
	/** @param more items that were not told */
	close(more?: number): void;
	/** A whole structure. */
	struct<T, C>(part: Part<T>, of: T, table: Struct<C>, start: number, context: C, n?: number): void;
	/** The fields of a structure that has more inside than its table: for use after `open`. */
	fields<C>(table: Struct<C>, start: number, context: C): void;
	/** Bytes without a table: names, values, contents, padding. Nothing when empty. */
	bytes<T>(part: Part<T>, of: T, start: number, end: number, n?: number): void;
	/** An entry of bits [from, from + count), counted from byte `start`, least significant first. */
	bits<T>(part: Part<T>, of: T, start: number, from: number, count: number, n?: number): void;
	/** Damage, because of which what should follow here is not told. */
	stop(finding: Finding): void;
}

/** A range for a space of `size` bytes: damage can speak of 2^50 records. */
export const rangeIn = (size: number, wanted: Range = { start: 0, end: size }): Range =>
	intersect({ start: 0, end: size }, wanted) ?? { start: 0, end: 0 };

/** Which of `count` items of `size` bytes, the first at `start`, are told: numbers [start, end). */
export function itemsOf(
	{ range, most }: Visitor,
	start: number,
	size: number,
	count: number,
): Range {
	const first = Math.min(count, Math.max(0, Math.floor((range.start - start) / size)));
	const end = Math.min(count, Math.max(first, Math.ceil((range.end - start) / size)));
	return { start: first, end: Math.min(end, first + most) };
}

/** Bytes that hold the bits [from, from + count), counted from byte `start`. */
export const bytesOfBits = (start: number, from: number, count: number): Range => ({
	start: start + Math.floor(from / 8),
	end: start + Math.ceil((from + count) / 8),
});

/** The bits of such an entry as a number; at most 24, in bytes that are there. */
export function bitsAt(view: DataView, position: number, from: number, count: number): number {
	const { start, end } = bytesOfBits(position, from, count);
	let word = 0;
	for (let i = end - 1; i >= start; i--) word = (word << 8) | view.getUint8(i);
	return (word >>> (from & 7)) & (2 ** count - 1);
}
