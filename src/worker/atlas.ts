/**
 * What has been met so far: for every directory entry its inode, name and parent,
 * and which blocks of the image belong to whom. Columns, because there can be a
 * million of them. Fed by listings and by the walk over the whole tree.
 */
import type { Exact } from "../base/exact";
import type { Finding } from "../base/finding";
import { concat, showName } from "../base/text";
import { entryName } from "../erofs/directory";
import { type Inode, nidKey } from "../erofs/inode";
import { inMetabox } from "../erofs/structs/facts";
import { LAYOUT } from "../erofs/structs/inode";
import type { Visit } from "../erofs/walk";

const SLASH = Uint8Array.of(0x2f);
/** Longer parent chains mean the data contradicts itself. */
const MAX_DEPTH = 4096;

/** A run of image bytes that holds the contents of one inode. */
export interface Claim {
	readonly start: number;
	readonly end: number;
	readonly nid: bigint;
	readonly directory: boolean;
}

export class Atlas {
	readonly #rowOf = new Map<Exact, number>();
	#count = 0;
	#nid = new BigUint64Array(1024);
	#parent = new BigUint64Array(1024);
	#nameStart = new Uint32Array(1025);
	#names = new Uint8Array(16384);
	/** Start of the inode in the image; NaN for metabox inodes. */
	#start = new Float64Array(1024);
	#directoriesMet = new Set<Exact>();
	#claims: Claim[] = [];
	#sorted: { starts: Float64Array; rows: Uint32Array } | undefined;
	#claimsSorted = true;
	readonly #root: bigint;

	constructor(root: bigint) {
		this.#root = root;
	}

	/** Entries met. */
	get count(): number {
		return this.#count;
	}

