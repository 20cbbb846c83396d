/**
 * Whose bytes are, in as few groups as an eye can keep apart: one colour and one texture each.
 * What exactly a byte is has finer words (`KIND_WORDS`).
 */
import { countText } from "../../base/words";
import { type ByteOwner, KIND_WORDS, type OwnerKind, type Strip } from "../../worker/protocol";

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
	"unknown",
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
	unknown: "not known",
	unread: "not read yet",
};

/** What each of them is, for who has not met it. */
export const GROUP_DOCS: Readonly<Record<OwnerGroup, string>> = {
	table:
		"The superblock, at byte 1,024, says where everything else is; tables belong to it: devices, settings of compression, prefixes of attribute names.",
	inode:
		"An inode holds all about a file but its name: type, size, owner, time, and where its contents are.",
	xattr: "Extended attributes: further names with values, such as capabilities and access lists.",
	dir: "The entries of directories: names, each with the number of its inode.",
	index: "Maps say which part of a file is stored where.",
	compressed: "Contents of files in compressed units. A unit is read and decoded as a whole.",
	plain: "Contents of files as they are.",
	slack: "What is left of a block behind the last byte that is stored in it.",
	unused:
		"Nothing that can be read leads to these bytes. The first 1,024 of an image are always left free, for programs that start a computer.",
	outside:
		"Bytes behind the end that the superblock states: a hash tree, a signature, or nothing but room.",
	unknown:
		"Damage keeps it from being known whose these bytes are: what would lead there cannot be read.",
	unread: "What these bytes are has not been found out: they could not be read.",
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
	"wrapper-header": "table",
	"wrapper-part": "plain",
	"after-image": "outside",
	unknown: "unknown",
	unread: "unread",
};

export const groupOf = (kind: OwnerKind): OwnerGroup => GROUPS[kind];

export interface GroupSum {
	readonly group: OwnerGroup;
	readonly bytes: number;
}

/** Bytes by group, in the order of bars, from bytes by kind; groups without bytes are left out. */
export function groupSums(
	kinds: readonly { readonly kind: OwnerKind; readonly bytes: number }[],
): readonly GroupSum[] {
	const sums = new Map<OwnerGroup, number>();
	for (const { kind, bytes } of kinds) {
		sums.set(groupOf(kind), (sums.get(groupOf(kind)) ?? 0) + bytes);
	}
	return OWNER_GROUPS.flatMap((group) => {
		const bytes = sums.get(group) ?? 0;
		return bytes > 0 ? [{ group, bytes }] : [];
	});
}

/** Of each part of a strip: index into OWNER_GROUPS. */
export function groupsIn({ kinds, names }: Strip): Uint8Array {
	const groups = Uint8Array.from(names, (name) => OWNER_GROUPS.indexOf(groupOf(name)));
	return Uint8Array.from(kinds, (kind) => groups[kind] ?? UNREAD);
}

const UNREAD = OWNER_GROUPS.indexOf("unread");

/** `compressed contents of /bin/sh and 2 more`. */
export function ownerWords({ kind, inodes, more, detail }: ByteOwner): string {
	const [first] = inodes;
	const others = inodes.length - 1 + more;
	const of = first ? ` of ${first.path ?? `inode ${first.nid}`}` : "";
	const rest = others > 0 ? ` and ${countText(others)} more` : "";
	const was = detail?.kind ? ` (it would be ${detail.kind})` : "";
	return `${KIND_WORDS[kind].name}${of}${rest}${was}`;
}
