/** Listings for tests, written as rows. */
import { utf8Bytes } from "../../../../base/text";
import type { EntryColumns } from "../../../../worker/protocol";
import { DIRECTORY, FILE } from "./entries";

export interface TestEntry {
	readonly name: string | Uint8Array;
	readonly type?: number;
	readonly size?: number;
	readonly stored?: number;
	readonly mtime?: number;
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
		size: Float64Array.from(entries, (e) => e.size ?? 0),
		stored: Float64Array.from(entries, (e) => e.stored ?? 0),
		mtime: Float64Array.from(entries, (e) => e.mtime ?? 0),
		bad: new Uint8Array(entries.length),
	};
}

/** `count` files named by `name`, without a JavaScript object each. */
export function manyFiles(count: number, name = (i: number) => `file-${i}`): EntryColumns {
	return listing(Array.from({ length: count }, (_, i) => name(i)));
}
