/**
 * The way to a byte, as plain data: from the superblock on, what is read, what it says, and the
 * sum that leads to the next place, in the image's own numbers.
 */
import type { Finding } from "../base/finding";
import type { Span } from "../base/range";
import type { Sum } from "../schema/sum";

/** A decoded byte: how to come by it again. */
export interface WalkUnit {
	/** The stored bytes of the unit, zero bytes in front of its stream included. */
	readonly stored: Span;
	/** Algorithm id. */
	readonly algorithm: number;
	/** Bytes that the file uses of what the unit decodes to, from its first on. */
	readonly length: number;
	/** The byte, of those. */
	readonly offset: number;
	/** The unit decodes to more than is used. */
	readonly partial: boolean;
}

export interface WalkStep {
	/** What was read here, or arrived at: first what the step is about. */
	readonly at: readonly [Span, ...Span[]];
	/** Structure, or structure and field, as the kernel spells them: `erofs_dirent.nid`. */
	readonly field?: string;
	/** What it says. */
	readonly text: string;
	/** Why it is so, or looked at. */
	readonly why?: string;
	readonly sum?: WalkSum;
	/** The first Linux that goes this way. */
	readonly since?: string;
	/** 0 for the way itself; more for a way inside it, to the decoded bytes of a hidden inode. */
	readonly depth: number;
	readonly unit?: WalkUnit;
	/** What is wrong here: the way ends. */
	readonly finding?: Finding;
}

export interface WalkSum extends Sum {
	/** `place`: it comes to the first byte of the step's first range; `number`: to a number. */
	readonly of: "place" | "number";
}

/** How a way ends. */
export type WalkEnd =
	/** At the byte. */
	| "byte"
	/** At the inode that a path leads to. */
	| "inode"
	/** At bytes that are zero, because nothing is stored for them. */
	| "hole"
	/** Where what is looked for would stand, if it were there: a name, an attribute. */
	| "absent"
	/** Nothing leads to the byte. */
	| "nowhere"
	/** At damage. */
	| "damage"
	/** At something that is not at hand: the file of a device. */
	| "missing";

export interface Walk {
	readonly steps: readonly WalkStep[];
	readonly end: WalkEnd;
}
