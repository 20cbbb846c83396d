/** What a file is by its first bytes, when it is no EROFS image: in a word, and in words for people. */

/** Bytes that tell what kind of file it is: as far as the last of the marks. */
export const RECOGNISE_SIZE = 0x10048;

export interface Recognised {
	/** One word, for scripts. */
	readonly kind: string;
	/** Continues “It is …”. */
	readonly what: string;
	/** What to do about it. */
	readonly hint?: string;
}

interface Signature extends Recognised {
	readonly at: number;
	readonly bytes: readonly number[] | string;
	/** Where the mark alone says too little. */
	holds?(head: Uint8Array): boolean;
}

const UNPACK = "Unpack it first, then open the image inside.";
const UNPACK_OR_SEARCH =
	"Unpack it first, or search it for volumes that lie in it uncompressed, and open one at its byte.";
const SEARCH = "Search it for EROFS file systems, and open one at the byte where it starts.";
const DRIVER = "This program reads only EROFS.";

/** The first that fits counts: what holds other things comes before them. */
const SIGNATURES: readonly Signature[] = [
	{
		at: 0,
		bytes: "version https://git-lfs",
		kind: "git-lfs",
		what: "a Git LFS pointer: a small text that stands for the real file",
		hint: "Fetch the real file with “git lfs pull”, or download it from the raw file's page.",
	},
	{ at: 0, bytes: [0x1f, 0x8b], kind: "gzip", what: "gzip-compressed data", hint: UNPACK },
	{
		at: 0,
		bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
		kind: "xz",
		what: "xz-compressed data",
		hint: UNPACK,
	},
	{
		at: 0,
		bytes: [0x28, 0xb5, 0x2f, 0xfd],
		kind: "zstd",
		what: "Zstandard-compressed data",
		hint: UNPACK,
	},
	{
		at: 0,
		bytes: [0x04, 0x22, 0x4d, 0x18],
		kind: "lz4",
		what: "LZ4-compressed data",
		hint: UNPACK,
	},
	{
		at: 0,
		bytes: [0x02, 0x21, 0x4c, 0x18],
		kind: "lz4-legacy",
		what: "LZ4-compressed data (legacy)",
		hint: UNPACK,
	},
	{
		at: 0,
		bytes: [0x5d, 0, 0],
		kind: "lzma",
		what: "LZMA-compressed data",
		hint: UNPACK,
		holds: isLzma,
	},
	{ at: 0, bytes: "LZIP", kind: "lzip", what: "lzip-compressed data", hint: UNPACK },
	{
		at: 0,
		bytes: [0x89, 0x4c, 0x5a, 0x4f, 0, 0x0d, 0x0a, 0x1a, 0x0a],
		kind: "lzop",
		what: "lzop-compressed data",
		hint: UNPACK,
	},
	{ at: 0, bytes: "xar!", kind: "xar", what: "an xar archive", hint: UNPACK },
	{ at: 0, bytes: "BZh", kind: "bzip2", what: "bzip2-compressed data", hint: UNPACK },
	{
		at: 0,
		bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
		kind: "7z",
		what: "a 7z archive",
		hint: UNPACK,
	},
	{ at: 0, bytes: "MSWIM\0\0\0", kind: "wim", what: "a WIM archive", hint: UNPACK },
	{ at: 0, bytes: "MSCF\0\0\0\0", kind: "cab", what: "a cabinet archive", hint: UNPACK },
	{ at: 0, bytes: "Rar!\x1a\x07", kind: "rar", what: "a RAR archive", hint: UNPACK },
	{
		at: 0,
		bytes: "PK\x03\x04",
		kind: "zip",
		what: "a ZIP archive (also APK, APEX and OTA packages)",
		hint: UNPACK_OR_SEARCH,
	},
	{ at: 257, bytes: "ustar", kind: "tar", what: "a tar archive", hint: UNPACK_OR_SEARCH },
	{ at: 0, bytes: "070701", kind: "cpio", what: "a cpio archive", hint: UNPACK_OR_SEARCH },
	{ at: 0, bytes: "070702", kind: "cpio", what: "a cpio archive", hint: UNPACK_OR_SEARCH },
	...["070707", [0xc7, 0x71], [0x71, 0xc7]].map((bytes) => ({
		...{ at: 0, bytes, kind: "cpio-old", what: "a cpio archive of an old kind" },
		hint: UNPACK_OR_SEARCH,
	})),
	{ at: 0, bytes: "!<arch>\n", kind: "ar", what: "an ar archive or Debian package", hint: UNPACK },
	{
		at: 0,
		bytes: [0x3a, 0xff, 0x26, 0xed],
		kind: "sparse",
		what: "an Android sparse image",
		hint: "Convert it with simg2img first.",
	},
	{
		at: 0,
		bytes: "CrAU",
		kind: "payload",
		what: "an Android OTA payload",
		hint: "Extract the partitions first.",
	},
	{
		at: 0,
		bytes: "AVB0",
		kind: "vbmeta",
		what: "an Android vbmeta image; it holds signatures, no file system",
	},
	{
		at: 0,
		bytes: "ANDROID!",
		kind: "android-boot",
		what: "an Android boot image: a kernel and a ramdisk",
	},
	{
		at: 0,
		bytes: "VNDRBOOT",
		kind: "vendor-boot",
		what: "an Android vendor boot image: a ramdisk",
	},
	...[4096, 8192].map((at) => ({
		at,
		bytes: "gDla",
		kind: "super",
		what: "an Android super image: a table of logical partitions",
		hint: `${SEARCH} A partition may lie in several pieces: extract it with lpunpack then.`,
	})),
	{
		at: 0,
		bytes: "vhdxfile",
		kind: "vhdx",
		what: "a Hyper-V disk",
		hint: "Convert it to a raw disk first.",
	},
	{
		at: 64,
		bytes: [0x7f, 0x10, 0xda, 0xbe],
		kind: "vdi",
		what: "a VirtualBox disk",
		hint: "Convert it to a raw disk first.",
	},
	{
		at: 0,
		bytes: "conectix",
		kind: "vhd",
		what: "a disk of Virtual PC or Hyper-V (VHD)",
		hint: "Convert it to a raw disk first.",
	},
	{
		at: 0,
		bytes: [0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 1],
		kind: "qcow",
		what: "a disk of QEMU of the first version (qcow)",
		hint: "Convert it to a raw disk first.",
	},
	{
		at: 0,
		bytes: "QED\0",
		kind: "qed",
		what: "a disk of QEMU (QED)",
		hint: "Convert it to a raw disk first.",
	},
	...["WithoutFreeSpace", "WithouFreSpacExt"].map((bytes) => ({
		at: 0,
		bytes,
		kind: "parallels",
		what: "a disk of Parallels",
		hint: "Convert it to a raw disk first.",
	})),
	{
		at: 0,
		bytes: "LUKS\xba\xbe",
		kind: "luks",
		what: "an encrypted disk (LUKS)",
		hint: "Decrypt it first.",
	},
	{ at: 0, bytes: "hsqs", kind: "squashfs", what: "a SquashFS image", hint: DRIVER },
	{ at: 0, bytes: [0x45, 0x3d, 0xcd, 0x28], kind: "cramfs", what: "a cramfs image", hint: DRIVER },
	{ at: 0, bytes: "-rom1fs-", kind: "romfs", what: "a romfs image", hint: DRIVER },
	{ at: 0, bytes: "XFSB", kind: "xfs", what: "an XFS file system", hint: DRIVER },
	{ at: 0, bytes: [0x31, 0x18, 0x10, 0x06], kind: "ubifs", what: "a UBIFS image", hint: DRIVER },
	// A node of either byte order: its magic number, and its type.
	...[
		[0x85, 0x19, 0x01, 0xe0],
		[0x85, 0x19, 0x02, 0xe0],
		[0x85, 0x19, 0x03, 0x20],
		[0x19, 0x85, 0xe0, 0x01],
		[0x19, 0x85, 0xe0, 0x02],
		[0x19, 0x85, 0x20, 0x03],
	].map((bytes) => ({ at: 0, bytes, kind: "jffs2", what: "a JFFS2 image", hint: DRIVER })),
	{
		at: 512,
		bytes: "LABELONE",
		kind: "lvm",
		what: "a physical volume of LVM",
		hint: "Activate its volumes, and copy the one that is meant to a file.",
	},
	{
		at: 0,
		bytes: "UBI#",
		kind: "ubi",
		what: "a UBI flash image",
		hint: "Extract its volumes first.",
	},
	{
		at: 1024,
		bytes: [0x10, 0x20, 0xf5, 0xf2],
		kind: "f2fs",
		what: "an F2FS file system",
		hint: DRIVER,
	},
	{
		at: 1080,
		bytes: [0x53, 0xef],
		kind: "ext4",
		what: "an ext2, ext3 or ext4 file system",
		hint: DRIVER,
	},
	{ at: 0x10040, bytes: "_BHRfS_M", kind: "btrfs", what: "a Btrfs file system", hint: DRIVER },
	{ at: 3, bytes: "NTFS    ", kind: "ntfs", what: "an NTFS file system", hint: DRIVER },
	{ at: 3, bytes: "EXFAT   ", kind: "exfat", what: "an exFAT file system", hint: DRIVER },
	{ at: 54, bytes: "FAT", kind: "fat", what: "a FAT file system", hint: DRIVER },
	{ at: 82, bytes: "FAT32   ", kind: "fat", what: "a FAT file system", hint: DRIVER },
	...[512, 4096].map((at) => ({
		at,
		bytes: "EFI PART",
		kind: "gpt",
		what: "a disk with a GPT partition table",
		hint: SEARCH,
	})),
	{ at: 32769, bytes: "CD001", kind: "iso", what: "an ISO 9660 disc image", hint: SEARCH },
	{
		at: 510,
		bytes: [0x55, 0xaa],
		kind: "mbr",
		what: "a disk with an MBR partition table",
		hint: SEARCH,
		holds: hasPartitions,
	},
	{ at: 0, bytes: "verity\0\0", kind: "dm-verity", what: "a hash tree of dm-verity" },
	{ at: 0, bytes: "SFAR", kind: "rafs-v5", what: "a Nydus image of version 5, which is not EROFS" },
	{ at: 0, bytes: [0x7f, 0x45, 0x4c, 0x46], kind: "elf", what: "an ELF program", hint: SEARCH },
	{ at: 0, bytes: "MZ", kind: "pe", what: "a Windows or EFI program", hint: SEARCH },
	{
		at: 0,
		bytes: [0xd0, 0x0d, 0xfe, 0xed],
		kind: "fit",
		what: "a device tree or FIT image",
		hint: SEARCH,
	},
	{ at: 0, bytes: [0x27, 0x05, 0x19, 0x56], kind: "uimage", what: "a U-Boot image", hint: SEARCH },
	{ at: 0, bytes: "%PDF-", kind: "pdf", what: "a PDF document" },
	{ at: 0, bytes: [0x89, 0x50, 0x4e, 0x47], kind: "png", what: "a PNG picture" },
	{ at: 0, bytes: [0xff, 0xd8, 0xff], kind: "jpeg", what: "a JPEG picture" },
];

