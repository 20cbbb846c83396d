/**
 * What a file is when it is not EROFS: from its first bytes to a sentence that
 * tells the user what they have and what to do.
 */
import { Failure } from "../base/errors";
import { span } from "../base/range";
import { exactBytes } from "../base/words";
import { hexBytes } from "../schema/show";
import { SB_MAGIC, SB_OFFSET } from "./structs/superblock";

/** Bytes of the start of a file that identification wants to see. */
export const HEAD_SIZE = 4096;

/** Bytes that tell what another kind of file it is: as far as the last of their marks. */
export const RECOGNISE_SIZE = 0x10048;

interface Signature {
	readonly at: number;
	readonly bytes: readonly number[] | string;
	readonly what: string;
	readonly hint?: string;
	/** Where the mark alone says too little. */
	holds?(head: Uint8Array): boolean;
}

const UNPACK = "Unpack it first, then open the image inside.";
const UNPACK_OR_SEARCH =
	"Unpack it first, or search it for volumes that lie in it uncompressed, and open one at its byte.";
const SEARCH = "Search it for EROFS volumes, and open one at the byte where it starts.";
const DRIVER = "This program reads only EROFS.";

/** The first that fits counts: what holds other things comes before them. */
const SIGNATURES: readonly Signature[] = [
	{
		at: 0,
		bytes: "version https://git-lfs",
		what: "a Git LFS pointer: a small text that stands for the real file",
		hint: "Fetch the real file with “git lfs pull”, or download it from the raw file's page.",
	},
	{ at: 0, bytes: [0x1f, 0x8b], what: "gzip-compressed data", hint: UNPACK },
	{ at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], what: "xz-compressed data", hint: UNPACK },
	{ at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd], what: "Zstandard-compressed data", hint: UNPACK },
	{ at: 0, bytes: [0x04, 0x22, 0x4d, 0x18], what: "LZ4-compressed data", hint: UNPACK },
	{ at: 0, bytes: [0x02, 0x21, 0x4c, 0x18], what: "LZ4-compressed data (legacy)", hint: UNPACK },
	{ at: 0, bytes: [0x5d, 0, 0], what: "LZMA-compressed data", hint: UNPACK, holds: isLzma },
	{ at: 0, bytes: "LZIP", what: "lzip-compressed data", hint: UNPACK },
	{ at: 0, bytes: "BZh", what: "bzip2-compressed data", hint: UNPACK },
	{ at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], what: "a 7z archive", hint: UNPACK },
	{ at: 0, bytes: "Rar!\x1a\x07", what: "a RAR archive", hint: UNPACK },
	{
		at: 0,
		bytes: "PK\x03\x04",
		what: "a ZIP archive (also APK, APEX and OTA packages)",
		hint: UNPACK_OR_SEARCH,
	},
	{ at: 257, bytes: "ustar", what: "a tar archive", hint: UNPACK_OR_SEARCH },
	{ at: 0, bytes: "070701", what: "a cpio archive", hint: UNPACK_OR_SEARCH },
	{ at: 0, bytes: "070702", what: "a cpio archive", hint: UNPACK_OR_SEARCH },
	{ at: 0, bytes: "!<arch>\n", what: "an ar archive or Debian package", hint: UNPACK },
	{
		at: 0,
		bytes: [0x3a, 0xff, 0x26, 0xed],
		what: "an Android sparse image",
		hint: "Convert it with simg2img first.",
	},
	{ at: 0, bytes: "CrAU", what: "an Android OTA payload", hint: "Extract the partitions first." },
	{ at: 0, bytes: "AVB0", what: "an Android vbmeta image; it holds signatures, no file system" },
	{ at: 0, bytes: "ANDROID!", what: "an Android boot image: a kernel and a ramdisk" },
	{ at: 0, bytes: "VNDRBOOT", what: "an Android vendor boot image: a ramdisk" },
	...[4096, 8192].map((at) => ({
		at,
		bytes: "gDla",
		what: "an Android super image: a table of logical partitions",
		hint: `${SEARCH} A partition may lie in several pieces: extract it with lpunpack then.`,
	})),
	{ at: 0, bytes: "QFI\xfb", what: "a QEMU disk (qcow2)", hint: "Convert it to a raw disk first." },
	{ at: 0, bytes: "KDMV", what: "a VMware disk", hint: "Convert it to a raw disk first." },
	{ at: 0, bytes: "vhdxfile", what: "a Hyper-V disk", hint: "Convert it to a raw disk first." },
	{
		at: 64,
		bytes: [0x7f, 0x10, 0xda, 0xbe],
		what: "a VirtualBox disk",
		hint: "Convert it to a raw disk first.",
	},
	{ at: 0, bytes: "LUKS\xba\xbe", what: "an encrypted disk (LUKS)", hint: "Decrypt it first." },
	{ at: 0, bytes: "hsqs", what: "a SquashFS image", hint: DRIVER },
	{ at: 0, bytes: [0x45, 0x3d, 0xcd, 0x28], what: "a cramfs image", hint: DRIVER },
	{ at: 0, bytes: "-rom1fs-", what: "a romfs image", hint: DRIVER },
	{ at: 0, bytes: "XFSB", what: "an XFS file system", hint: DRIVER },
	{ at: 0, bytes: [0x31, 0x18, 0x10, 0x06], what: "a UBIFS image", hint: DRIVER },
	{ at: 0, bytes: "UBI#", what: "a UBI flash image", hint: "Extract its volumes first." },
	{ at: 1024, bytes: [0x10, 0x20, 0xf5, 0xf2], what: "an F2FS file system", hint: DRIVER },
	{ at: 1080, bytes: [0x53, 0xef], what: "an ext2, ext3 or ext4 file system", hint: DRIVER },
	{ at: 0x10040, bytes: "_BHRfS_M", what: "a Btrfs file system", hint: DRIVER },
	{ at: 3, bytes: "NTFS    ", what: "an NTFS file system", hint: DRIVER },
	{ at: 3, bytes: "EXFAT   ", what: "an exFAT file system", hint: DRIVER },
	{ at: 54, bytes: "FAT", what: "a FAT file system", hint: DRIVER },
	{ at: 82, bytes: "FAT32   ", what: "a FAT file system", hint: DRIVER },
	...[512, 4096].map((at) => ({
		at,
		bytes: "EFI PART",
		what: "a disk with a GPT partition table",
		hint: SEARCH,
	})),
	{ at: 32769, bytes: "CD001", what: "an ISO 9660 disc image", hint: SEARCH },
	{
		at: 510,
		bytes: [0x55, 0xaa],
		what: "a disk with an MBR partition table",
		hint: SEARCH,
		holds: hasPartitions,
	},
	{ at: 0, bytes: [0x7f, 0x45, 0x4c, 0x46], what: "an ELF program", hint: SEARCH },
	{ at: 0, bytes: "MZ", what: "a Windows or EFI program", hint: SEARCH },
	{ at: 0, bytes: [0xd0, 0x0d, 0xfe, 0xed], what: "a device tree or FIT image", hint: SEARCH },
	{ at: 0, bytes: [0x27, 0x05, 0x19, 0x56], what: "a U-Boot image", hint: SEARCH },
	{ at: 0, bytes: "%PDF-", what: "a PDF document" },
	{ at: 0, bytes: [0x89, 0x50, 0x4e, 0x47], what: "a PNG picture" },
	{ at: 0, bytes: [0xff, 0xd8, 0xff], what: "a JPEG picture" },
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

