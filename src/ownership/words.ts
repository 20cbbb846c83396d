/**
 * What the bytes of each kind are, for somebody who sees an EROFS image for the first time. Data
 * only: the page imports it.
 */
import type { KindName } from "../erofs/layout/kinds";
import type { PaddingName } from "../erofs/layout/padding";

/**
 * Kinds of bytes, of things that are laid out only when somebody asks, of bytes of which nobody has
 * read yet whose they are, and of bytes of the files around images.
 */
export type OwnerKind =
	| KindName
	| "inode"
	| "directory"
	| "unread"
	| "wrapper-header"
	| "wrapper-part";

export interface KindWords {
	/** What a person would call them, in the plural where there are many. */
	readonly name: string;
	/** What they are for. */
	readonly doc: string;
}

export const KIND_WORDS: Readonly<Record<OwnerKind, KindWords>> = {
	boot: {
		name: "first 1,024 bytes",
		doc: "EROFS leaves the first 1,024 bytes alone: a boot loader or a partition table may live here.",
	},
	superblock: {
		name: "superblock",
		doc: "The entrance to the image: who it is, how large its blocks are, which features it uses, and where everything else begins.",
	},
	"sb-extslots": {
		name: "superblock extension",
		doc: "More room for the superblock, for what newer versions of the format have added to it.",
	},
	"compression-config": {
		name: "compression settings",
		doc: "How a compression algorithm was set up when the image was made; whoever decompresses needs to know.",
	},
	"device-slot": {
		name: "device table",
		doc: "One row for each extra file or disk that holds contents of this image: its name and its size.",
	},
	"prefix-table": {
		name: "long attribute prefixes",
		doc: "Beginnings that many attribute names have in common, written down once so that each name needs only its end.",
	},
	"inode-compact": {
		name: "inode, small form",
		doc: "Everything about one file or directory but its name: type, permissions, owner, size, and where its contents are. In 32 bytes.",
	},
	"inode-extended": {
		name: "inode, large form",
		doc: "Everything about one file or directory but its name, in 64 bytes: with a time of its own and room for large sizes and owners.",
	},
	"xattr-header": {
		name: "head of the attributes",
		doc: "Begins the extended attributes of an inode: how many it shares with others, and a filter that tells fast which names are not there.",
	},
	"xattr-shared-ids": {
		name: "list of shared attributes",
		doc: "Numbers of the attributes that this inode has together with others; each is stored once, elsewhere.",
	},
	"xattr-inline-entry": {
		name: "attribute",
		doc: "An extended attribute of this inode alone: a name and a value, such as a security label.",
	},
	"shared-xattr": {
		name: "shared attribute",
		doc: "An extended attribute that several inodes have: stored once, and all of them refer to it.",
	},
	dirent: {
		name: "directory entries",
		doc: "The table of a directory: for each name the inode it stands for, its type, and where the name is written.",
	},
	"dir-name": {
		name: "names",
		doc: "Names of files and directories, one behind the other without a gap. The entries in front of them say where each begins.",
	},
	"inline-data": {
		name: "contents behind the inode",
		doc: "The end of a file, or all of a short one, kept right behind the inode so that it needs no block of its own.",
	},
	"chunk-map": {
		name: "chunk map",
		doc: "The file is cut into pieces of one size; this says for each piece where it lies, and on which device.",
	},
	"map-header": {
		name: "head of the compression map",
		doc: "How the contents of this file are compressed, and how the map behind it is to be read.",
	},
	"lcluster-index-full": {
		name: "compression map, 8 bytes an entry",
		doc: "For each piece of the file of one size (a logical cluster): whether a compressed unit begins in it, and where that is stored.",
	},
	"lcluster-index-compact": {
		name: "compression map, packed",
		doc: "The same as the large map in 2 or 4 bytes a piece: entries packed bit by bit, with one block address for many.",
	},
	"extent-base": {
		name: "base address",
		doc: "Where the first compressed unit of the file begins; the records behind it only say how long each is.",
	},
	"extent-record": {
		name: "list of compressed units",
		doc: "For each compressed unit of the file: how long it is, where it is stored, and by which algorithm.",
	},
	pcluster: {
		name: "compressed contents",
		doc: "A compressed unit (a physical cluster): a run of a file's contents, compressed as a whole. Files with equal contents may share it.",
	},
	"ztail-inline-pcluster": {
		name: "compressed contents behind the inode",
		doc: "The last compressed unit of the file, kept behind its map so that it needs no block of its own.",
	},
	"plain-data": {
		name: "contents",
		doc: "Contents of a file, stored just as they are.",
	},
	"chunk-data": {
		name: "contents, in chunks",
		doc: "A piece of a file, stored just as it is. Files that contain the same piece can share it.",
	},
	"packed-data": {
		name: "packed inode",
		doc: "Stored bytes of the packed inode, a hidden file in which the ends of many files lie together.",
	},
	"metabox-data": {
		name: "metabox",
		doc: "Stored bytes of the metabox, a hidden file that holds inodes and what belongs to them, so that they can be compressed too.",
	},
	fragment: {
		name: "end of a file",
		doc: "The end of a file, or all of a short one, gathered here with those of other files to compress better together.",
	},
	padding: {
		name: "padding",
		doc: "Bytes that fill a gap so that what follows begins at a round address. They mean nothing.",
	},
	orphan: {
		name: "left over",
		doc: "An inode, or what belongs to one, that no directory names: left behind by an image that was built in several steps, or cut off by damage.",
	},
	unclaimed: {
		name: "unused",
		doc: "Nothing in the image uses these bytes.",
	},
	unknown: {
		name: "not known",
		doc: "Whose these bytes are is not known: what would lead there cannot be read.",
	},
	"after-image": {
		name: "behind the image",
		doc: "The image ends in front of these bytes, by its own account. Signatures and hash trees are often put here.",
	},
	"wrapper-header": {
		name: "header of a wrapper",
		doc: "Says what is in the file around an image, where, and how it is stored.",
	},
	"wrapper-part": {
		name: "part of a wrapper",
		doc: "Bytes of what the file around an image holds: a partition, a member, or a disk.",
	},
	inode: {
		name: "inodes",
		doc: "Inodes with what is stored behind them: attributes, maps, the ends of files.",
	},
	unread: {
		name: "not read yet",
		doc: "Whose these bytes are is not known yet: the structures that say so have not been read.",
	},
	directory: {
		name: "directories",
		doc: "Directories: their entries and the names.",
	},
};

/** Where bytes lie that mean nothing. */
export const PADDING_WORDS: Readonly<Record<PaddingName, string>> = {
	"contents-end": "behind contents, up to the end of a block",
	"directory-end": "behind the last name of a directory block",
	"map-header": "before compression maps",
	"full-index": "before entries of 8 bytes",
	records: "before lists of compressed units",
	"chunk-map": "before chunk maps",
	"next-attribute": "between attributes",
	"no-attribute": "where attributes could stand",
	"attributes-end": "behind the last attribute",
	table: "between tables",
};
