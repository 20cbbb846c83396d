/** The bytes at the cursor read as all kinds of values. */
import { hexOf, showName } from "../../../../base/text";
import { exactBytes, timeText } from "../../../../base/words";

export interface Reading {
	/** `u32`; for times and text a word. */
	readonly kind: string;
	readonly doc: string;
	/** Bytes read. */
	readonly size: number;
	/** As EROFS stores integers; the only reading where byte order means nothing. */
	readonly little?: string;
	readonly big?: string;
	readonly only?: string;
}

/** Bytes wanted from the cursor on; fewer near the end. */
export const INSPECTED = 64;

type Read = (view: DataView, little: boolean) => string;

const INTEGERS: readonly (readonly [string, number, Read])[] = [
	["u8", 1, (v) => String(v.getUint8(0))],
	["i8", 1, (v) => String(v.getInt8(0))],
	["u16", 2, (v, le) => String(v.getUint16(0, le))],
	["i16", 2, (v, le) => String(v.getInt16(0, le))],
	["u32", 4, (v, le) => String(v.getUint32(0, le))],
	["i32", 4, (v, le) => String(v.getInt32(0, le))],
	["u64", 8, (v, le) => String(v.getBigUint64(0, le))],
	["i64", 8, (v, le) => String(v.getBigInt64(0, le))],
];

const FLOATS: typeof INTEGERS = [
	["f32", 4, (v, le) => floatText(v.getFloat32(0, le), 9)],
	["f64", 8, (v, le) => floatText(v.getFloat64(0, le), 17)],
];

const TIMES: typeof INTEGERS = [
	["time 32", 4, (v, le) => timeText(v.getInt32(0, le))],
	["time 64", 8, (v, le) => time64(v.getBigInt64(0, le))],
];

/** From here on a row of zeros would say less than an exponent. */
const LARGE = 1e15;

/** Enough digits to be exact, none that only repeat the binary fraction. */
function floatText(n: number, digits: number): string {
	if (!Number.isFinite(n)) return String(n);
	const short = Number(n.toPrecision(digits));
	return Math.abs(short) >= LARGE ? short.toExponential() : String(short);
}

/** The years a calendar can show; a wild 64-bit number is no time. */
const FURTHEST = 8_640_000_000_000n;
const time64 = (n: bigint): string =>
	n > FURTHEST || n < -FURTHEST ? "out of range" : timeText(n);

const DOCS: Readonly<Record<string, string>> = {
	u: "Unsigned integer",
	i: "Signed integer, two's complement",
	f: "IEEE 754 floating point number",
	t: "Seconds since 1970, signed",
};

function reading([kind, size, read]: (typeof INTEGERS)[number], bytes: Uint8Array): Reading[] {
	if (bytes.length < size) return [];
	const view = new DataView(bytes.buffer, bytes.byteOffset, size);
	const doc = `${DOCS[kind.charAt(0)]}, ${exactBytes(size)}`;
	if (size === 1) return [{ kind, doc, size, only: read(view, true) }];
	return [{ kind, doc, size, little: read(view, true), big: read(view, false) }];
}

const binary = (b: number): string => {
	const bits = b.toString(2).padStart(8, "0");
	return `${bits.slice(0, 4)} ${bits.slice(4)}`;
};

/** As EROFS and most systems on disk keep it: in the order of the text. */
function uuid(bytes: Uint8Array): string {
	const hex = hexOf(bytes.subarray(0, 16));
	const ends = [0, 8, 12, 16, 20, 32];
	return ends
		.slice(1)
		.map((end, i) => hex.slice(ends[i], end))
		.join("-");
}

/** Text up to the first zero byte, with a sequence cut by the window left out. */
function text(bytes: Uint8Array): string {
	const nul = bytes.indexOf(0);
	let end = nul < 0 ? bytes.length : nul;
	if (nul < 0 && bytes.length === INSPECTED) end = wholeCharacters(bytes);
	return showName(bytes.subarray(0, end)) + (nul < 0 && end < bytes.length ? "…" : "");
}

/** Where the last complete UTF-8 sequence ends. */
function wholeCharacters(bytes: Uint8Array): number {
	let lead = bytes.length - 1;
	while (lead > bytes.length - 4 && ((bytes[lead] as number) & 0xc0) === 0x80) lead--;
	const first = bytes[lead] as number;
	const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
	return lead + length > bytes.length ? lead : bytes.length;
}

/** @param bytes from the cursor on, at most {@link INSPECTED}; none gives no readings. */
export function inspect(bytes: Uint8Array): Reading[] {
	const [first] = bytes;
	if (first === undefined) return [];
	return [
		...[...INTEGERS, ...FLOATS, ...TIMES].flatMap((each) => reading(each, bytes)),
		{ kind: "binary", doc: "The bits of one byte", size: 1, only: binary(first) },
		...(bytes.length >= 16
			? [{ kind: "UUID", doc: "16 bytes in the order of the text", size: 16, only: uuid(bytes) }]
			: []),
		{ kind: "text", doc: "UTF-8 up to a zero byte", size: 0, only: text(bytes) || "(empty)" },
	];
}