/** Whether a size that is unknown, or no larger than a disk, follows the properties. */
function isLzma(head: Uint8Array): boolean {
	const size = head.subarray(5, 13);
	return size.length === 8 && (size.every((b) => b === 0xff) || (size[6] === 0 && size[7] === 0));
}

/** Whether the four entries of a boot sector make sense, and one of them is a partition. */
function hasPartitions(head: Uint8Array): boolean {
	const entries = [0, 1, 2, 3].map((i) => head.subarray(446 + 16 * i, 462 + 16 * i));
	return (
		entries.every(([status]) => status === 0 || status === 0x80) &&
		entries.some((entry) => entry[4] !== 0 && entry.subarray(8, 12).some((b) => b !== 0))
	);
}

const HTML = /^\s*(?:<!doctype html|<html|<head|<\?xml)/i;

const matches = (head: Uint8Array, s: Signature): boolean => {
	const bytes = typeof s.bytes === "string" ? [...s.bytes].map((c) => c.charCodeAt(0)) : s.bytes;
	return bytes.every((b, i) => head[s.at + i] === b) && (s.holds?.(head) ?? true);
};

/** What the file seems to be; undefined when nothing is recognised. */
export function recognise(head: Uint8Array): Recognised | undefined {
	const signature = SIGNATURES.find((s) => matches(head, s));
	if (signature) return signature;
	if (HTML.test(new TextDecoder().decode(head.subarray(0, 256)))) {
		return {
			kind: "html",
			what: "a web page, probably an error or login page saved in place of the image",
			hint: "Open the download link in the browser and save the real file.",
		};
	}
	return head.every((b) => b === 0)
		? { kind: "zeros", what: "only zero bytes at its start", hint: SEARCH }
		: undefined;
}
