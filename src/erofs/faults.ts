/**
 * All that the readers tell to be wrong, by what it is about: what of it stands here is said
 * nowhere else. A reader that knows more says it in its own words (`text`), and what it has seen.
 * What a field alone can be wrong in, and its neighbours, is said by the rules of the tables.
 */
import type { Fault, Severity, Subject } from "../base/finding";

const told = <const C extends string>(
	on: Subject,
	severity: Severity,
	texts: Readonly<Record<C, string>>,
): readonly Fault<C>[] =>
	Object.entries<string>(texts).map(([code, text]) => ({ code: code as C, on, severity, text }));

export const faults = [
	...told("image", "error", {
		"empty-file": "The file is empty.",
		"too-short": "The file ends before a superblock would.",
		"not-erofs": "This is no EROFS image.",
		"sb-checksum":
			"The checksum does not match: something in the first block was changed or damaged. Kernels refuse the image; everything that can still be read is shown.",
		"sb-blkszbits-assumed": "The block size of the superblock was set aside.",
		"sb-extslots-metabox":
			"The image has the metabox feature, but its superblock is too short to name the metabox.",
		"sb-root-nid": "The root directory cannot be read.",
		"sb-metabox-nid": "The metabox cannot be read.",
		"sb-packed-nid": "The packed inode cannot be read.",
		"packed-in-itself":
			"The packed inode refers to itself: a part of its contents claims to lie in the packed inode.",
		"cfg-length": "The settings record of an algorithm is too short; kernels refuse the image.",
		"xattr-prefix-record":
			"A record of the long prefix table makes no sense; attributes that use it are left out.",
		"xattr-prefix-home":
			"The table of long attribute-name prefixes lies in a hidden inode that cannot be read; attributes that use it are left out.",
	}),
	...told("image", "warning", {
		"xattr-prefix-elsewhere":
			"The table of long attribute-name prefixes lies on an extra device that was not given: attributes that use it are not shown.",
		"sb-lz4-undeclared":
			"Files are compressed with LZ4, which the superblock does not declare, as in images for Linux 4.19. Linux up to 6.18 reads them; Linux 7.0 and erofs-utils 1.9.2 refuse them.",
		"nydus-packed-blobs":
			"The data blobs of this Nydus image are compressed or encrypted in chunks, which are not unpacked here: contents read from such a blob are not those of the files.",
	}),
	...told("tree", "error", {
		"tree-too-large":
			"The tree has more names than this program reads; what it has read is not all.",
	}),
	...told("directory", "error", {
		"directory-i-mode": "The inode is not a directory.",
		"directory-i-size": "The directory claims more bytes than the image and its devices have.",
		"directory-given-up":
			"So many blocks of the directory have no entries that what follows is not read.",
		"directory-findings":
			"There is more wrong with the entries of this directory than is told one by one.",
		"directory-empty": "The directory has no entries, not even “..”, which every directory has.",
		"directory-too-deep":
			"The directory lies so deep that no program could name what is in it; it is not entered.",
		"directory-reached-twice":
			"The directory can be reached by two paths, or contains itself; it is shown once.",
		"dirent-nameoff0":
			"The first name offset makes no sense, so the entries of this directory block cannot be read.",
		"dirent-nameoff":
			"The name offset is out of order or outside the directory block; the entry cannot be read.",
		"dirent-name": "The name cannot be one.",
		"dirent-order":
			"The names are not in ascending order, so kernels, which search by bisection, miss some of them.",
		"dirent-duplicate":
			"The directory has two entries with the same name; kernels find only one of them.",
		"dirent-dots": "The entry “.” or “..” does not point where it should.",
		"dirent-dots-twice": "The directory has a second entry “.” or “..”.",
		"dirent-dot-missing":
			"The directory has no entry “.”, and its i_format does not say that it leaves it out.",
		"dirent-dotdot-missing": "The directory has no entry “..”.",
		"nid-no-metabox":
			"The inode number says that the inode is in the metabox, but the image has no readable metabox.",
	}),
	...told("directory", "warning", {
		"directory-elsewhere":
			"Entries of this directory lie on an extra device that was not given: what they name is not shown, nor what is below it.",
		"dirent-type-mismatch":
			"The directory entry says another file type than the inode it points at.",
	}),
	...told("inode", "error", {
		"inode-size-impossible": "The inode claims more contents than the image could hold.",
		"inode-blocks-impossible": "The inode claims more blocks than the image has.",
		"symlink-empty": "The symlink has no target.",
		"symlink-size": "The symlink claims a target so long that it is not read.",
		"xattr-shared-count": "The inode claims more shared attributes than fit behind it.",
		"xattr-overrun":
			"The attribute is longer than the space it lies in; it and the ones behind it cannot be read.",
		"xattr-no-metabox": "Shared attributes are in the metabox, which cannot be read.",
		"xattr-long-prefix":
			"The attribute's name starts with a prefix that is not defined; it is left out.",
		"xattr-name-length": "The attribute's name, with its prefix, is longer than Linux allows.",
		"xattr-filter": "The name filter says this attribute is absent, so kernels do not find it.",
		"inline-tail-crosses-block":
			"The inline tail crosses a block boundary, which the format forbids; kernels refuse the inode.",
		"z-clusterbits": "The entries of the index cannot describe logical clusters this large.",
		"z-extents-inline":
			"The map has encoded extents and a tail behind them (INLINE_PCLUSTER); the format does not say what both together mean.",
		"extent-h-extents": "The extent table is empty.",
	}),
	...told("inode", "warning", {
		"symlink-long": "The symlink's target is longer than any path that Linux follows.",
		"symlink-nul": "The symlink's target contains a zero byte; kernels cut it there.",
		"z-head-beyond":
			"A unit starts at the end of the file or behind it, and is not the mark that ends an index.",
		"z-mark-block":
			"The mark at the end of an index names a block: nothing is stored there, so it should name none.",
		"z-partial-undeclared":
			"Only a part of a unit is used, which images without the feature DEDUPE do not have.",
		"z-head2-undeclared":
			"A unit has the second algorithm of its file, which the superblock does not declare: kernels that know only one mount the image all the same.",
		"xattr-name-index":
			"The attribute's name starts with a prefix that is not defined; it is left out.",
	}),
	...told("extent", "error", {
		"data-beyond-end":
			"The contents lie beyond the end of the device: the image is truncated or an address is wrong.",
		"chunk-device": "The chunk is on a device that the device table does not have.",
		fragment: "The tail of the file is not to be had from the packed inode.",
		"extent-lstart": "The extent does not start where one can.",
		"extent-plen": "An uncompressed extent is shorter than the file bytes it should hold.",
		"z-plain-length": "An uncompressed unit is shorter than the file bytes it should hold.",
		"z-interlaced-length": "A rotated uncompressed unit must be exactly one block long.",
		"z-inline-crosses-block":
			"The tail behind the index crosses the end of a block, which kernels refuse.",
		"z-unit-too-long":
			"The unit is stored in more bytes than it decodes to. Linux 7.1 and newer refuse it; older kernels read it.",
		"z-no-begin": "No unit holds the first byte of the file.",
		"z-di-clusterofs": "The unit starts beyond its logical cluster.",
		"z-lookback": "The distance back to the start of the compressed unit does not lead there.",
		"z-lookahead":
			"The distance on to the next compressed unit leads beyond it: kernels that go by it do not find where this one ends.",
		"z-cblkcnt":
			"The entry behind the start of a unit does not record its length in blocks. Linux 6.17 to 7.1 take it for one block; all others refuse it.",
		"z-hole-counted":
			"A unit of 0 blocks is a hole since Linux 7.2, and is read as zeros. Linux before 6.17 and erofs-utils up to 1.9.3 refuse it, those between take it for one block; no writer is known to make such units, so its length may be lost.",
		"z-cblkcnt-place": "A length in blocks is recorded where none may be.",
		"z-decoded-limit": "A compressed unit claims to hold more bytes than kernels allow.",
		"z-stored-limit": "A compressed unit claims to be stored in more bytes than kernels allow.",
		"z-stored-nothing": "The map says that a compressed unit is stored in no bytes at all.",
		"algorithm-unknown": "The data is compressed with an algorithm this program cannot decode.",
		"algorithm-not-declared":
			"The data names an algorithm that the superblock does not list; kernels refuse it.",
	}),
	...told("unit", "error", {
		"z-decode": "The compressed data is damaged.",
	}),
	...told("space", "error", {
		"bytes-owned-twice":
			"Two structures lie on the same bytes: one of them is not what it should be.",
	}),
] as const;

export type FaultCode = (typeof faults)[number]["code"];

const byCode = new Map<string, Fault>(faults.map((fault) => [fault.code, fault]));

/** What every finding of a fault begins with. */
export function fault(code: FaultCode): Pick<Fault, "code" | "severity" | "text"> {
	const { severity, text } = byCode.get(code) as Fault;
	return { code, severity, text };
}
