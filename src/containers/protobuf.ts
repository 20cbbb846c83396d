/** Messages of protocol buffers, as far as wrappers need them: fields in order, with the bytes they lie in. */
import { asPosition } from "../base/exact";

export interface ProtoField {
	readonly number: number;
	/** Varint and fixed numbers. */
	readonly value: bigint;
	/** Bytes of messages and texts. */
	readonly start: number;
	readonly end: number;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** The fields of the message in bytes [from, to), up to what makes no sense: then `undefined` is last. */
export function* protoFields(
	bytes: Uint8Array,
	from: number,
	to: number,
): Generator<ProtoField | undefined, void, void> {
	let at = from;
	const varint = (): bigint | undefined => {
		let value = 0n;
		for (let shift = 0n; shift < 70n && at < to; shift += 7n) {
			const byte = bytes[at++] as number;
			value |= BigInt(byte & 0x7f) << shift;
			if (byte < 0x80) return BigInt.asUintN(64, value);
		}
		return undefined;
	};
	const fixed = (size: number): bigint | undefined => {
		if (at + size > to) return undefined;
		let value = 0n;
		for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] as number);
		at += size;
		return value;
	};
	while (at < to) {
		const tag = varint();
		if (tag === undefined) return yield undefined;
		const number = asPosition(tag >> 3n);
		const wire = asPosition(tag & 7n);
		const start = at;
		const value =
			wire === FIXED64 ? fixed(8) : wire === FIXED32 ? fixed(4) : wire < 3 ? varint() : undefined;
		if (
			value === undefined ||
			(wire !== VARINT && wire !== FIXED64 && wire !== BYTES && wire !== FIXED32)
		) {
			return yield undefined;
		}
		if (wire !== BYTES) yield { number, value, start, end: at };
		else {
			const begin = at;
			if (value > BigInt(to - at)) return yield undefined;
			at += asPosition(value);
			yield { number, value: 0n, start: begin, end: at };
		}
	}
}
