/** Field values in words. */
import type { Bits, Field, Value } from "./field";

export const hex = (n: number | bigint, digits = 0): string =>
	`0x${n.toString(16).padStart(digits, "0")}`;

/** Each value of a byte, in two digits. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Bytes as spaced hex, cut after `most`. */
export function hexBytes(bytes: Uint8Array, most = 16): string {
	let shown = "";
	for (let i = 0; i < bytes.length && i < most; i++) {
		shown += i > 0 ? ` ${BYTES[bytes[i] as number]}` : BYTES[bytes[i] as number];
	}
	return bytes.length > most ? `${shown} …` : shown;
}

const shiftOf = (mask: number): number => 31 - Math.clz32(mask & -mask);

/** One bit group of a flag word, with its value shifted down. */
export function bitValue(bits: Bits, word: number): { value: number; text: string; set: boolean } {
	const value = (word & bits.mask) >>> shiftOf(bits.mask);
	const single = (bits.mask & (bits.mask - 1)) === 0;
	const text = bits.names?.[value] ?? (single ? (value ? "yes" : "no") : String(value));
	return { value, text, set: value !== 0 };
}

function showFlags(bits: readonly Bits[], word: number): string {
	const parts = bits.flatMap((b) => {
		const { text, set } = bitValue(b, word);
		if (b.names) return [`${b.label} ${text}`];
		const single = (b.mask & (b.mask - 1)) === 0;
		return set ? [single ? b.label : `${b.label} ${text}`] : [];
	});
	const known = bits.reduce((mask, b) => mask | b.mask, 0);
	const unknown = (word & ~known) >>> 0;
	if (unknown) parts.push(`unknown ${hex(unknown)}`);
	return parts.length ? parts.join(", ") : "none";
}

/** The human form of a field's value: its own `show`, an enum name, flag names, or a number. */
export function showValue<C>(field: Field<Value, C>, value: Value, context: C): string {
	if (field.show) return field.show(value, context);
	if (value instanceof Uint8Array) return hexBytes(value);
	if (field.bits) return showFlags(field.bits, Number(value));
	const name = field.names?.[Number(value)];
	if (name !== undefined) return `${name} (${value})`;
	// A signature is as long as it is written down.
	if (field.role === "magic" || field.role === "checksum") return hex(value, 2 * field.size);
	return field.role === "pointer" ? hex(value) : value.toString();
}

/** The value as stored, for people who compare with a hex dump. */
export const showRaw = (field: Field<Value, never>, value: Value): string =>
	value instanceof Uint8Array
		? hexBytes(value)
		: hex(value < 0 ? BigInt.asUintN(64, BigInt(value)) : value, field.size * 2);
