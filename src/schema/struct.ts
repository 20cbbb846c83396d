/**
 * On-disk structures as tables of fields, and what follows from a table:
 * decoding, checking, and the list of holes. Knows no format.
 */
import {
	type Culprit,
	type Finding,
	type LateFinding,
	later,
	type Report,
	type Severity,
} from "../base/finding";
import type { Range, SpaceId } from "../base/range";
import type { AnyField, Field, Target, Value } from "./field";
import { showValue } from "./show";

export type Fields<C> = Readonly<Record<string, AnyField<C>>>;

type ValueOf<T> = T extends { read(view: DataView, position: number): infer V } ? V : never;

/** The fields of a table by their keys. Fields that share bytes are all present. */
type Values<F> = { readonly [K in keyof F]: ValueOf<F[K]> };

/** A pointer that needs several fields. */
export interface Link<C, F extends Fields<C> = Fields<C>> {
	/** The field that shows it. */
	readonly field: keyof F & string;
	/** @param at first byte of the structure, for pointers to its neighbours */
	to(record: Values<F>, context: C, at: Pick<Place, "space" | "start">): Target | undefined;
}

/** A rule that needs several fields. */
export interface RecordRule<C, F extends Fields<C> = Fields<C>> {
	readonly code: string;
	readonly severity: Severity;
	/** Those it compares, first the one that a finding points at. */
	readonly fields: readonly [keyof F & string, ...(keyof F & string)[]];
	readonly text: string;
	/** What would be right, in words. */
	readonly allowed: string;
	ok(record: Values<F>, context: C): boolean;
}

export interface Struct<C, F extends Fields<C> = Fields<C>> {
	/** The kernel's name: `erofs_super_block`. */
	readonly name: string;
	/** Bytes of the fixed part. */
	readonly size: number;
	/** What the structure is for, one or two sentences. */
	readonly doc: string;
	readonly fields: F;
	/** Field offsets, for hot loops that read without building an object. */
	readonly at: { readonly [K in keyof F]: number };
	/** The fields as a list, and those of them that have rules: made once, looped over often. */
	readonly list: readonly (readonly [string, AnyField<C>])[];
	readonly ruled: readonly (readonly [string, AnyField<C>])[];
	readonly links: readonly Link<C>[];
	readonly rules: readonly RecordRule<C>[];
}

/** The decoded form of a table. */
export type Decoded<S> = S extends { readonly fields: infer F } ? Values<F> : never;

export function struct<C>() {
	return <F extends Fields<C>>(
		name: string,
		size: number,
		doc: string,
		fields: F,
		{
			links = [],
			rules = [],
		}: {
			readonly links?: readonly Link<C, F>[];
			readonly rules?: readonly RecordRule<C, F>[];
		} = {},
	): Struct<C, F> => {
		const list = Object.entries(fields);
		const at = Object.fromEntries(list.map(([key, field]) => [key, field.at]));
		const ruled = list.filter(([, field]) => field.rules?.length);
		return { name, size, doc, fields, at: at as Struct<C, F>["at"], list, ruled, links, rules };
	};
}

export const viewOf = (bytes: Uint8Array): DataView =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * All fields of `table` at `offset` of `bytes`.
 * @throws RangeError when the bytes end inside the structure; callers read whole structures.
 */
export function decode<C, F extends Fields<C>>(
	table: Struct<C, F>,
	bytes: Uint8Array,
	offset = 0,
): Decoded<Struct<C, F>> {
	return decodeFrom<C>(table, viewOf(bytes), offset) as Decoded<Struct<C, F>>;
}

function decodeFrom<C>(table: Struct<C>, view: DataView, offset: number): Values<Fields<C>> {
	const out: Record<string, Value> = {};
	for (const [key, field] of table.list) {
		out[key] = field.read(view, offset + field.at);
	}
	return out as Values<Fields<C>>;
}

/** Where a structure was read: `bytes[offset]` is byte `start` of `space`. */
export interface Place {
	readonly bytes: Uint8Array;
	readonly offset: number;
	readonly space: SpaceId;
	readonly start: number;
	readonly nid?: bigint;
}

