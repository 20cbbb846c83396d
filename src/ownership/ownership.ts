/** Who owns which bytes of an image. */
import { type Failure, isDamage } from "../base/errors";
import type { SpaceId } from "../base/range";
import { Resident } from "../base/resident";
import type { ByteSource } from "../base/source";
import { fileSpace, parseSpace } from "../base/space";
import { Extents } from "../census/extents";
import { fileSource } from "../erofs/data";
import { assertDirectory } from "../erofs/directory";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { kind } from "../erofs/layout/kinds";
import { FT } from "../erofs/structs/dirent";
import type { BodySums } from "./body-sums";
import { ContentsLayer } from "./contents";
import type { Inhabitants } from "./inhabitants";
import { DIRECTORY, UNCLAIMED } from "./kinds";
import type { Planner } from "./planner";
import { ExtentRuns } from "./runs";
import { SpaceOwners } from "./space-owners";
import type { Pace } from "./steps";

const PLAIN = kind("plain-data");

export class Ownership {
	readonly inhabitants: Inhabitants;
	/** Where the contents of all inodes lie that are no orphans; of none, where runs are bare. */
	readonly extents: Extents;
	/** Whether it is not known of all contents whose they are, and of which units they are made. */
	readonly isRough: boolean;
	/** What is known without laying out of inodes with all that lies behind them. */
	readonly bodies: BodySums;
	readonly #spaces: ReadonlyMap<SpaceId, SpaceOwners>;
	/** What was left out because it would have been too much, each in a sentence. */
	readonly shortfalls: readonly string[];
	/** Whether all owners are known that can be. */
	readonly isWhole: boolean;
	/** Rows of the directories whose decoded contents are a space. */
	readonly #directories: readonly number[];

	constructor(
		inhabitants: Inhabitants,
		spaces: ReadonlyMap<SpaceId, SpaceOwners>,
		planned: Pick<Planner, "extents" | "contents" | "directories" | "bodies">,
		{ shortfalls, isWhole }: Pick<Ownership, "shortfalls" | "isWhole">,
	) {
		const { extents, contents, directories, bodies } = planned;
		this.extents = extents;
		this.isRough = [...contents.values()].some(({ isRough }) => isRough);
		this.bodies = bodies;
		this.shortfalls = shortfalls;
		this.isWhole = isWhole;
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

	/** Things that lie somewhere, coarsely. */
	get claims(): number {
		let sum = 0;
		for (const { layers, orphans } of this.#spaces.values()) {
			for (const layer of [...layers, ...orphans]) sum += layer.order.count;
		}
		return sum;
	}

	/** Bytes of memory, without the tree. */
	get bytes(): number {
		let sum = this.inhabitants.bytes + this.extents.byteLength;
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

	/** The contents of a directory, whatever layout stores them; undefined for other files. */
	async #directory(nid: bigint, { signal }: Pace): Promise<SpaceOwners | undefined> {
		const { image } = this.inhabitants;
		const row = this.inhabitants.find(nid);
		if (row === undefined || !this.inhabitants.isReadable(row)) return undefined;
		const inode = await inodeAt(image, nid, signal);
		if (inode?.type !== FT.DIR) return undefined;
		const id = fileSpace(nid);
		const { kind, source } = await contentsOf(image, inode, id, signal);
		const runs = new ExtentRuns(new Extents());
		const all = { start: 0, end: source.size };
		const extent = runs.extents.add(row, { ...all, kind: "data", at: { space: id, ...all } });
		if (source.size > 0) runs.add(extent, extent + 1, kind);
		const bytes = new Resident({ space: id, source });
		const { blockSize } = image.facts;
		const shape = { id, size: source.size, declared: source.size, blockSize, free: UNCLAIMED };
		return new SpaceOwners(shape, bytes, [new ContentsLayer(runs, this.inhabitants, bytes, false)]);
	}
}

/** Undefined when damage hides it. */
async function inodeAt(image: Image, nid: bigint, signal?: AbortSignal) {
	try {
		return await readInode(image, nid, undefined, signal);
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

/** When it cannot be read it is one run, of which no more is said than whose it is. */
async function contentsOf(image: Image, inode: Inode, id: SpaceId, signal?: AbortSignal) {
	try {
		assertDirectory(image, inode);
		return { kind: DIRECTORY, source: await fileSource(image, inode, id, signal) };
	} catch (error) {
		if (!isDamage(error)) throw error;
		return { kind: PLAIN, source: unreadable(id, inode.size, error) };
	}
}

const unreadable = (id: string, size: number, why: Failure): ByteSource => ({
	id,
	label: id,
	size,
	read: () => Promise.reject(why),
});
