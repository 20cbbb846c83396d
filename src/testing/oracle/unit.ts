/** What a compressed file is cut into. */

interface Piece {
	/** First byte in the file. */
	readonly logical: number;
	/** How many bytes of the file it gives. */
	readonly length: number;
}

/** Stored bytes, and how they become contents. */
interface Stored extends Piece {
	/** Bytes that are stored, with any zeros in front of the stream. */
	readonly size: number;
	/** Undefined: the contents as they are. */
	readonly algorithm: number | undefined;
	/** The stream holds more than this file uses of it. */
	readonly partial: boolean;
}

/** A pcluster: `at` is an address of the unified space. */
export interface BlockUnit extends Stored {
	readonly where: "blocks";
	readonly at: number;
	/** Contents that lie at their own offset in the block, turned around its end. */
	readonly interlaced: boolean;
	/** It may begin and end anywhere in a block. */
	readonly byteGranular: boolean;
}

/** A pcluster behind the index of its inode: `at` is a byte of the inode's space. */
export interface InlineUnit extends Stored {
	readonly where: "inline";
	readonly at: number;
}

/** `at` is a byte of the packed inode. */
export interface FragmentUnit extends Piece {
	readonly where: "packed";
	readonly at: number;
}

/** Zeros that are not stored. */
export interface HoleUnit extends Piece {
	readonly where: "nowhere";
}

export type Unit = BlockUnit | InlineUnit | FragmentUnit | HoleUnit;
