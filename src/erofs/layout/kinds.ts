/** Who can own a byte. Numbers stand for the names, because columns hold a million of them. */
export const KINDS = [
	"unclaimed",
	"boot",
	"superblock",
	"sb-extslots",
	"compression-config",
	"device-slot",
	"inode-compact",
	"inode-extended",
	"xattr-header",
	"xattr-shared-ids",
	"xattr-inline-entry",
	"shared-xattr",
	"prefix-table",
	"dirent",
	"dir-name",
	"inline-data",
	"chunk-map",
	"map-header",
	"lcluster-index-full",
	"lcluster-index-compact",
	"extent-base",
	"extent-record",
	"pcluster",
	"ztail-inline-pcluster",
	"plain-data",
	"chunk-data",
	"packed-data",
	"metabox-data",
	"fragment",
	"padding",
	"orphan",
	"after-image",
] as const;

export type KindName = (typeof KINDS)[number];

export const kind = (name: KindName): number => KINDS.indexOf(name);
