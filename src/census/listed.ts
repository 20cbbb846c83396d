/** What of inodes only lists show: a check does without. */
import { Failure } from "../base/errors";
import { ownRoom, resized, sumOfBytes, Wide } from "./columns";

export class ListedColumns {
	/** Bytes the contents occupy, see erofs/stored-size.ts. */
	stored: Wide;
	/** Seconds since 1970, signed. */
	mtime: Wide;
	uid: Uint32Array<ArrayBuffer>;
	gid: Uint32Array<ArrayBuffer>;

	constructor(rows: number, room = ownRoom) {
		this.stored = new Wide(rows, room);
		this.mtime = new Wide(rows, room);
		this.uid = room.make(Uint32Array, rows);
		this.gid = room.make(Uint32Array, rows);
	}

	setOwner(row: number, uid: number, gid: number): void {
		this.uid[row] = uid;
		this.gid[row] = gid;
	}

	copy(row: number, from: ListedColumns, other: number): void {
		this.stored.set(row, from.stored.low[other] as number, from.stored.highAt(other));
		this.mtime.set(row, from.mtime.low[other] as number, from.mtime.highAt(other));
		this.setOwner(row, from.uid[other] as number, from.gid[other] as number);
	}

	resize(rows: number): void {
		this.stored.resize(rows);
		this.mtime.resize(rows);
		this.uid = resized(this.uid, rows);
		this.gid = resized(this.gid, rows);
	}

	get byteLength(): number {
		return sumOfBytes([this.stored, this.mtime, this.uid, this.gid]);
	}
}

/** @throws Failure `bug` where a tree has none */
export function listedOf({
	listed,
}: {
	readonly listed: ListedColumns | undefined;
}): ListedColumns {
	if (listed) return listed;
	throw new Failure({ kind: "bug", message: "A tree was taken down without owners and times." });
}
