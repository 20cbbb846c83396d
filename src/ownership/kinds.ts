/** What a byte can be, as owners tell it apart, and which of several claims counts. */
import { KINDS, type KindName, kind } from "../erofs/layout/kinds";
import type { OwnerKind } from "./words";

/**
 * Things that are laid out only when somebody asks have kinds of their own: an inode with all that
 * lies behind it, and the entries of a directory with their names.
 */
export const COARSE_KINDS: readonly OwnerKind[] = [...KINDS, "inode", "directory", "unread"];

export const INODE = KINDS.length;
export const DIRECTORY = KINDS.length + 1;
/** What may be anybody's, as long as not all is known. */
export const UNREAD = KINDS.length + 2;

export const ORPHAN = kind("orphan");
export const PADDING = kind("padding");
export const UNCLAIMED = kind("unclaimed");
export const AFTER = kind("after-image");
/** Bytes that may be somebody's: damage keeps it from being known. */
export const UNKNOWN = kind("unknown");

/** Why it is not known whose bytes are that lie together with an inode. */
export const HIDDEN =
	"Lies with an inode, but damage in front of it keeps from knowing what it is.";

/** The lowest says what a byte is: structures may lie among contents, and anything in padding. */
const RANK = { STRUCTURE: 0, CONTENTS: 1, BOOT: 2, LAST: 3, HIDDEN: 4 } as const;

/** By kind; whole inodes and directories have none. */
export const RANKS = Uint8Array.from(KINDS, rankOf);

function rankOf(name: KindName): number {
	switch (name) {
		case "plain-data":
		case "chunk-data":
		case "pcluster":
		case "packed-data":
		case "metabox-data":
		case "fragment":
		case "inline-data":
		case "ztail-inline-pcluster":
			return RANK.CONTENTS;
		case "boot":
			return RANK.BOOT;
		case "padding":
		case "orphan":
			return RANK.LAST;
		case "unknown":
			return RANK.HIDDEN;
		default:
			return RANK.STRUCTURE;
	}
}

/** Whether bytes of a kind are stored contents, without parts of their own. */
export const isContents = (kind: number): boolean => RANKS[kind] === RANK.CONTENTS;
