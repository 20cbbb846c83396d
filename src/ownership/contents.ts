/** Stored contents: runs of bytes, and directories block by block. */
import { isDamage } from "../base/errors";
import type { Resident } from "../base/resident";
import { directoryBlocks, layDirectoryBlock } from "../erofs/layout/directory";
import { KINDS, kind } from "../erofs/layout/kinds";
import type { Part, Visitor } from "../schema/visit";
import type { ClaimColumns } from "./claims";
import type { Inhabitants } from "./inhabitants";
import { DIRECTORY } from "./kinds";
import { OwnedLayer } from "./layer";
import { numbersTo, Order } from "./order";

const PLAIN = kind("plain-data");

/** Contents that are no structure, by kind. */
const PARTS = KINDS.map(
	(key, kind): Part<Inhabitants> => ({ kind, key, role: "data", doc: "Stored contents." }),
);

export class ContentsLayer extends OwnedLayer {
	override readonly hasRests: boolean;
	readonly order: Order;
	readonly #claims: ClaimColumns;
	readonly #inhabitants: Inhabitants;
	/** Those of the space the contents lie in. */
	readonly #bytes: Resident;

	constructor(claims: ClaimColumns, inhabitants: Inhabitants, bytes: Resident, hasRests: boolean) {
		super();
		claims.trim();
		this.#claims = claims;
		this.#inhabitants = inhabitants;
		this.#bytes = bytes;
		this.hasRests = hasRests;
		this.order = new Order(this, numbersTo(claims.count));
	}

	startOf(thing: number): number {
		return this.#claims.start[thing] as number;
	}

	endOf(thing: number): number {
		return this.#claims.end[thing] as number;
	}

	kindOf(thing: number): number {
		return this.#claims.kind[thing] as number;
	}

	ownerOf(thing: number): number {
		return this.#claims.owner[thing] as number;
	}

	lay(thing: number, v: Visitor): void {
		const kind = this.kindOf(thing);
		if (kind === DIRECTORY) this.#layBlocks(thing, v);
		else {
			const part = PARTS[kind] as Part<Inhabitants>;
			v.bytes(part, this.#inhabitants, this.startOf(thing), this.endOf(thing));
		}
	}

	/** Blocks of a directory that overlap the range asked about. */
	#layBlocks(thing: number, v: Visitor): void {
		const { image, inode } = this.#inhabitants.body(this.ownerOf(thing));
		const bytes = this.#bytes;
		const run = { start: this.startOf(thing), end: Math.min(this.endOf(thing), bytes.size) };
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

	/** What is in a directory is not known then, but whose it is. */
	override claimUnread(thing: number, claims: ClaimColumns): void {
		claims.add(this.startOf(thing), this.endOf(thing), PLAIN, this.ownerOf(thing));
	}

	get bytes(): number {
		return this.#claims.bytes + this.order.bytes;
	}
}
