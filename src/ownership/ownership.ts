/** Who owns which bytes of an image. */
import { type Failure, isDamage } from "../base/errors";
import type { SpaceId } from "../base/range";
import { Resident } from "../base/resident";
import type { ByteSource } from "../base/source";
import { fileSpace, parseSpace } from "../base/space";
import { fileSource } from "../erofs/data";
import { assertDirectory } from "../erofs/directory";
import { readInode } from "../erofs/inode";
import { kind } from "../erofs/layout/kinds";
import { ClaimColumns } from "./claims";
import { ContentsLayer } from "./contents";
import type { Inhabitants } from "./inhabitants";
import { DIRECTORY } from "./kinds";
import { SpaceOwners } from "./space-owners";
import type { Pace } from "./steps";

const PLAIN = kind("plain-data");

export class Ownership {
	readonly inhabitants: Inhabitants;
	readonly #spaces: ReadonlyMap<SpaceId, SpaceOwners>;
	/** What was left out because it would have been too much, each in a sentence. */
	readonly shortfalls: readonly string[];
	/** Rows of the directories whose decoded contents are a space. */
	readonly #directories: readonly number[];

	constructor(
		inhabitants: Inhabitants,
		spaces: ReadonlyMap<SpaceId, SpaceOwners>,
		directories: readonly number[],
		shortfalls: readonly string[],
	) {
		this.shortfalls = shortfalls;
		this.inhabitants = inhabitants;
		this.#spaces = spaces;
		this.#directories = directories;
	}

	/** Names of all spaces, in the order in which maps list them. */
	*spaces(): Generator<SpaceId, void, void> {
		yield* this.#spaces.keys();
		for (const row of this.#directories) yield fileSpace(this.inhabitants.nid(row));
	}

	/** The spaces that are not the contents of a directory. */
	stored(): Iterable<SpaceOwners> {
		return this.#spaces.values();
	}

	/** Bytes of memory, without the tree. */
	get bytes(): number {
		let sum = this.inhabitants.bytes;
		for (const { layers, orphans } of this.#spaces.values()) {
			for (const layer of [...layers, ...orphans]) sum += layer.bytes;
		}
		return sum;
	}

	/** @returns undefined when there is no such space. @throws Failure `io`, `cancelled` */
	async space(id: SpaceId, pace: Pace = {}): Promise<SpaceOwners | undefined> {
		const known = this.#spaces.get(id);
		if (known) return known;
		const named = parseSpace(id);
		return named?.kind === "file" ? this.#directory(named.nid, pace) : undefined;
	}

	/** When it cannot be read it is one run, of which no more is said than whose it is. */
	async #directory(nid: bigint, { signal }: Pace): Promise<SpaceOwners | undefined> {
		const row = this.#directories.find((some) => this.inhabitants.nid(some) === nid);
		if (row === undefined) return undefined;
		const { image } = this.inhabitants;
		const inode = await readInode(image, nid, undefined, signal);
		const id = fileSpace(nid);
		const claims = new ClaimColumns();
		let source: ByteSource;
		try {
			assertDirectory(inode);
			source = await fileSource(image, inode, id, signal);
			claims.add(0, source.size, DIRECTORY, row);
		} catch (error) {
			if (!isDamage(error)) throw error;
			source = unreadable(id, inode.size, error);
			claims.add(0, source.size, PLAIN, row);
		}
		const bytes = new Resident({ space: id, source });
		const { blockSize } = image.facts;
		const shape = { id, size: source.size, declared: source.size, blockSize };
		return new SpaceOwners(shape, bytes, [
			new ContentsLayer(claims, this.inhabitants, bytes, false),
		]);
	}
}

const unreadable = (id: string, size: number, why: Failure): ByteSource => ({
	id,
	label: id,
	size,
	read: () => Promise.reject(why),
});
