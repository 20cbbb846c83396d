/** What an inode or a fixed structure says of bytes: "these are mine". */

export type Kind =
	// fixed structures
	| "boot"
	| "superblock"
	| "sb-extslots"
	| "compression-config"
	| "device-slot"
	| "shared-xattr"
	| "prefix-table"
	// an inode and its body
	| "inode-compact"
	| "inode-extended"
	| "xattr-header"
	| "xattr-shared-ids"
	| "xattr-inline-entry"
	| "dirent"
	| "dir-name"
	| "inline-data"
	| "chunk-map"
	| "map-header"
	| "lcluster-index-full"
	| "lcluster-index-compact"
	| "extent-base"
	| "extent-record"
	| "ztail-inline-pcluster"
	// contents elsewhere
	| "pcluster"
	| "plain-data"
	| "chunk-data"
	| "packed-data"
	| "metabox-data"
	| "fragment"
	// the rest
	| "padding"
	| "orphan"
	| "unclaimed"
	| "after-image";

export interface Claim {
	/** Name of the space. */
	readonly space: string;
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
	readonly kind: Kind;
	/** Owners; none for fixed structures. */
	readonly nids: readonly bigint[];
	/**
	 * The rest of a block behind data that ends inside it. It goes to the owner of what
	 * it follows, up to the first byte that has an owner of its own.
	 */
	readonly rest?: true;
}

/** A range of bytes of one space. */
export interface Place {
	readonly space: string;
	readonly start: number;
	readonly end: number;
}
