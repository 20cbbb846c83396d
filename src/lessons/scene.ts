/**
 * What a step sees of the open image: fields with their bytes, inodes, directories, places. All
 * of it is read by the readers of the format; damage is thrown as they throw it.
 */

import { Failure } from "../base/errors";
import { type Exact, exact, product } from "../base/exact";
import { type Span, span } from "../base/range";
import { Resident, withBytes } from "../base/resident";
import { nameBytes, showName } from "../base/text";
import { type Group, groupByCause } from "../checks/causes";
import { run } from "../checks/run";
import { stripLeadingZeros } from "../codecs/padding";
import { bisect } from "../erofs/bisect";
import { checksumEnd } from "../erofs/checksum";
import { type Image, sourceOf } from "../erofs/image";
import { type Inode, inodeField, readInode } from "../erofs/inode";
import { resolvePath } from "../erofs/lookup";
import type { Extent } from "../erofs/map/extent";
import { type Header, readHeader } from "../erofs/map/header";
import { extentAt, extents, loadMap } from "../erofs/map/open";
import { inMetabox, nidOffset, SLOT } from "../erofs/structs/facts";
import { isCompressed, LAYOUT, tailRange } from "../erofs/structs/inode";
import { sbField } from "../erofs/superblock";
import { filterBit, filterIsUsed, readXattrs, splitName, type Xattr } from "../erofs/xattr";
import { type Inside, insideOf } from "../inside/inside";
import { known, minus, plus, type Sum, times } from "../schema/sum";
import { readDirectoryBlocks, type StoredBlock } from "./directory-blocks";
import { type ChunkView, chunkView, type IndexView, indexView } from "./map-views";

/** Some stored bytes, and the number they are. */
export interface Stored {
	readonly at: Span;
	/** `24 00` */
	readonly hex: string;
	readonly value: Exact;
	/** The number when read with the highest byte first: a usual mistake. */
	readonly swapped: Exact;
	/** Its digits, as the right reading has them: `0024` */
	readonly reversed: string;
}

export interface Subject {
	/** As people read it. */
	readonly path: string;
	readonly inode: Inode;
}

/** A file that a step might speak of. */
export interface Candidate extends Subject {
	/** How many directories lead to it, the root included. */
	readonly depth: number;
	/** The directory that names it; the root names itself. */
	readonly parent: Inode;
	readonly scene: Scene;
}

/** Pieces of one file that are looked at. */
const MOST_PIECES = 4096;

/** A byte and how it comes about. */
export interface Place {
	readonly at: Span;
	readonly sum: Sum;
}

/** What a check said of images, for who asks again. */
const checked = new WeakMap<Image, Promise<readonly Group[]>>();

export class Scene {
	readonly image: Image;
	readonly signal: AbortSignal | undefined;
	readonly #subject: Subject | undefined;

	constructor(image: Image, subject: Subject | undefined, signal: AbortSignal | undefined) {
		this.image = image;
		this.signal = signal;
		this.#subject = subject;
	}

