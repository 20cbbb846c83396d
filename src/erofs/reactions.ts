/**
 * What Linux does with a fault, by code, as far as its checks are known (6.18 where no other version
 * is named); none was tried by mounting. Codes that are not here are read over, or what comes of them
 * is not known.
 */

import { fsck } from "./fsck";

export interface Reaction {
	/** What it ends. */
	readonly when: keyof typeof WORDS;
	/** As errno(3) spells it. */
	readonly errno: string;
	/** Where versions differ, or what more is to know. A sentence. */
	readonly note?: string;
}

const WORDS = {
	mount: "refuses to mount the image",
	inode: "refuses the inode",
	directory: "refuses the directory",
	attributes: "does not read the attributes",
	read: "does not read these contents",
} as const;

const corrupted = (when: Reaction["when"], note?: string): Reaction =>
	note === undefined ? { when, errno: "EFSCORRUPTED" } : { when, errno: "EFSCORRUPTED", note };

const invalid: Reaction = { when: "mount", errno: "EINVAL" };
const unsupported: Reaction = { when: "inode", errno: "EOPNOTSUPP" };

export const reactions: Readonly<Record<string, Reaction>> = {
	"empty-file": invalid,
	"too-short": invalid,
	"not-erofs": invalid,
	"sb-magic": invalid,
	"sb-blkszbits": invalid,
	"sb-blkszbits-large": invalid,
	"sb-checksum": {
		when: "mount",
		errno: "EBADMSG",
		note: "fsck.erofs 1.9.3 says so, looks at nothing else, and exits 0.",
	},
	"sb-extslots": invalid,
	"sb-extslots-metabox": corrupted("mount"),
	"sb-incompat-unknown": invalid,
	"sb-dirblkbits": invalid,
	"sb-meta-blkaddr": corrupted("mount", "The root directory is not where it looks for it."),
	"sb-root-nid": invalid,
	"sb-metabox-nid": corrupted("mount"),
	"sb-packed-nid": corrupted("mount"),
	"sb-packed-nid-metabox": corrupted("mount"),
	"sb-ishare-prefix": corrupted("mount", "Linux 7.0 and newer."),
	"sb-algorithms-unknown": invalid,
	"cfg-length": invalid,
	"cfg-format": invalid,
	"cfg-lz4-pcluster": invalid,
	"cfg-lzma-dict": invalid,
	"cfg-deflate-window": invalid,
	"cfg-zstd-window": invalid,
	"xattr-prefix-record": corrupted("mount"),
	"inode-format-bits": unsupported,
	"inode-layout": unsupported,
	"inode-bit4-undeclared": { ...unsupported, note: "Before 6.15; newer ones read it." },
	"inode-mode": corrupted("inode"),
	"inode-size-sign": corrupted("inode"),
	"inline-tail-crosses-block": corrupted("read"),
	"chunk-format-bits": unsupported,
	"chunk-undeclared": { ...unsupported, note: "Before 5.15; newer ones read it." },
	"chunk-device": corrupted("read"),
	"data-beyond-end": { when: "read", errno: "EIO" },
	"dirent-nameoff0": corrupted("directory"),
	"dirent-nameoff": corrupted("directory"),
	"dirent-name": corrupted("directory"),
	"symlink-size": { when: "read", errno: "ENAMETOOLONG" },
	"symlink-long": { when: "read", errno: "ENAMETOOLONG" },
	"xattr-shared-count": corrupted("attributes", "Linux 7.1 and newer; older ones read on."),
	"xattr-overrun": corrupted("attributes"),
	"xattr-filter": { when: "attributes", errno: "ENODATA" },
	"z-big-flags": corrupted("inode"),
	"z-big-undeclared": corrupted("inode"),
	"z-clusterbits": { when: "inode", errno: "EOPNOTSUPP" },
	"z-head1-algorithm": { when: "inode", errno: "EOPNOTSUPP" },
	"z-idata-size": corrupted("inode"),
	"z-inline-crosses-block": corrupted("inode"),
	"z-no-begin": corrupted("read"),
	"z-di-clusterofs": corrupted("read"),
	"z-lookback": corrupted("read"),
	"z-cblkcnt": corrupted("read", "Linux 6.17 to 7.1 take the unit for one block."),
	"z-hole-counted": corrupted(
		"read",
		"Before 6.17; 6.17 to 7.1 take the unit for one block, newer ones read zeros.",
	),
	"z-unit-too-long": corrupted("read", "Linux 7.1 and newer; older ones read it."),
	"z-plain-length": corrupted("read"),
	"z-interlaced-length": corrupted("read"),
	"z-stored-limit": corrupted("read"),
	"z-decoded-limit": { when: "read", errno: "EOPNOTSUPP" },
	"z-padding": corrupted("read", "fsck.erofs 1.9.3 reads it."),
	"z-decode": corrupted("read", "Programs see EIO."),
	fragment: corrupted("read"),
	"algorithm-unknown": unsupported,
	"algorithm-not-declared": corrupted("inode"),
	"extent-lstart": corrupted("read"),
	"extent-plen-limit": corrupted("read"),
};

const FSCK = {
	fails: "fsck.erofs 1.9.3 fails.",
	tells: "fsck.erofs 1.9.3 says so, and exits 0.",
	silent: "fsck.erofs 1.9.3 takes no notice.",
	hangs: "fsck.erofs 1.9.3 does not end.",
	crashes: "fsck.erofs 1.9.3 crashes.",
} as const;

/** What Linux and fsck.erofs do with it, in sentences; undefined when it is not known. */
export function reactionText(code: string): string | undefined {
	const known = reactions[code];
	const tool = fsck[code];
	const linux = known && [`Linux ${WORDS[known.when]} (${known.errno}).`, known.note];
	const texts = [...(linux ?? []), tool && FSCK[tool]].filter(Boolean);
	return texts.length > 0 ? texts.join(" ") : undefined;
}
