/**
 * Filter hits arrive in batches and are shown as one listing. The columns grow by doubling,
 * so that the batches of a long search are not copied again and again.
 */
import type { EntryColumns } from "../../../../worker/protocol";

type Numbers = Uint8Array | Uint16Array | Uint32Array | BigUint64Array | BigInt64Array;
type Column = Exclude<keyof EntryColumns, "count" | "names" | "nameStart">;

const COLUMN_NAMES: readonly Column[] = [
	"nid",
	"type",
	"mode",
	"uid",
	"gid",
	"nlink",
	"size",
	"stored",
	"storedKnown",
	"mtime",
	"known",
	"bad",
];

export const noEntries = (): EntryColumns => ({
	count: 0,
	names: new Uint8Array(0),
	nameStart: new Uint32Array(1),
	nid: new BigUint64Array(0),
	type: new Uint8Array(0),
	mode: new Uint16Array(0),
	uid: new Uint32Array(0),
	gid: new Uint32Array(0),
	nlink: new Uint32Array(0),
	size: new BigUint64Array(0),
	stored: new BigUint64Array(0),
	storedKnown: new Uint8Array(0),
	mtime: new BigInt64Array(0),
	known: new Uint8Array(0),
	bad: new Uint8Array(0),
});

/** `target` with `source` written at `at`; moved to a larger buffer when it does not fit. */
function extend<T extends Numbers>(target: T, at: number, source: T): T {
	const need = at + source.length;
	const room = target.buffer.byteLength / target.BYTES_PER_ELEMENT;
	const make = target.constructor as new (
		of: number | ArrayBufferLike,
		a?: number,
		b?: number,
	) => T;
	const whole =
		need <= room ? new make(target.buffer, 0, room) : new make(Math.max(need, 2 * room));
	// The element types agree: both are the same column.
	const write = whole as unknown as { set(values: Numbers, at: number): void };
	if (whole.buffer !== target.buffer) write.set(target.subarray(0, at), 0);
	write.set(source, at);
	return whole.subarray(0, need) as T;
}

/**
 * `all` followed by `batch`. The result shares memory with `all`, whose own rows stay as
 * they are; append only to the newest result.
 */
export function append(all: EntryColumns, batch: EntryColumns): EntryColumns {
	const used = all.nameStart[all.count] ?? 0;
	const first = batch.nameStart[0] ?? 0;
	const last = batch.nameStart[batch.count] ?? first;
	const starts = batch.nameStart.subarray(1, batch.count + 1).map((s) => s - first + used);
	const columns = COLUMN_NAMES.map((name) => [
		name,
		extend(all[name] as Numbers, all.count, batch[name].subarray(0, batch.count) as Numbers),
	]);
	return {
		...(Object.fromEntries(columns) as Pick<EntryColumns, Column>),
		count: all.count + batch.count,
		names: extend(all.names, used, batch.names.subarray(first, last)),
		nameStart: extend(all.nameStart, all.count + 1, starts),
	};
}
