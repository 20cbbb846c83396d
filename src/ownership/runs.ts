/**
 * Runs of stored contents in columns: the bytes of a space, whose they are, and which bytes of
 * the file are stored in them, in the same order.
 */
import type { Range } from "../base/range";
import { resized, roomFor } from "../census/columns";

export class Runs {
	count = 0;
	start = new Float64Array(0);
	/** Exclusive. */
	end = new Float64Array(0);
	/** Index into KINDS, or DIRECTORY. */
	kind = new Uint8Array(0);
	/** Row of the inode. */
	owner = new Uint32Array(0);
	/** First byte of the file, and the one behind the last. */
	from = new Float64Array(0);
	to = new Float64Array(0);

	/** Makes the last run longer where both the space and the file go on. Nothing when empty. */
	add({ start, end }: Range, kind: number, owner: number, file: Range): void {
		if (end <= start) return;
		const last = this.count - 1;
		const goesOn =
			last >= 0 &&
			this.end[last] === start &&
			this.to[last] === file.start &&
			this.kind[last] === kind &&
			this.owner[last] === owner;
		const i = goesOn ? last : this.count++;
		if (i >= this.start.length) this.#resize(roomFor(i + 1));
		if (!goesOn) {
			this.start[i] = start;
			this.kind[i] = kind;
			this.owner[i] = owner;
			this.from[i] = file.start;
		}
		this.end[i] = end;
		this.to[i] = file.end;
	}

	addAll(of: Runs): void {
		for (let i = 0; i < of.count; i++) {
			const run = { start: of.start[i] as number, end: of.end[i] as number };
			const file = { start: of.from[i] as number, end: of.to[i] as number };
			this.add(run, of.kind[i] as number, of.owner[i] as number, file);
		}
	}

	/** Gives back the room that nothing has grown into. */
	trim(): void {
		this.#resize(this.count);
	}

	#resize(rows: number): void {
		this.start = resized(this.start, rows);
		this.end = resized(this.end, rows);
		this.kind = resized(this.kind, rows);
		this.owner = resized(this.owner, rows);
		this.from = resized(this.from, rows);
		this.to = resized(this.to, rows);
	}

	get bytes(): number {
		const { start, end, kind, owner, from, to } = this;
		const columns = [start, end, kind, owner, from, to];
		return columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
	}
}