/** What the file seems to be, in words that continue "It is …"; undefined when nothing is recognised. */
function recognise(head: Uint8Array): { what: string; hint?: string } | undefined {
	const signature = SIGNATURES.find((s) => matches(head, s));
	if (signature) return signature;
	if (HTML.test(new TextDecoder().decode(head.subarray(0, 256)))) {
		return {
			what: "a web page, probably an error or login page saved in place of the image",
			hint: "Open the download link in the browser and save the real file.",
		};
	}
	return head.every((b) => b === 0)
		? { what: "only zero bytes at its start", hint: SEARCH }
		: undefined;
}

/**
 * The failure for a file whose superblock is missing.
 * @param head the first bytes of the volume, RECOGNISE_SIZE of them if it has as many
 * @param size bytes of the whole file
 */
export function notErofs(head: Uint8Array, size: number): Failure {
	if (size === 0) {
		return new Failure({
			kind: "corrupt",
			code: "empty-file",
			message: "The file is empty.",
			hint: "Check that the download or copy has finished.",
		});
	}
	const seen = recognise(head);
	if (size < SB_OFFSET + 128) {
		return new Failure({
			kind: "corrupt",
			code: "too-short",
			message: seen
				? `This is no EROFS image. It is ${seen.what}.`
				: `The file has only ${exactBytes(size)}; an EROFS superblock ends at byte ${SB_OFFSET + 128}.`,
			hint: seen?.hint ?? "The file is cut off: download or copy it again.",
			at: span("image", 0, size),
		});
	}
	const magic = head.subarray(SB_OFFSET, SB_OFFSET + 4);
	return new Failure({
		kind: "corrupt",
		code: "not-erofs",
		message: seen
			? `This is no EROFS image. It is ${seen.what}.`
			: `This is no EROFS image: bytes ${SB_OFFSET} to ${SB_OFFSET + 3} are ${hexBytes(magic)} instead of e2 e1 f5 e0 (0x${SB_MAGIC.toString(16)}).`,
		hint:
			seen?.hint ??
			"If the volume starts later in the file, search for it, or open it with the byte offset of its start.",
		at: span("image", SB_OFFSET, SB_OFFSET + 4),
	});
}
