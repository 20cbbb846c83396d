/**
 * One field of an on-disk structure: where it lies, how to read it, what it means.
 *
 * Everything that can be said about a field is said here once; decoding, hex
 * annotation, checking and teaching are derived. `C` is the context a table
 * needs to interpret a value (block size, feature bits, layout …).
 * Integers are little-endian unless a kit is made for the other order.
 */
import type { Severity } from "../base/finding";
import type { Span } from "../base/range";

export type Value = number | bigint | Uint8Array;

/** What kind of thing a field is; drives its colour and glyph on screen. */
export type Role =
	| "magic"
	| "checksum"
	| "size"
	| "count"
	| "pointer"
	| "flags"
	| "id"
	| "time"
	| "text"
	| "attr"
	| "data"
	| "reserved";

/** Where a pointer points, so that a click can follow it. */
export interface Target {
	readonly span: Span;
	/** The inode found there, when the pointer is a nid. */
	readonly nid?: bigint;
	readonly label: string;
}

/** A named bit (or run of bits) inside a flag word. */
export interface Bits {
	readonly mask: number;
	readonly label: string;
	readonly doc: string;
	/** Names for the values of a multi-bit group, after shifting down. */
	readonly names?: Readonly<Record<number, string>>;
}

export interface Rule<T, C> {
	readonly code: string;
	readonly severity: Severity;
	readonly text: string;
	/** What would be right, in words. */
	readonly allowed: string;
	ok(value: T, context: C): boolean;
}

export interface FieldInfo<T, C> {
	/** One sentence a learner understands. */
	readonly doc: string;
	readonly role?: Role;
	readonly names?: Readonly<Record<number, string>>;
	readonly bits?: readonly Bits[];
	readonly rules?: readonly Rule<T, C>[];
	/** First kernel version that understands the field. */
	readonly since?: string;
	/** Human form of the value. */
	show?(value: T, context: C): string;
	to?(value: T, context: C): Target | undefined;
	/** For bytes with more than one meaning: whether this one applies. */
	when?(context: C): boolean;
}

export interface Field<T, C> extends FieldInfo<T, C> {
	/** Byte offset inside the structure. */
	readonly at: number;
	/** Bytes. */
	readonly size: number;
	readonly type: string;
	read(view: DataView, position: number): T;
}

export type AnyField<C> = Field<number, C> | Field<bigint, C> | Field<Uint8Array, C>;

type Make<T, C> = (at: number, info: FieldInfo<T, C>) => Field<T, C>;

function integer<T, C>(
	type: string,
	size: number,
	read: (view: DataView, position: number) => T,
): Make<T, C> {
	return (at, info) => ({ ...info, at, size, type, read });
}

/** What is wrong with reserved bytes that are not zero. */
export const notZero = {
	code: "reserved-not-zero",
	severity: "warning",
	text: "Reserved bytes are not zero; a newer writer may have given them a meaning.",
	allowed: "all zero",
} as const;

/** The field constructors for tables whose context is `C`. */
export function fieldKit<C>(order: "little" | "big" = "little") {
	const little = order === "little";
	const of = little ? "u" : "be";
	return {
		u8: integer<number, C>("u8", 1, (v, p) => v.getUint8(p)),
		u16: integer<number, C>(`${of}16`, 2, (v, p) => v.getUint16(p, little)),
		u32: integer<number, C>(`${of}32`, 4, (v, p) => v.getUint32(p, little)),
		u64: integer<bigint, C>(`${of}64`, 8, (v, p) => v.getBigUint64(p, little)),
		s64: integer<bigint, C>("s64", 8, (v, p) => v.getBigInt64(p, little)),
		bytes: (at: number, size: number, info: FieldInfo<Uint8Array, C>): Field<Uint8Array, C> => ({
			...info,
			at,
			size,
			type: `u8[${size}]`,
			read: (v, p) => new Uint8Array(v.buffer, v.byteOffset + p, size),
		}),
		rule: <T>(
			code: string,
			severity: Severity,
			ok: (value: T, context: C) => boolean,
			text: string,
			allowed: string,
		): Rule<T, C> => ({ code, severity, ok, text, allowed }),
		/** Bytes the format keeps for later; writers set zero. */
		reserved: (at: number, size: number): Field<Uint8Array, C> => ({
			at,
			size,
			type: `u8[${size}]`,
			role: "reserved",
			doc: "Reserved for future use; writers set it to zero.",
			rules: [{ ...notZero, ok: (v) => v.every((b) => b === 0) }],
			read: (v, p) => new Uint8Array(v.buffer, v.byteOffset + p, size),
		}),
	};
}
