/** Listings for tests, written as rows. */
import type { Exact } from "../../../../base/exact";
import { utf8Bytes } from "../../../../base/text";
import type { EntryColumns } from "../../../../worker/protocol";
import { DIRECTORY, FILE } from "./entries";

export interface TestEntry {
	readonly name: string | Uint8Array;
	readonly type?: number;
	readonly size?: Exact;
	readonly stored?: Exact;
	readonly mtime?: Exact;
	readonly known?: boolean;
	readonly mode?: number;
	readonly uid?: number;
	readonly gid?: number;
}

/** A name ending in "/" is a directory. */
export function listing(rows: readonly (string | TestEntry)[]): EntryColumns {
	const entries = rows.map((row) => {
		const entry = typeof row === "string" ? { name: row } : row;
		const folder = typeof entry.name === "string" && entry.name.endsWith("/");
		const name =
			typeof entry.name === "string" ? utf8Bytes(entry.name.replace(/\/$/, "")) : entry.name;
		return { type: folder ? DIRECTORY : FILE, ...entry, name };
	});
	const nameStart = new Uint32Array(entries.length + 1);
	for (const [i, e] of entries.entries()) nameStart[i + 1] = (nameStart[i] ?? 0) + e.name.length;
	const names = new Uint8Array(nameStart[entries.length] ?? 0);
	for (const [i, e] of entries.entries()) names.set(e.name, nameStart[i]);
	return {
		count: entries.length,
		names,
		nameStart,
		nid: BigUint64Array.from(entries, (_, i) => BigInt(i)),
		type: Uint8Array.from(entries, (e) => e.type),
		mode: Uint16Array.from(entries, (e) => e.mode ?? 0o644),
		uid: Uint32Array.from(entries, (e) => e.uid ?? 0),
		gid: Uint32Array.from(entries, (e) => e.gid ?? 0),
		nlink: new Uint32Array(entries.length).fill(1),
		size: BigUint64Array.from(entries, (e) => BigInt(e.size ?? 0)),
		stored: BigUint64Array.from(entries, (e) => BigInt(e.stored ?? 0)),
		storedKnown: Uint8Array.from(entries, (e) => (e.known === false ? 0 : 1)),
		mtime: BigInt64Array.from(entries, (e) => BigInt(e.mtime ?? 0)),
		known: Uint8Array.from(entries, (e) => (e.known === false ? 0 : 1)),
		bad: new Uint8Array(entries.length),
	};
}

/** `count` files named by `name`, without a JavaScript object each. */
export function manyFiles(count: number, name = (i: number) => `file-${i}`): EntryColumns {
	return listing(Array.from({ length: count }, (_, i) => name(i)));
}
