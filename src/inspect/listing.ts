/** Listings as columns: one typed array per attribute, names in one arena. */
import type { Exact } from "../base/exact";
import type { Finding } from "../base/finding";
import { compareBytes, showPart } from "../base/text";
import { entryName } from "../erofs/directory";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { possibleSizes } from "../erofs/possible";
import type { Visit } from "../erofs/walk";

/**
 * Rows of a listing, all arrays of `count` entries.
 * Names are raw bytes: they need not be UTF-8.
 */
export interface EntryColumns {
	readonly count: number;
	/** Name i is names[nameStart[i] .. nameStart[i + 1]). */
	readonly names: Uint8Array<ArrayBuffer>;
	readonly nameStart: Uint32Array<ArrayBuffer>;
	readonly nid: BigUint64Array<ArrayBuffer>;
	/** Index into TYPE_NAMES. */
	readonly type: Uint8Array<ArrayBuffer>;
	/** st_mode, type bits included. */
	readonly mode: Uint16Array<ArrayBuffer>;
	readonly uid: Uint32Array<ArrayBuffer>;
	readonly gid: Uint32Array<ArrayBuffer>;
	readonly nlink: Uint32Array<ArrayBuffer>;
	/** Bytes of contents (i_size). */
	readonly size: BigUint64Array<ArrayBuffer>;
	/** Bytes the contents occupy in the image. */
	readonly stored: BigUint64Array<ArrayBuffer>;
	/** 0 where that is not known: the inode cannot be read, or claims more than the image can hold. */
	readonly storedKnown: Uint8Array<ArrayBuffer>;
	/** Seconds since 1970. */
	readonly mtime: BigInt64Array<ArrayBuffer>;
	/** 0 where the inode could not be read: of mode to mtime nothing is known there. */
	readonly known: Uint8Array<ArrayBuffer>;
	/** 1 where a finding was raised for the entry or its inode. */
	readonly bad: Uint8Array<ArrayBuffer>;
}

/** A row to be put into columns. */
export interface Row {
	readonly name: Uint8Array;
	readonly nid: bigint;
	/** dirent file_type, used when the inode cannot be read. */
	readonly type: number;
	readonly inode: Inode | undefined;
	/** Bytes the contents occupy; undefined when the inode claims more than the image can hold. */
	readonly stored: Exact | undefined;
	readonly bad: boolean;
}

export function toColumns(rows: readonly Row[]): EntryColumns {
	const count = rows.length;
	const columns = {
		count,
		names: new Uint8Array(rows.reduce((sum, row) => sum + row.name.length, 0)),
		nameStart: new Uint32Array(count + 1),
		nid: new BigUint64Array(count),
		type: new Uint8Array(count),
		mode: new Uint16Array(count),
		uid: new Uint32Array(count),
		gid: new Uint32Array(count),
		nlink: new Uint32Array(count),
		size: new BigUint64Array(count),
		stored: new BigUint64Array(count),
		storedKnown: new Uint8Array(count),
		mtime: new BigInt64Array(count),
		known: new Uint8Array(count),
		bad: new Uint8Array(count),
	};
	rows.forEach((row, i) => {
		const start = columns.nameStart[i] as number;
		columns.names.set(row.name, start);
		columns.nameStart[i + 1] = start + row.name.length;
		columns.nid[i] = row.nid;
		columns.type[i] = row.inode?.type || row.type;
		columns.mode[i] = row.inode?.mode ?? 0;
		columns.uid[i] = row.inode?.uid ?? 0;
		columns.gid[i] = row.inode?.gid ?? 0;
		columns.nlink[i] = row.inode?.nlink ?? 0;
		columns.size[i] = BigInt(row.inode?.i_size ?? 0);
		columns.stored[i] = BigInt(row.stored ?? 0);
		columns.storedKnown[i] = row.inode && row.stored !== undefined ? 1 : 0;
		columns.mtime[i] = BigInt(row.inode?.mtime ?? 0);
		columns.known[i] = row.inode ? 1 : 0;
		columns.bad[i] = row.bad ? 1 : 0;
	});
	return columns;
}

/** Whether names ascend in byte order, as the format wants them; duplicates are allowed. */
export const isSortedByName = (rows: readonly Row[]): boolean =>
	rows.every(({ name }, i) => i === 0 || compareBytes((rows[i - 1] as Row).name, name) <= 0);

/** Inodes, and names of entries of the directory, that findings of a visit speak of. */
function badPlaces(findings: readonly Finding[]): {
	nids: ReadonlySet<bigint>;
	entries: ReadonlySet<string>;
} {
	const nids = new Set<bigint>();
	const entries = new Set<string>();
	for (const { severity, nid, entry } of findings) {
		if (severity === "note") continue;
		if (entry !== undefined) entries.add(entry);
		else if (nid !== undefined) nids.add(nid);
	}
	return { nids, entries };
}

/** The rows of a visited directory, "." and ".." left out. */
export async function visitRows(
	image: Image,
	visit: Visit,
	findings: readonly Finding[],
	signal?: AbortSignal,
): Promise<Row[]> {
	const { entries, rows, inodes } = visit;
	const bad = badPlaces(findings);
	const stored = await possibleSizes(image, inodes, signal);
	return rows.map((i, row) => {
		const nid = entries.nid[i] as bigint;
		const inode = inodes[row];
		const name = entryName(entries, i);
		const isBadEntry = bad.entries.size > 0 && bad.entries.has(showPart(name));
		return {
			name,
			nid,
			type: entries.type[i] as number,
			inode,
			stored: stored[row],
			bad: !inode || bad.nids.has(nid) || isBadEntry || stored[row] === undefined,
		};
	});
}
