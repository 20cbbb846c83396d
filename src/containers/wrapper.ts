/**
 * What a wrapper is: a file in which other files lie, whole or in pieces. Each is a file of this
 * folder and a line of registry.ts.
 */
import type { Home, Near, Nearby } from "./near";
import type { Pieces } from "./pieces";
import type { Reading } from "./reading";
import type { Sum } from "./sums";
import type { Tools } from "./unpack";

/** Bytes of the start of a file that {@link Wrapper.probe} is shown: a volume descriptor of ISO 9660 ends here. */
export const PROBE_HEAD = 32768 + 2048;
/** Bytes of the end of a file that {@link Wrapper.probeTail} is shown. */
export const PROBE_TAIL = 4096;

export interface Wrapper {
	/** Its word in chains: `sparse`. */
	readonly id: string;
	/** What it is, in words that continue "It is …". */
	readonly name: string;
	/** Which forms of it are read, for people who look whether theirs is. */
	readonly reads: string;
	/**
	 * Whether it begins like one. Certain enough that nothing else is tried.
	 * @param head the first bytes, at most {@link PROBE_HEAD}
	 * @param size bytes of the whole file
	 */
	probe?(head: Uint8Array, size: number): boolean;
	/**
	 * The same by its last bytes, at most {@link PROBE_TAIL}, for what may begin like anything.
	 * @param isImage whether it begins like an EROFS image, the last file of which may be anything
	 */
	probeTail?(tail: Uint8Array, size: number, isImage: boolean): boolean;
	/** Set for a disk in one unnamed part, which other disks may lie over. */
	readonly isDisk?: true;
	/** Set for compressed files: other things may begin with compressed bytes, and say at their end what they are. */
	readonly isStream?: true;
	/**
	 * Its parts, as far as damage lets them be found.
	 * @throws Failure when nothing at all can be said about them
	 */
	open(given: Given): Promise<Contents>;
}

export interface Given extends Home, Tools {
	/** Further files that belong to it: pieces of a split image, block devices. */
	readonly others: readonly Home[];
	/** Leads to it; empty for the file that was opened. */
	readonly chain: string;
	/** Its name, without what it lies in. */
	readonly name: string;
	/** What lies beside it. */
	readonly near: Nearby;
	/** What is in a file near it: of a disk image the disk. @throws Failure */
	disk(file: Near): Promise<Home>;
}

/** Parts in order: an array, or what makes each when it is its turn, where there can be a million. */
export interface Parts extends Iterable<Part> {
	readonly length: number;
}

export interface Contents {
	readonly parts: Parts;
	/** What was read to find them, with the findings, a reading for each file that was given. */
	readonly readings: readonly Reading[];
	/** Checksums and digests that it has of bytes, which opening it does not compare. */
	sums?(): Iterable<Sum> | AsyncIterable<Sum>;
}

export interface Part {
	/** As the wrapper calls it; unique within it, and empty where it can only hold one. */
	readonly name: string;
	/** Bytes; undefined when only unpacking tells. */
	readonly size: number | undefined;
	/** Where its bytes are; a function where another structure has to be read to know. */
	readonly bytes: Bytes | (() => Promise<Bytes>);
	/** What the wrapper says of it beyond its name, in words. */
	readonly detail?: string;
	/** Its first bytes, where all of them cost unpacking. @throws Failure */
	readonly head?: () => Promise<Uint8Array>;
	/** What it is, where the wrapper knows better than its first bytes tell. */
	readonly kind?: string;
	/** Files near its wrapper that it is made of: by themselves they are only data. */
	readonly madeOf?: readonly Near[];
	/** Set when it is an extra device of the image that follows. */
	readonly isDevice?: true;
	/** Set when it is what the wrapper is about: it is called as the wrapper is. */
	readonly isMain?: true;
}

/** Bytes that have to be unpacked from the beginning to have any of them. */
export interface Packed {
	readonly codec: StreamCodec;
	/** Where in the wrapper. */
	readonly start: number;
	readonly end: number;
	/** CRC-32 of what comes out, where the wrapper has it. */
	readonly crc32?: number;
	/** SHA-256 of the packed bytes, which are few, where the wrapper has it. */
	readonly sha256?: Uint8Array;
	/** Bytes that come out, where the wrapper says. */
	readonly size?: number;
	/** Kind of check behind the block of an xz file, which its header says. */
	readonly check?: number;
	/** Set when anything may lie between the end of the stream and `end`. */
	readonly hasSlack?: true;
}

export type StreamCodec =
	| "deflate"
	| "gzip"
	| "zstd"
	| "xz"
	| "xz-block"
	| "bzip2"
	| "lz4"
	| "lz4-block"
	| "lzma"
	/** LZMA with another header in front of it. */
	| "zip-lzma"
	| "brotli"
	/** A grain of a VMware disk: a marker with its size, and a zlib stream. */
	| "vmdk-grain";

/** Pieces of the wrapper, packed bytes in it, or a file that lies near. */
export type Bytes = Pieces | Packed | Near;

export const isPacked = (bytes: Bytes): bytes is Packed => "codec" in bytes;
export const isNear = (bytes: Bytes): bytes is Near => "open" in bytes;
