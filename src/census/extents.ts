/** Where the contents of all inodes lie, in columns: 32 bytes for each extent. */
import type { SpaceId } from "../base/range";
import type { Extent, ExtentKind } from "../erofs/map/extent";
import { ownRoom, type Room, resized, roomFor, sumOfBytes } from "./columns";
import type { Columns } from "./scan/memory";

/** The kinds of extents, as `kind` has them in its lower bits. */
export const KINDS: readonly ExtentKind[] = ["data", "hole", "inline", "fragment", "compressed"];

const indexOf = (kind: ExtentKind): number => KINDS.indexOf(kind);

/** The same by name. */
export const EXTENT_KIND = {
	DATA: indexOf("data"),
	HOLE: indexOf("hole"),
	INLINE: indexOf("inline"),
	FRAGMENT: indexOf("fragment"),
	COMPRESSED: indexOf("compressed"),
} as const;

/** Bits of `kind`. */
export const EXTENT = {
	KIND: 0x07,
	/** The unit decodes to more than this extent; only its beginning is used. */
	PARTIAL: 0x10,
	/** Interlaced: rotated in its block. */
	CUT: 0x20,
} as const;

/** In the column of algorithms: nothing is compressed. */
export const NO_ALGORITHM = 0xff;

/** Those of one inode are consecutive rows, in the order of the file. */
export class Extents {
	count = 0;
	/** Rows that there have been in front of the first one. */
	dropped = 0;
	/** Row of the inode, see ownership/inhabitants.ts. */
	inode: Uint32Array<ArrayBuffer>;
	/** First byte of the file. */
	offset: Float64Array<ArrayBuffer>;
	/** Stored bytes [start, start + length) of a space; 0 and 0 for holes. */
	start: Float64Array<ArrayBuffer>;
	length: Float64Array<ArrayBuffer>;
	/** Index into {@link spaces}. */
	space: Uint16Array<ArrayBuffer>;
	/** Index into {@link KINDS}, and bits of {@link EXTENT}. */
	kind: Uint8Array<ArrayBuffer>;
	/** Algorithm id, or {@link NO_ALGORITHM}. */
	algorithm: Uint8Array<ArrayBuffer>;
	readonly spaces: SpaceId[] = [];
	/** Of inodes whose map cannot be followed to its end: where in the file their extents end. */
	readonly broken = new Map<number, number>();
	readonly #spaces = new Map<SpaceId, number>();
	readonly #room: Room;

	/** @param room for so many to begin with */
	constructor(rows = 0, room = ownRoom) {
		this.inode = room.make(Uint32Array, rows);
		this.offset = room.make(Float64Array, rows);
		this.start = room.make(Float64Array, rows);
		this.length = room.make(Float64Array, rows);
		this.space = room.make(Uint16Array, rows);
		this.kind = room.make(Uint8Array, rows);
		this.algorithm = room.make(Uint8Array, rows);
		this.#room = room;
	}

	/** @returns its row */
	add(inode: number, extent: Extent): number {
		const { at, kind, algorithm = NO_ALGORITHM } = extent;
		const bits =
			indexOf(kind) |
			(extent.partial ? EXTENT.PARTIAL : 0) |
			(extent.cut === undefined ? 0 : EXTENT.CUT);
		const row = this.addHole(inode, extent.start);
		this.kind[row] = bits;
		if (at) this.place(row, at.space, at.start, at.end - at.start);
		this.algorithm[row] = algorithm;
		return row;
	}

	/** One that nothing is stored of, yet. @param offset first byte of the file @returns its row */
	addHole(inode: number, offset: number): number {
		const row = this.count++;
		if (row >= this.inode.length) this.#resize(roomFor(this.count));
		this.inode[row] = inode;
		this.offset[row] = offset;
		this.start[row] = 0;
		this.length[row] = 0;
		this.space[row] = 0;
		this.kind[row] = EXTENT_KIND.HOLE;
		this.algorithm[row] = NO_ALGORITHM;
		return row;
	}

	/** Where it is stored. @param length bytes */
	place(row: number, space: SpaceId, start: number, length: number): void {
		this.start[row] = start;
		this.length[row] = length;
		this.space[row] = this.#indexOf(space);
	}

	/**
	 * Adds so many that a scan has found, one behind the other.
	 * @param packed what is not in the image is in this space
	 */
	addScanned(found: Columns, count: number, image: SpaceId, packed: SpaceId): void {
		const from = this.count;
		this.count += count;
		if (this.count > this.inode.length) this.#resize(roomFor(this.count));
		this.inode.set(found.inode.subarray(0, count), from);
		this.offset.set(found.offset.subarray(0, count), from);
		this.start.set(found.start.subarray(0, count), from);
		this.length.set(found.length.subarray(0, count), from);
		this.kind.set(found.kind.subarray(0, count), from);
		this.algorithm.set(found.algorithm.subarray(0, count), from);
		const inImage = this.#indexOf(image);
		this.space.fill(inImage, from, this.count);
		for (let i = 0; i < count; i++)
			if (found.isPacked[i] === 1) this.space[from + i] = this.#indexOf(packed);
	}

	/** Takes back the rows from here on. */
	cut(count: number): void {
		this.count = count;
	}

	/** Gives up all that there are: nobody keeps them. */
	drop(): void {
		this.dropped += this.count;
		this.count = 0;
	}

	/** All that there have been. */
	get met(): number {
		return this.dropped + this.count;
	}

	/** Behind the stored bytes. */
	end(row: number): number {
		return (this.start[row] as number) + (this.length[row] as number);
	}

	/** Behind the last byte of the file that an extent holds. @param size bytes of the file */
	fileEnd(row: number, size: number): number {
		const inode = this.inode[row] as number;
		const goesOn = row + 1 < this.count && this.inode[row + 1] === inode;
		return goesOn ? (this.offset[row + 1] as number) : (this.broken.get(inode) ?? size);
	}

	trim(): void {
		const { inode, count } = this;
		if (inode.length > count && !this.#room.holds(inode)) this.#resize(count);
	}

	#indexOf(space: SpaceId): number {
		const known = this.#spaces.get(space);
		if (known !== undefined) return known;
		this.#spaces.set(space, this.spaces.length);
		return this.spaces.push(space) - 1;
	}

	#resize(rows: number): void {
		this.inode = resized(this.inode, rows);
		this.offset = resized(this.offset, rows);
		this.start = resized(this.start, rows);
		this.length = resized(this.length, rows);
		this.space = resized(this.space, rows);
		this.kind = resized(this.kind, rows);
		this.algorithm = resized(this.algorithm, rows);
	}

	get byteLength(): number {
		const { inode, offset, start, length, space, kind, algorithm } = this;
		return sumOfBytes([inode, offset, start, length, space, kind, algorithm]);
	}
}
