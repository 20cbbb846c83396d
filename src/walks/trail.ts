/** Readers of maps, and what they looked at on the way to one byte. */

import type { Resident } from "../base/resident";
import type { BodyInode } from "../erofs/inode";
import { compactIndex } from "../erofs/map/compact";
import { fullIndex } from "../erofs/map/full";
import type { Header } from "../erofs/map/header";
import type { Lcluster, LclusterIndex } from "../erofs/map/lcluster";
import { type ExtentRecord, Records } from "../erofs/map/records";

/** A logical cluster that was looked at, as its entry says. */
export interface Seen extends Readonly<Lcluster> {
	readonly lcn: number;
}

/** An index that remembers which logical clusters were asked for, in this order. */
export class IndexTrail implements LclusterIndex {
	readonly seen: Seen[] = [];
	readonly count: number;
	readonly structure: string;
	readonly where: LclusterIndex["where"];
	readonly #index: LclusterIndex;

	constructor(inode: BodyInode, header: Header, bytes: Resident) {
		this.#index = (header.compact ? compactIndex : fullIndex)(inode, header, bytes);
		this.count = this.#index.count;
		this.structure = this.#index.structure;
		this.where = (field, entry) => this.#index.where(field, entry);
	}

	load(lcn: number): Lcluster {
		const cluster = this.#index.load(lcn);
		this.seen.push({ ...cluster, lcn });
		return cluster;
	}
}

/** A table that remembers which records were asked for, in this order. */
export class RecordTrail extends Records {
	readonly seen: number[] = [];

	override load(i: number): ExtentRecord {
		this.seen.push(i);
		return super.load(i);
	}
}
