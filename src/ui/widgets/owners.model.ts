/**
 * Whose bytes are, in as few groups as an eye can keep apart: one colour and one texture each.
 * What exactly a byte is has finer words (`KIND_WORDS`).
 */
import type { OwnerKind } from "../../worker/protocol";

/** In the order of legends and bars. */
export const OWNER_GROUPS = [
	"table",
	"inode",
	"xattr",
	"dir",
	"index",
	"compressed",
	"plain",
	"slack",
	"unused",
	"outside",
	"unread",
] as const;

export type OwnerGroup = (typeof OWNER_GROUPS)[number];

export const GROUP_WORDS: Readonly<Record<OwnerGroup, string>> = {
	table: "superblock, tables",
	inode: "inodes",
	xattr: "attributes",
	dir: "directories",
	index: "maps of files",
	compressed: "compressed contents",
	plain: "uncompressed contents",
	slack: "padding",
	unused: "unused",
	outside: "behind the image",
	unread: "not read yet",
};

const GROUPS: Readonly<Record<OwnerKind, OwnerGroup>> = {
	superblock: "table",
	"sb-extslots": "table",
	"compression-config": "table",
	"device-slot": "table",
	"prefix-table": "table",
	inode: "inode",
	"inode-compact": "inode",
	"inode-extended": "inode",
	"xattr-header": "xattr",
	"xattr-shared-ids": "xattr",
	"xattr-inline-entry": "xattr",
	"shared-xattr": "xattr",
	directory: "dir",
	dirent: "dir",
	"dir-name": "dir",
	"chunk-map": "index",
	"map-header": "index",
	"lcluster-index-full": "index",
	"lcluster-index-compact": "index",
	"extent-base": "index",
	"extent-record": "index",
	pcluster: "compressed",
	"ztail-inline-pcluster": "compressed",
	"packed-data": "compressed",
	"metabox-data": "compressed",
	"plain-data": "plain",
	"chunk-data": "plain",
	"inline-data": "plain",
	fragment: "plain",
	padding: "slack",
	boot: "unused",
	unclaimed: "unused",
	orphan: "unused",
	"after-image": "outside",
	unread: "unread",
};

export const groupOf = (kind: OwnerKind): OwnerGroup => GROUPS[kind];