/**
 * Whether the structure at `offset` of `view` breaks no rule. Most are sound, and nothing is made
 * for them but the values their rules look at.
 */
export function isSound<C>(table: Struct<C>, view: DataView, offset: number, context: C): boolean {
	for (const [, anyField] of table.ruled) {
		const field = anyField as Field<Value, C>;
		if (field.when?.(context) === false) continue;
		const value = field.read(view, offset + field.at);
		for (const rule of field.rules ?? []) if (!rule.ok(value, context)) return false;
	}
	if (table.rules.length === 0) return true;
	const record = decodeFrom(table, view, offset);
	return table.rules.every((rule) => rule.ok(record, context));
}

/** Runs the rules of every field that applies in this context, and those of the whole structure. */
export function check<C>(table: Struct<C>, place: Place, context: C, report: Report): void {
	checkLate(table, place, context, (_, { make }) => report(make()));
}

/**
 * The same, for whom most findings need not be made: of what they say the values alone are kept.
 * @param tell with the field that the finding points at
 */
export function checkLate<C>(
	table: Struct<C>,
	place: Place,
	context: C,
	tell: (field: string, late: LateFinding) => void,
): void {
	const view = viewOf(place.bytes);
	const { space, start, nid } = place;
	const about = nid === undefined ? {} : { nid };
	const late = (rule: Fault, keys: readonly [string, ...string[]], values: Values<Fields<C>>) => {
		const where = (): Culprit => ({ ...fieldAt(table, keys[0], space, start), ...about });
		tell(
			keys[0],
			later(rule, () => broken(rule, seen(table, keys, values, context), where())),
		);
	};
	for (const [key, anyField] of table.ruled) {
		const field = anyField as Field<Value, C>;
		if (field.when?.(context) === false) continue;
		const value = field.read(view, place.offset + field.at);
		for (const rule of field.rules ?? [])
			if (!rule.ok(value, context)) late(rule, [key], { [key]: value });
	}
	if (table.rules.length === 0) return;
	const record = decodeFrom(table, view, place.offset);
	for (const rule of table.rules) if (!rule.ok(record, context)) late(rule, rule.fields, record);
}

type Fault = Pick<Finding, "code" | "severity" | "text" | "allowed">;

/** What a rule about `keys` saw: the values of all that there are in this context. */
function seen<C>(
	table: Struct<C>,
	keys: readonly [string, ...string[]],
	values: Values<Fields<C>>,
	context: C,
): string {
	const shown = keys.flatMap((key) => {
		const field = table.fields[key] as Field<Value, C>;
		if (field.when?.(context) === false) return [];
		const value = showValue(field, values[key] as Value, context);
		return [keys.length > 1 ? `${key} ${value}` : value];
	});
	return shown.join(", ");
}

const broken = (
	{ code, severity, text, allowed }: Fault,
	seen: string,
	where: Culprit,
): Finding => ({
	code,
	severity,
	text,
	...(allowed === undefined ? {} : { allowed }),
	seen,
	...where,
});

/** Structure, field and bytes of one field of a structure that starts at byte `start`, for findings. */
export function fieldAt<C, F extends Fields<C>>(
	table: Struct<C, F>,
	field: keyof F & string,
	space: SpaceId,
	start: number,
): Culprit {
	const from = start + table.at[field];
	const end = from + (table.fields[field] as AnyField<C>).size;
	return { structure: table.name, field, at: { space, start: from, end } };
}

/** Bytes of the structure no field claims. A table under construction shows what is missing. */
export function holes<C>(table: Struct<C>): Range[] {
	const fields = table.list.map(([, field]) => field).sort((a, b) => a.at - b.at);
	const out: Range[] = [];
	let end = 0;
	for (const field of fields) {
		if (field.at > end) out.push({ start: end, end: field.at });
		end = Math.max(end, field.at + field.size);
	}
	if (end < table.size) out.push({ start: end, end: table.size });
	return out;
}
