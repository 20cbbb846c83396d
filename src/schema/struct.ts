/**
 * On-disk structures as tables of fields, and what follows from a table:
 * decoding, checking, and the list of holes. Knows no format.
 */
import type { Culprit, Report } from "../base/finding";
import type { Range, SpaceId } from "../base/range";
import type { AnyField, Field, Value } from "./field";
import { showValue } from "./show";

export type Fields<C> = Readonly<Record<string, AnyField<C>>>;

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
}

type ValueOf<T> = T extends { read(view: DataView, position: number): infer V } ? V : never;

/** The decoded form of a table: every field by its key. Fields that share bytes are all present. */
export type Decoded<S> = S extends { readonly fields: infer F }
	? { readonly [K in keyof F]: ValueOf<F[K]> }
	: never;

export function struct<C>() {
	return <F extends Fields<C>>(
		name: string,
		size: number,
		doc: string,
		fields: F,
	): Struct<C, F> => {
		const list = Object.entries(fields);
		const at = Object.fromEntries(list.map(([key, field]) => [key, field.at]));
		const ruled = list.filter(([, field]) => field.rules?.length);
		return { name, size, doc, fields, at: at as Struct<C, F>["at"], list, ruled };
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
	const view = viewOf(bytes);
	const out: Record<string, Value> = {};
	for (const [key, field] of table.list) {
		out[key] = field.read(view, offset + field.at);
	}
	return out as Decoded<Struct<C, F>>;
}

/** Where a structure was read: `bytes[offset]` is byte `start` of `space`. */
export interface Place {
	readonly bytes: Uint8Array;
	readonly offset: number;
	readonly space: SpaceId;
	readonly start: number;
	readonly nid?: bigint;
}

/** Runs the rules of every field that applies in this context. */
export function check<C, F extends Fields<C>>(
	table: Struct<C, F>,
	place: Place,
	context: C,
	report: Report,
): void {
	const view = viewOf(place.bytes);
	for (const [key, anyField] of table.ruled) {
		if (anyField.when?.(context) === false) continue;
		const field = anyField as Field<Value, C>;
		const value = field.read(view, place.offset + field.at);
		for (const rule of field.rules ?? []) {
			if (rule.ok(value, context)) continue;
			const start = place.start + field.at;
			report({
				code: rule.code,
				severity: rule.severity,
				text: rule.text,
				allowed: rule.allowed,
				seen: showValue(field, value, context),
				structure: table.name,
				field: key,
				at: { space: place.space, start, end: start + field.size },
				...(place.nid === undefined ? {} : { nid: place.nid }),
			});
		}
	}
}

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
