/**
 * Byte ranges. Everywhere in this project `end` is exclusive and units are bytes.
 *
 * A bare range is ambiguous (offset 4096 of what?), so anything that leaves a
 * function carries its address space: see {@link Span}.
 */
export interface Range {
	readonly start: number;
	readonly end: number;
}

/** Names an address space; space.ts lists them, and alone writes and reads the names. */
export type SpaceId = string;

/** A range in a named address space. */
export interface Span extends Range {
	readonly space: SpaceId;
}

export const span = (space: SpaceId, start: number, end: number): Span => ({ space, start, end });

export const contains = (r: Range, offset: number): boolean => offset >= r.start && offset < r.end;

export const overlaps = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end;

/** The common part of two ranges, or undefined when they do not touch. */
export function intersect(a: Range, b: Range): Range | undefined {
	const start = Math.max(a.start, b.start);
	const end = Math.min(a.end, b.end);
	return start < end ? { start, end } : undefined;
}

/** Smallest multiple of `unit` that is >= `n`. Any positive integer unit; safe up to 2^53. */
export const roundUp = (n: number, unit: number): number => Math.ceil(n / unit) * unit;

/** Largest multiple of `unit` that is <= `n`. */
export const roundDown = (n: number, unit: number): number => Math.floor(n / unit) * unit;
