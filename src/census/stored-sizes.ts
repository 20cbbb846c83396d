/**
 * What inodes of a tree store, where the inode alone does not tell: chunks, tails, and what claims more
 * than there can be.
 */
import { clamped, type Exact, exact, sum } from "../base/exact";
import { ignoreFindings, type Report } from "../base/finding";
import { Missing, type Resident } from "../base/resident";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { COMPACT, EXTENDED } from "../erofs/inode-cursor";
import { chunkedSize } from "../erofs/map/chunk-size";
import { capacityOf, possibleOf } from "../erofs/possible";
import { blocksSize, moreSize } from "../erofs/stored-size";
import { inodeCompact, LAYOUT, xattrBytes } from "../erofs/structs/inode";
import { FORM, type Inodes } from "./inodes";

/** Rows looked at together. */
const PIECES = 1024;

/** Who knows where inodes are. */
interface Homes {
	homeFor(row: number): { readonly bytes: Resident };
	placeOf(low: number, high: number): number;
	inode(row: number): Inode | undefined;
}

export class StoredSizes {
	/** Bytes that the image and its devices have. */
	readonly capacity: Exact;
	readonly #image: Image;
	readonly #inodes: Inodes;
	readonly #homes: Homes;
	/** Bytes that rows claim which are more than the image and its devices have. */
	readonly #claims = new Map<number, Exact>();
	/** Rows whose size is not known yet, as more than the inode must be read for it. */
	readonly #waiting: number[] = [];
	/** What these take is fetched together, until something of it cannot be had. */
	#together = true;

	constructor(image: Image, inodes: Inodes, homes: Homes) {
		this.capacity = capacityOf(image);
		this.#image = image;
		this.#inodes = inodes;
		this.#homes = homes;
	}

	/** A directory is next. */
	begin(): void {
		this.#together = true;
	}

	/** More than the inode must be read for this row. */
	wait(row: number): void {
		this.#waiting.push(row);
	}

	/** This row claims so many bytes, more than can be, unless somebody looks closer. */
	claim(row: number, stored: Exact): void {
		this.#claims.set(row, stored);
	}

	/** Rows that {@link finish} has not completed yet. */
	get waiting(): number {
		return this.#waiting.length;
	}

	/** What the next of them takes cannot be had, or what all of them take. */
	giveUp(): void {
		if (this.#together) this.#together = false;
		else this.#waiting.pop();
	}

	/** Completes what of the rows added needs more than the inode itself. @throws Missing */
	finish(): void {
		if (this.#together) this.#finishTogether();
		for (let row = this.#waiting.at(-1); row !== undefined; row = this.#waiting.at(-1)) {
			this.#complete(row);
			this.#waiting.pop();
		}
	}

	/** As many as need nothing that must be waited for. @throws Missing for many of the others */
	#finishTogether(): void {
		const waiting = this.#waiting;
		const missing: Missing[] = [];
		let at = 0;
		let left = 0;
		try {
			for (; at < waiting.length && missing.length < PIECES; at++) {
				const row = waiting[at] as number;
				const more = missingOf(() => this.#complete(row));
				if (!more) continue;
				missing.push(more);
				waiting[left++] = row;
			}
		} finally {
			waiting.splice(left, at - left);
		}
		const [first] = missing;
		if (!first) return;
		const alike = missing.filter(({ from }) => from === first.from);
		const ranges = alike.flatMap((some) => some.ranges);
		throw new Missing(first.from, ranges);
	}

	#complete(row: number): void {
		const stored = exact(saturated(BigInt(this.#sizeOf(row))));
		this.#inodes.listed?.stored.setExact(row, stored);
		// It may claim much by its size.
		if (stored > this.capacity || this.#claims.has(row)) this.claim(row, stored);
	}

	/** All that is stored of one that waits. @throws Missing */
	#sizeOf(row: number): Exact {
		const inodes = this.#inodes;
		const { bytes } = this.#homes.homeFor(row);
		if (inodes.layout(row) !== LAYOUT.CHUNK_BASED) {
			const inode = this.#homes.inode(row) as Inode;
			return sum(blocksSize(inode), moreSize(this.#image, inode, bytes));
		}
		const start = this.#homes.placeOf(inodes.nid.low[row] as number, inodes.nid.highAt(row));
		const bodyStart = start + (inodes.is(row, FORM.EXTENDED) ? EXTENDED : COMPACT);
		const xattrSize = inodes.is(row, FORM.XATTRS)
			? xattrBytes(bytes.u16(start + inodeCompact.at.i_xattr_icount))
			: 0;
		const i_size = inodes.size.unsigned(row);
		const raw = inodes.raw.low[row] as number;
		const file = { raw, bodyEnd: bodyStart + xattrSize, i_size, size: clamped(i_size) };
		return chunkedSize(this.#image, file, bytes);
	}

	/** Whether some of the rows added claim more than can be, unless somebody looks closer. */
	get hasClaims(): boolean {
		return this.#claims.size > 0;
	}

	/** Looks closer at them. @throws Failure `io`, `cancelled` */
	async judge(report: Report, signal?: AbortSignal): Promise<void> {
		const inodes = this.#inodes;
		for (const [row, claimed] of this.#claims) {
			this.#claims.delete(row);
			const inode = await readInode(this.#image, inodes.nid.big(row), ignoreFindings, signal);
			const { size, stored, finding } = await possibleOf(this.#image, inode, claimed, signal);
			if (finding) {
				inodes.mark(row, size === 0 ? FORM.IMPOSSIBLE_SIZE : FORM.IMPOSSIBLE_STORED);
				report(finding);
			} else inodes.listed?.stored.setExact(row, stored);
		}
	}
}

/** What the work is missing, if anything. @throws all else */
function missingOf(work: () => void): Missing | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		if (!(error instanceof Missing)) throw error;
		return error;
	}
}

const LARGEST = 2n ** 64n - 1n;
const saturated = (n: bigint): bigint => (n > LARGEST ? LARGEST : n);