	/** Remembers a directory and its entries; a directory met before is skipped. */
	add(visit: Visit): void {
		const key = nidKey(visit.directory.nid);
		if (this.#directoriesMet.has(key)) return;
		this.#directoriesMet.add(key);
		this.#claim(visit.directory, true);
		visit.rows.forEach((i, row) => {
			const nid = visit.entries.nid[i] as bigint;
			const name = entryName(visit.entries, i);
			this.#addEntry(nid, visit.inodes[row], visit.directory.nid, name);
		});
	}

	/** An entry whose inode cannot be read is remembered too: it can be found by its name. */
	#addEntry(nid: bigint, inode: Inode | undefined, parent: bigint, name: Uint8Array): void {
		const row = this.#count++;
		if (row >= this.#nid.length) this.#grow();
		const from = this.#nameStart[row] as number;
		const to = from + name.length;
		if (to > this.#names.length) {
			const names = new Uint8Array(Math.max(to, from * 2));
			names.set(this.#names);
			this.#names = names;
		}
		this.#names.set(name, from);
		this.#nameStart[row + 1] = to;
		this.#nid[row] = nid;
		this.#parent[row] = parent;
		this.#start[row] = inode && !inMetabox(nid) ? inode.at.start : Number.NaN;
		const key = nidKey(nid);
		if (this.#rowOf.has(key)) return; // a hard link: the first name stands for the inode
		this.#rowOf.set(key, row);
		this.#sorted = undefined;
		if (inode && !inode.context.isDirectory) this.#claim(inode, false);
	}

	#grow(): void {
		const rows = this.#nid.length * 2;
		const nid = new BigUint64Array(rows);
		nid.set(this.#nid);
		this.#nid = nid;
		const parent = new BigUint64Array(rows);
		parent.set(this.#parent);
		this.#parent = parent;
		const start = new Float64Array(rows);
		start.set(this.#start);
		this.#start = start;
		const nameStart = new Uint32Array(rows + 1);
		nameStart.set(this.#nameStart);
		this.#nameStart = nameStart;
	}

	/** Flat contents lie in one run, known without reading anything more. */
	#claim(inode: Inode, directory: boolean): void {
		const flat = inode.layout === LAYOUT.FLAT_PLAIN || inode.layout === LAYOUT.FLAT_INLINE;
		if (!flat || !inode.context.hasData || inode.startBlock === undefined) return;
		const { blockSize } = inode.context;
		const inline = inode.layout === LAYOUT.FLAT_INLINE;
		const blocks = Math.ceil(inode.size / blockSize);
		const bytes = inline ? Math.max(0, blocks - 1) * blockSize : inode.size;
		if (bytes === 0) return;
		const start = inode.startBlock * blockSize;
		this.#claims.push({ start, end: start + bytes, nid: inode.nid, directory });
		this.#claimsSorted = false;
	}

	name(row: number): Uint8Array {
		return this.#names.subarray(this.#nameStart[row], this.#nameStart[row + 1]);
	}

	nid(row: number): bigint {
		return this.#nid[row] as bigint;
	}

	/** Path of an entry, from the root. */
	path(row: number): Uint8Array<ArrayBuffer> {
		const parts = [this.name(row)];
		let parent = this.#parent[row] as bigint;
		for (let depth = 0; parent !== this.#root && depth < MAX_DEPTH; depth++) {
			const above = this.#rowOf.get(nidKey(parent));
			if (above === undefined) break;
			parts.push(SLASH, this.name(above));
			parent = this.#parent[above] as bigint;
		}
		parts.push(SLASH);
		return concat(parts.reverse());
	}

	pathOf(nid: bigint): Uint8Array<ArrayBuffer> | undefined {
		if (nid === this.#root) return SLASH.slice();
		const row = this.#rowOf.get(nidKey(nid));
		return row === undefined ? undefined : this.path(row);
	}

	/** A finding with the path of the inode or entry it speaks of, when that has been met. */
	withPath(finding: Finding): Finding {
		const { nid, entry } = finding;
		const path = nid === undefined ? undefined : this.pathOf(nid);
		if (!path) return finding;
		const shown = showName(path);
		return { ...finding, path: entry === undefined ? shown : joinNames(shown, entry) };
	}

	/** The directory an inode was met in; the root is its own parent. */
	parentOf(nid: bigint): bigint {
		const row = this.#rowOf.get(nidKey(nid));
		return row === undefined ? this.#root : (this.#parent[row] as bigint);
	}

	#index(): { starts: Float64Array; rows: Uint32Array } {
		if (this.#sorted) return this.#sorted;
		const rows = Uint32Array.from(this.#rowOf.values()).filter(
			(row) => !Number.isNaN(this.#start[row]),
		);
		rows.sort((a, b) => (this.#start[a] as number) - (this.#start[b] as number));
		const starts = Float64Array.from(rows, (row) => this.#start[row] as number);
		this.#sorted = { starts, rows };
		return this.#sorted;
	}

	/**
	 * Inodes of the image that start in [from, to), and the one before, whose
	 * attributes, index or inline data can reach into the range. At most `most`.
	 */
	inodesAround(from: number, to: number, most: number): bigint[] {
		const { starts, rows } = this.#index();
		const first = lowerBound(starts, from);
		const out: bigint[] = [];
		for (let i = Math.max(0, first - 1); i < starts.length && out.length < most; i++) {
			if ((starts[i] as number) >= to) break;
			out.push(this.#nid[rows[i] as number] as bigint);
		}
		return out;
	}

	/** Known contents that overlap [from, to) of the image, at most `most`. */
	claimsIn(from: number, to: number, most: number): Claim[] {
		if (!this.#claimsSorted) {
			this.#claims.sort((a, b) => a.start - b.start);
			this.#claimsSorted = true;
		}
		const out: Claim[] = [];
		// Claims of sound images do not overlap, so the one before the range is enough.
		for (let i = Math.max(0, firstClaim(this.#claims, from) - 1); i < this.#claims.length; i++) {
			const claim = this.#claims[i] as Claim;
			if (claim.start >= to || out.length >= most) break;
			if (claim.end > from) out.push(claim);
		}
		return out;
	}
}

/** Both in `showName` form. */
const joinNames = (folder: string, name: string): string =>
	folder === "/" ? `/${name}` : `${folder}/${name}`;

/** First index whose value is >= `x`. */
function lowerBound(sorted: Float64Array, x: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] as number) < x) low = middle + 1;
		else high = middle;
	}
	return low;
}

function firstClaim(sorted: readonly Claim[], x: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] as Claim).start < x) low = middle + 1;
		else high = middle;
	}
	return low;
}
