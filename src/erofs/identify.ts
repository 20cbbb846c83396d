/**
 * What a file is when it is not EROFS: from its first bytes to a sentence that
 * tells the user what they have and what to do.
 */
import { Failure } from "../base/errors";
import { span } from "../base/range";
import { hexBytes } from "../schema/show";
import { SB_MAGIC, SB_OFFSET } from "./structs/superblock";

/** Bytes of the start of a file that identification wants to see. */
export const HEAD_SIZE = 4096;

interface Signature {
	readonly at: number;
	readonly bytes: readonly number[] | string;
	readonly what: string;
	readonly hint?: string;
}

const UNPACK = "Unpack it first, then open the image inside.";
const DRIVER = "This program reads only EROFS.";

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
	{ at: 0, bytes: "BZh", what: "bzip2-compressed data", hint: UNPACK },
	{
		at: 0,
		bytes: "PK\x03\x04",
		what: "a ZIP archive (also APK, APEX and OTA packages)",
		hint: UNPACK,
	},
	{
		at: 0,
		bytes: [0x3a, 0xff, 0x26, 0xed],
		what: "an Android sparse image",
		hint: "Convert it with simg2img first.",
	},
	{ at: 0, bytes: "CrAU", what: "an Android OTA payload", hint: "Extract the partitions first." },
	{ at: 0, bytes: "AVB0", what: "an Android vbmeta image; it holds signatures, no file system" },
	{ at: 0, bytes: "hsqs", what: "a SquashFS image", hint: DRIVER },
	{ at: 0, bytes: [0x7f, 0x45, 0x4c, 0x46], what: "an ELF program" },
	{ at: 257, bytes: "ustar", what: "a tar archive", hint: UNPACK },
	{
		at: 512,
		bytes: "EFI PART",
		what: "a disk with a GPT partition table",
		hint: "Open it at the byte offset of the EROFS partition.",
	},
	{ at: 1024, bytes: [0x10, 0x20, 0xf5, 0xf2], what: "an F2FS file system", hint: DRIVER },
	{ at: 1080, bytes: [0x53, 0xef], what: "an ext2, ext3 or ext4 file system", hint: DRIVER },
];

const HTML = /^\s*(?:<!doctype html|<html|<head|<\?xml)/i;

const matches = (head: Uint8Array, s: Signature): boolean => {
	const bytes = typeof s.bytes === "string" ? [...s.bytes].map((c) => c.charCodeAt(0)) : s.bytes;
	return bytes.every((b, i) => head[s.at + i] === b);
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
	return head.every((b) => b === 0) ? { what: "only zero bytes at its start" } : undefined;
}

/**
 * The failure for a file whose superblock is missing.
 * @param head the first bytes of the volume, at most HEAD_SIZE
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
				: `The file has only ${size} bytes; an EROFS superblock ends at byte ${SB_OFFSET + 128}.`,
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
			"If the volume starts later in the file, open it with the byte offset of its start.",
		at: span("image", SB_OFFSET, SB_OFFSET + 4),
	});
}