	/** The file that the step speaks of. */
	get subject(): Subject {
		if (this.#subject) return this.#subject;
		throw new Failure({ kind: "bug", message: "A step speaks of a file, and names none." });
	}

	/** The same image, speaking of another file. */
	about(subject: Subject): Scene {
		return new Scene(this.image, subject, this.signal);
	}

	get blockSize(): number {
		return this.image.facts.blockSize;
	}

	async bytes({ space, start, end }: Span): Promise<Uint8Array> {
		const source = sourceOf(this.image, space);
		if (!source) {
			const message = `The bytes of ${space} are not at hand: its file was not opened.`;
			throw new Failure({ kind: "unsupported", message });
		}
		return source.read(start, end, this.signal);
	}

	/** Up to 8 bytes as one number. */
	async stored(at: Span): Promise<Stored> {
		const bytes = await this.bytes(at);
		const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
		const reversed = digits.toReversed().join("");
		return {
			at,
			hex: digits.join(" "),
			value: exact(BigInt(`0x${reversed}`)),
			swapped: exact(BigInt(`0x${digits.join("")}`)),
			reversed,
		};
	}

	/** A field of the superblock. */
	sb(field: Parameters<typeof sbField>[0]): Promise<Stored> {
		return this.stored(sbField(field).at);
	}

	/** A field of an inode. */
	field(inode: Inode, field: Parameters<typeof inodeField>[1]): Promise<Stored> {
		return this.stored(inodeField(inode, field).at);
	}

	inode(nid: bigint): Promise<Inode> {
		return readInode(this.image, nid, undefined, this.signal);
	}

	/** All inodes from the root to the end of a path. */
	async way(path: string): Promise<readonly Subject[]> {
		const steps = await resolvePath(this.image, nameBytes(path), this.signal);
		const names = steps.map(({ name }) => showName(name));
		return Promise.all(
			steps.map(async ({ nid }, i) => ({
				path: `/${names.slice(1, i + 1).join("/")}`,
				inode: await this.inode(nid),
			})),
		);
	}

	async at(path: string): Promise<Subject> {
		return (await this.way(path)).at(-1) as Subject;
	}

	/** Where the inode of a number lies. */
	placeOf(nid: bigint): Place {
		const { facts } = this.image;
		const start = nidOffset(facts, nid) ?? 0;
		const boxed = inMetabox(nid);
		const slot = exact(BigInt.asUintN(63, nid));
		const steps = times(known(slot, boxed ? "number without its highest bit" : "number"), SLOT);
		return {
			at: span(boxed ? "metabox" : "image", start, start + SLOT),
			sum: boxed ? steps : plus(steps, known(facts.metaStart, "start of the metadata")),
		};
	}

	/** The blocks of a directory; undefined when they are not stored as they are. */
	directory(inode: Inode): Promise<readonly StoredBlock[] | undefined> {
		return readDirectoryBlocks(this.image, inode, this.signal);
	}

	/** The names that are looked at on the way to one, in this order. */
	async probes(directory: Inode, wanted: Uint8Array): Promise<string[]> {
		const blocks = (await this.directory(directory)) ?? [];
		const names: string[] = [];
		await bisect(
			wanted,
			blocks.length,
			async (block) => blocks[block]?.bytes ?? new Uint8Array(),
			({ block, entry }) => void names.push(blocks[block]?.entries[entry]?.name ?? ""),
		);
		return names;
	}

	async extent(inode: Inode, n: number): Promise<Extent> {
		const map = await loadMap(this.image, inode, this.signal);
		return extentAt(map, n, this.signal);
	}

	/** Byte `n` of flat contents, stored as it is. */
	flatByte(inode: Inode, n: number): Place {
		const { blockSize, image } = this;
		const tail = inode.layout === LAYOUT.FLAT_INLINE ? tailRange(inode, blockSize) : undefined;
		const length = tail ? tail.end - tail.start : 0;
		const first = inode.size - length;
		if (tail && n >= first) {
			const inside =
				first === 0 ? known(n, "byte") : minus(known(n, "byte"), known(first, "bytes in blocks"));
			const sum = plus(
				known(tail.start, inode.xattrSize > 0 ? "end of inode and attributes" : "end of the inode"),
				inside,
			);
			return { at: span(inode.at.space, tail.start + n - first, tail.start + n - first + 1), sum };
		}
		const start = product(inode.startBlock ?? 0, blockSize) as number;
		const sum = plus(times(known(inode.startBlock ?? 0, "block"), blockSize), known(n, "byte"));
		return { at: span(image.primary.space, start + n, start + n + 1), sum };
	}

	/** A chunk of a file of that layout. */
	chunk(inode: Inode, index: number): Promise<ChunkView> {
		return chunkView(this.image, inode, index, this.signal);
	}

	/** The index of a compressed file, where it has one. */
	index(inode: Inode): Promise<IndexView | undefined> {
		return indexView(this.image, inode, this.signal);
	}

	/** The same. @throws Failure when it has none */
	async indexOf(inode: Inode): Promise<IndexView> {
		const index = await this.index(inode);
		if (index) return index;
		throw new Failure({ kind: "bug", message: `Inode ${inode.nid} has no index.` });
	}

	/** Zero bytes in front of the stream of a unit. */
	async zeros(at: Span): Promise<number> {
		return stripLeadingZeros(await this.bytes(at));
	}

	/** The first of the first pieces of a file that suits. */
	async piece(
		inode: Inode,
		suits: (extent: Extent) => boolean | Promise<boolean>,
	): Promise<Extent | undefined> {
		if (!inode.context.hasData || inode.size === 0) return undefined;
		const map = await loadMap(this.image, inode, this.signal);
		let seen = 0;
		for await (const extent of extents(map, 0, inode.size, this.signal)) {
			if (await suits(extent)) return extent;
			if (++seen === MOST_PIECES) return undefined;
		}
		return undefined;
	}

	isChunked({ layout }: Inode): boolean {
		return layout === LAYOUT.CHUNK_BASED;
	}

	/** Whether the bytes of a space are at hand. */
	isOpen(space: string): boolean {
		return sourceOf(this.image, space) !== undefined;
	}

	/** Whole names of the attributes of an inode, those of its own first. */
	async attributeNames(inode: Inode): Promise<readonly string[]> {
		return (await this.xattrs(inode)).map(({ name }) => showName(name));
	}

	/** The header of the map of a compressed file; undefined for others. */
	async mapHeader(inode: Inode): Promise<Header | undefined> {
		if (!isCompressed(inode.layout) || inode.size === 0) return undefined;
		const bytes = new Resident(inode.home);
		return withBytes(() => readHeader(this.image, inode, bytes), this.signal);
	}

	/** Where the contents of a file are stored, in the order of the file. */
	async storedUnits(inode: Inode): Promise<readonly Span[]> {
		const map = await loadMap(this.image, inode, this.signal);
		const units: Span[] = [];
		for await (const { at, kind } of extents(map, 0, inode.size, this.signal)) {
			if (at && (kind === "compressed" || kind === "data")) units.push(at);
		}
		return units;
	}

	/** The first blocks of the units of a file, each once. */
	async blocksOf(inode: Inode): Promise<readonly number[]> {
		const units = await this.storedUnits(inode);
		return [...new Set(units.map(({ start }) => Math.floor(start / this.blockSize)))];
	}

	/** The unit with byte `n` of the file that the step speaks of, taken apart. */
	inside(n: number): Promise<Inside> {
		return insideOf(this.image, this.subject.inode.nid, n, this.signal);
	}

	/** What a check of everything finds, by what follows from what. */
	causes(): Promise<readonly Group[]> {
		const known = checked.get(this.image) ?? this.#causes();
		checked.set(this.image, known);
		known.catch(() => checked.delete(this.image));
		return known;
	}

	async #causes(): Promise<readonly Group[]> {
		const { facts } = this.image;
		const path = Uint8Array.of(0x2f);
		const { rootNid: nid, blocks, blockSize } = facts;
		const start = { nid, path, parent: nid };
		const { signal } = this;
		const options = { start, level: "contents", ...(signal ? { signal } : {}) } as const;
		const { findings, stopped } = await run(this.image, options);
		if (stopped) throw stopped;
		return groupByCause(findings, { rootNid: nid, declared: blocks * blockSize });
	}

	/** Whether attributes have name filters that are gone by. */
	get hasFilters(): boolean {
		return filterIsUsed(this.image);
	}

	/** The bit of the name filter that belongs to the name of an attribute. */
	filterBit(name: string | Uint8Array): number {
		const { base, rest } = splitName(typeof name === "string" ? nameBytes(name) : name);
		return filterBit(base, rest);
	}

	xattrs(inode: Inode): Promise<readonly Xattr[]> {
		return readXattrs(this.image, inode, undefined, this.signal);
	}

	/** Whether an inode has contents of a flat layout, stored where {@link flatByte} says. */
	async isFlat(inode: Inode): Promise<boolean> {
		const { layout, size, context } = inode;
		const flat = layout === LAYOUT.FLAT_PLAIN || layout === LAYOUT.FLAT_INLINE;
		if (!flat || !context.hasData || size === 0) return false;
		const { at } = await this.extent(inode, 0);
		const { at: first } = this.flatByte(inode, 0);
		return at?.space === first.space && at.start === first.start;
	}

	/** The byte behind the last that the checksum of the superblock covers. */
	get checksumEnd(): number {
		return checksumEnd(this.blockSize);
	}
}
