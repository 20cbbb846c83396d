/** Stored contents: runs of bytes, and directories block by block. */
import { isDamage } from "../base/errors";
import type { Range } from "../base/range";
import type { Resident } from "../base/resident";
import { resized, roomFor } from "../census/columns";
import { MOST_EMPTY } from "../erofs/directory";
import { directoryBlocks, layDirectoryBlock } from "../erofs/layout/directory";
import { KINDS, kind } from "../erofs/layout/kinds";
import type { Extent } from "../erofs/map/extent";
import { openMap } from "../erofs/map/open";
import type { Part, Visitor } from "../schema/visit";
import type { ClaimColumns } from "./claims";
import type { Inhabitants } from "./inhabitants";
import { DIRECTORY } from "./kinds";
import { OwnedLayer } from "./layer";
import { numbersTo, Order } from "./order";
import type { Runs } from "./runs";

const PLAIN = kind("plain-data");
/** Entries that a tree does not have: "." and "..". */
const DOTS = 2;

/** Contents that are no structure, by kind. */
const PARTS = KINDS.map(
	(key, kind): Part<Inhabitants> => ({ kind, key, role: "data", doc: "Stored contents." }),
);

export class ContentsLayer extends OwnedLayer {
	override readonly hasRests: boolean;
	readonly order: Order;
	readonly #runs: Runs;
	readonly #inhabitants: Inhabitants;
	/** Those of the space the contents lie in. */
	readonly #bytes: Resident;

	constructor(runs: Runs, inhabitants: Inhabitants, bytes: Resident, hasRests: boolean) {
		super();
		this.#runs = runs;
		this.#inhabitants = inhabitants;
		this.#bytes = bytes;
		this.hasRests = hasRests;
		this.order = Order.sorted(this, numbersTo(runs.count), (run, next) => runs.areSame(run, next));
	}

	/** Things, also those that the order leaves out: they say nothing more of whose the bytes are. */
	get count(): number {
		return this.#runs.count;
	}

	startOf(thing: number): number {
		return this.#runs.start(thing);
	}

	endOf(thing: number): number {
		return this.#runs.end(thing);
	}

	kindOf(thing: number): number {
		return this.#runs.kind[thing] as number;
	}

	ownerOf(thing: number): number {
		return this.#runs.owner(thing);
	}

	/**
	 * Extents of all things, in the order in which they were found.
	 * @param isWanted of whose contents, by the row of the inode
	 */
	extents(isWanted: (owner: number) => boolean): Uint32Array {
		const runs = this.#runs;
		let rows = new Uint32Array(roomFor(this.count));
		let count = 0;
		for (let thing = 0; thing < this.count; thing++) {
			if (!isWanted(this.ownerOf(thing))) continue;
			for (let row = runs.first(thing); row < runs.behind(thing); row++) {
				if (count === rows.length) rows = resized(rows, roomFor(count));
				rows[count++] = row;
			}
		}
		return rows.subarray(0, count);
	}

	lay(thing: number, v: Visitor): void {
		const kind = this.kindOf(thing);
		if (kind === DIRECTORY) this.#layBlocks(thing, v);
		else {
			const part = PARTS[kind] as Part<Inhabitants>;
			v.bytes(part, this.#inhabitants, this.startOf(thing), this.endOf(thing));
		}
	}

	override extentsIn(thing: number, range: Range, most: number): Extent[] {
		const { image, inode, bytes } = this.#inhabitants.body(this.ownerOf(thing));
		const map = openMap(image, inode, bytes);
		const columns = this.#runs.extents;
		const behind = this.#runs.behind(thing);
		let low = this.#runs.first(thing);
		let high = behind;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (columns.end(middle) <= range.start) low = middle + 1;
			else high = middle;
		}
		const extents: Extent[] = [];
		const stop = Math.min(behind, low + most);
		for (let row = low; row < stop && (columns.start[row] as number) < range.end; row++) {
			extents.push(map.at(columns.offset[row] as number, extents.at(-1)));
		}
		return extents;
	}

	/** Blocks of a directory that overlap the range asked about. */
	#layBlocks(thing: number, v: Visitor): void {
		const { image, inode } = this.#inhabitants.body(this.ownerOf(thing));
		const bytes = this.#bytes;
		const start = this.startOf(thing);
		const all = Math.min(this.endOf(thing), bytes.size);
		const run = { start, end: Math.min(all, this.laidEnd(thing)) };
		if (run.end < all) v.bytes(PARTS[PLAIN] as Part<Inhabitants>, this.#inhabitants, run.end, all);
		for (const block of directoryBlocks(run, v.range, image.facts.blockSize)) {
			try {
				layDirectoryBlock({ image, inode, bytes, ...block }, v);
			} catch (error) {
				// As it is with a block whose entries cannot be told apart.
				if (!isDamage(error)) throw error;
				v.bytes(PARTS[PLAIN] as Part<Inhabitants>, this.#inhabitants, block.start, block.end);
			}
		}
	}

	/** Whoever read a directory gave up behind so many blocks without any entry. */
	laidEnd(thing: number): number {
		const end = this.endOf(thing);
		if (this.kindOf(thing) !== DIRECTORY) return end;
		const { tree, image } = this.#inhabitants;
		const { first } = tree.directories;
		const owner = this.ownerOf(thing);
		const d = owner < tree.inodes.count ? tree.directoryOf(owner) : -1;
		const entries = d < 0 ? 0 : (first[d + 1] as number) - (first[d] as number);
		const blocks = entries + DOTS + MOST_EMPTY;
		return Math.min(end, this.startOf(thing) + blocks * image.facts.blockSize);
	}

	/** What is in a directory is not known then, but whose it is. */
	override claimUnread(thing: number, claims: ClaimColumns): void {
		claims.add(this.startOf(thing), this.endOf(thing), PLAIN, this.ownerOf(thing));
	}

	get bytes(): number {
		return this.#runs.bytes + this.order.bytes;
	}
}
