/** Names behind the numbers of listing and extent columns. Data only: the page imports it. */

/** Inode types in the order of dirent `file_type`. */
export const TYPE_NAMES = [
	"unknown",
	"file",
	"directory",
	"character device",
	"block device",
	"fifo",
	"socket",
	"symlink",
] as const;

export const EXTENT_KINDS = ["data", "hole", "inline", "fragment", "compressed"] as const;

/** In algorithm columns: nothing is compressed. */
export const NO_ALGORITHM = 255;
