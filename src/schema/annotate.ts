/**
 * Structures as trees of annotated bytes: what the hex view colours, the
 * structure tree lists and the screen reader says. Plain data, so it crosses
 * a worker boundary as it is.
 */
import type { AnyField, Bits, Field, Role, Target, Value } from "./field";
import { bitValue, showRaw, showValue } from "./show";
import { decode, type Place, type Struct } from "./struct";

export interface Annotation {
	/** Field key or structure name, as the kernel spells it. */
	readonly key: string;
	/** Bytes [start, end) in the space the tree belongs to. */
	readonly start: number;
	readonly end: number;
	readonly role: Role | "struct";
	/** Human form of the value. Absent for containers. */
	readonly value?: string;
	/** The value as stored, hexadecimal. */
	readonly raw?: string;
	readonly doc?: string;
	readonly since?: string;
	/** Words such as an inode's path, shown beside the key. */
	readonly label?: string;
	readonly target?: Target;
	readonly bits?: readonly BitNote[];
	/** An entry of fewer bits than its bytes have: those from `from` on, least significant first. */
	readonly part?: { readonly from: number; readonly count: number };
	readonly children?: readonly Annotation[];
	/** Set when more children exist than are listed. */
	readonly more?: number;
}

export interface BitNote {
	readonly mask: number;
	readonly label: string;
	readonly doc: string;
	readonly value: number;
	readonly text: string;
}

export const noteBits = (bits: readonly Bits[], word: number): BitNote[] =>
	bits.map((b) => {
		const { value, text } = bitValue(b, word);
		return { mask: b.mask, label: b.label, doc: b.doc, value, text };
	});

/** Where a field points, when that does not follow from the field alone. */
export type Links = (field: string) => Target | undefined;

function annotateField<C>(
	key: string,
	anyField: AnyField<C>,
	value: Value,
	base: number,
	context: C,
	links: Links,
): Annotation {
	const field = anyField as Field<Value, C>;
	const target = links(key) ?? field.to?.(value, context);
	const start = base + field.at;
	return {
		key,
		start,
		end: start + field.size,
		role: field.role ?? "attr",
		value: showValue(field, value, context),
		raw: showRaw(field, value),
		doc: field.doc,
		...(field.since ? { since: field.since } : {}),
		...(target ? { target } : {}),
		...(field.bits ? { bits: noteBits(field.bits, Number(value)) } : {}),
	};
}

/** The fields of a structure, in byte order. Those whose `when` says no are left out. */
export function annotateFields<C>(
	table: Struct<C>,
	place: Place,
	context: C,
	links: Links = () => undefined,
): Annotation[] {
	const record: Readonly<Record<string, Value>> = decode(table, place.bytes, place.offset);
	const linked = (key: string): Target | undefined =>
		links(key) ?? table.links.find(({ field }) => field === key)?.to(record, context, place);
	return table.list
		.filter(([, field]) => field.when?.(context) !== false)
		.map(([key, field]) =>
			annotateField(key, field, record[key] as Value, place.start, context, linked),
		)
		.sort((a, b) => a.start - b.start);
}
