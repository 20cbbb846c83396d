/** What a check has looked at, and what not: as much a result as what it has found. */
import { isDamage } from "../base/errors";
import { type Exact, sum } from "../base/exact";
import type { Finding, Report } from "../base/finding";
import { gapsOf } from "../census/gaps";
import type { Tree } from "../census/tree";
import { DEVICE_MISSING } from "../erofs/devices";

/** `structure`: everything but contents. `contents`: those too, as far as they can be wrong. */
export type Level = "structure" | "contents";

/** Something a check passed over. */
export interface Skipped {
	/** In the plural when it is counted: "files". */
	readonly what: string;
	/** A sentence. */
	readonly why: string;
	readonly count?: Exact;
	/** Nobody asked for it, or the check ended before it came there. */
	readonly because?: "unasked" | "ended";
}

export interface Coverage {
	readonly level: Level;
	/** The part of the tree, as `showName` tells it. */
	readonly path: string;
	/** False when something that should have been looked at could not be had: see `skipped`. */
	readonly complete: boolean;
	readonly directories: number;
	/** Names in directories, without "." and "..". */
	readonly entries: number;
	readonly inodes: number;
	/** Extended attributes. */
	readonly attributes: number;
	readonly extents: number;
	/** Different compressed units that were decoded, and the bytes they are stored in and hold. */
	readonly units: { readonly decoded: number; readonly stored: Exact; readonly bytes: Exact };
	readonly skipped: readonly Skipped[];
	/** What no check of this program looks for. */
	readonly beyond: readonly string[];
}

const BEYOND = ["contents that are stored as they are, which may be any bytes"];

/** A coverage that grows. */
export class Tally {
	readonly #level: Level;
	readonly #path: string;
	readonly #skipped = new Map<string, Skipped>();
	#complete = true;
	directories = 0;
	entries = 0;
	inodes = 0;
	attributes = 0;
	extents = 0;
	readonly #units = { decoded: 0, stored: 0 as Exact, bytes: 0 as Exact };

	constructor(level: Level, path: string) {
		this.#level = level;
		this.#path = path;
	}

	/** So many units, and the bytes that they are stored in and hold. */
	decoded(count: number, stored: number, bytes: number): void {
		const units = this.#units;
		units.decoded += count;
		units.stored = sum(units.stored, stored);
		units.bytes = sum(units.bytes, bytes);
	}

	/** Something that cannot be judged. */
	skip(what: string, why: string, count?: Exact): void {
		this.#add(count === undefined ? { what, why } : { what, why, count });
	}

	/** Something that should have been judged. */
	lack(what: string, why: string, count?: Exact): void {
		this.#complete = false;
		this.skip(what, why, count);
	}

	unasked(what: string, why: string): void {
		this.#add({ what, why, because: "unasked" });
	}

	/** The check ended before it had looked at all. */
	end(why: string): void {
		this.#complete = false;
		this.#add({ what: "the rest", why, because: "ended" });
	}

	#add(skipped: Skipped): void {
		const { what, why, count } = skipped;
		const key = `${what}\n${why}`;
		const before = this.#skipped.get(key)?.count ?? 0;
		const counted = count === undefined ? {} : { count: sum(before, count) };
		this.#skipped.set(key, { ...skipped, ...counted });
	}

	/** A tree, as far as it was read. */
	takeNames({ directories, entries }: Tree): void {
		this.directories += directories.count;
		this.entries += entries.count;
	}

	/** A tree of which all was read that can be. */
	takeTree(tree: Tree): void {
		const { inodes, unlisted, closed } = gapsOf(tree);
		this.takeNames(tree);
		this.directories -= unlisted;
		if (inodes > 0) this.skip("inodes", "Not readable.", inodes);
		const unread = closed + unlisted;
		if (unread > 0) this.skip("directories", "Not readable.", unread);
	}

	/** What lies at damaged places, or cannot be had. @throws whatever is no property of the image */
	unread(error: unknown, report: Report, trouble?: Finding): void {
		if (!isDamage(error)) throw error;
		const { finding, message, code } = error.info;
		// What keeps the whole inode from being read was reported with its fields already.
		if (finding && finding !== trouble) report(finding);
		if (code === DEVICE_MISSING) this.lack("files", message, 1);
		else if (error.kind !== "corrupt") this.skip("files", message, 1);
	}

	get coverage(): Coverage {
		const { directories, entries, inodes, attributes, extents } = this;
		return {
			level: this.#level,
			path: this.#path,
			complete: this.#complete,
			...{ directories, entries, inodes, attributes, extents },
			units: { ...this.#units },
			skipped: [...this.#skipped.values()],
			beyond: BEYOND,
		};
	}
}
