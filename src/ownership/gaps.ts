/**
 * What the things of a space leave, in columns: padding, bytes of nobody or nobody knows whom, and
 * what lies behind the image. All that look at these go through the things together, and only once.
 * Of nearly all it is known by then that their bytes are zero: nobody needs to look at those.
 */
import { resized, roomFor } from "../census/columns";
import { forEachRun } from "./coarse";
import { AFTER, PADDING, UNCLAIMED, UNKNOWN } from "./kinds";
import type { SpaceOwners } from "./space-owners";

/** Kinds of what no thing has. */
const NOBODYS: ReadonlySet<number> = new Set([PADDING, UNCLAIMED, UNKNOWN, AFTER]);

export class Gaps {
	/** In order. */
	count = 0;
	start = new Float64Array(64);
	end = new Float64Array(64);
	/** One of {@link NOBODYS}. */
	kind = new Uint8Array(64);
	/** Whether no thing lies on another. */
	readonly areThingsApart: boolean;

	constructor(space: SpaceOwners) {
		this.areThingsApart = forEachRun(space, (start, end, kind, zerosEnd) => {
			if (NOBODYS.has(kind) && end > zerosEnd) this.#add(start, end, kind);
		});
		this.#resize(this.count);
	}

	#add(start: number, end: number, kind: number): void {
		const i = this.count++;
		if (i === this.start.length) this.#resize(roomFor(i));
		this.start[i] = start;
		this.end[i] = end;
		this.kind[i] = kind;
	}

	#resize(rows: number): void {
		this.start = resized(this.start, rows);
		this.end = resized(this.end, rows);
		this.kind = resized(this.kind, rows);
	}
}
