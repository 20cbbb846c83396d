/**
 * File formats that are told by their first bytes, for the one sentence a
 * preview says about a file it cannot show. Data only: `preview.ts` reads it.
 */
export interface Magic {
	readonly label: string;
	/** One sentence: what such a file is. */
	readonly doc: string;
	/** Bytes at offset `at` (0 when left out), one character a byte. */
	readonly bytes: string;
	readonly at?: number;
	/** Set for formats whose files may be valid text from end to end, and still are no text. */
	readonly evenIfText?: true;
}

export const MAGICS: readonly Magic[] = [
	{ label: "ELF", bytes: "\x7fELF", doc: "A program, library or kernel module for Linux." },
	{ label: "gzip", bytes: "\x1f\x8b\x08", doc: "Data compressed with gzip." },
	{ label: "XZ", bytes: "\xfd7zXZ\0", doc: "Data compressed with LZMA2 in an .xz container." },
	{ label: "bzip2", bytes: "BZh", doc: "Data compressed with bzip2." },
	{ label: "Zstandard", bytes: "\x28\xb5\x2f\xfd", doc: "Data compressed with Zstandard." },
	{ label: "LZ4 frame", bytes: "\x04\x22\x4d\x18", doc: "Data compressed with LZ4." },
	{
		label: "legacy LZ4",
		bytes: "\x02\x21\x4c\x18",
		doc: "Data compressed with LZ4 in the frame the Linux kernel uses for its own image.",
	},
	{ label: "7z", bytes: "7z\xbc\xaf\x27\x1c", doc: "An archive made by 7-Zip." },
	{ label: "RAR", bytes: "Rar!\x1a\x07", doc: "An archive made by RAR." },
	{
		label: "ZIP",
		bytes: "PK\x03\x04",
		doc: "A ZIP archive; .jar, .apk, .apex, .docx and Python wheels are ZIP archives too.",
	},
	{ label: "empty ZIP", bytes: "PK\x05\x06", doc: "A ZIP archive without entries." },
	{ label: "tar", at: 257, bytes: "ustar", doc: "A tar archive.", evenIfText: true },
	{
		label: "cpio",
		bytes: "07070",
		doc: "A cpio archive, the form of an initial RAM disk.",
		evenIfText: true,
	},
	{
		label: "ar",
		bytes: "!<arch>\n",
		doc: "An ar archive: a static library or a Debian package.",
		evenIfText: true,
	},
	{ label: "RPM", bytes: "\xed\xab\xee\xdb", doc: "An RPM package." },
	{ label: "PDF", bytes: "%PDF-", doc: "A document in PDF, page by page.", evenIfText: true },
	{ label: "SQLite", bytes: "SQLite format 3\0", doc: "An SQLite database." },
	{ label: "WebAssembly", bytes: "\0asm", doc: "A WebAssembly module." },
	{ label: "DEX", bytes: "dex\n0", doc: "Android bytecode (Dalvik executable)." },
	{ label: "compact DEX", bytes: "cdex0", doc: "Android bytecode in its compact form." },
	{ label: "VDEX", bytes: "vdex0", doc: "Android bytecode that was verified at install time." },
	{ label: "ART image", bytes: "art\n", doc: "A heap image of the Android runtime." },
	{ label: "Android boot image", bytes: "ANDROID!", doc: "A kernel and RAM disk for Android." },
	{ label: "Android vendor boot", bytes: "VNDRBOOT", doc: "A vendor RAM disk for Android." },
	{ label: "Android sparse image", bytes: "\x3a\xff\x26\xed", doc: "A flashable disk image." },
	{ label: "AVB metadata", bytes: "AVB0", doc: "Signatures and hashes of Android verified boot." },
	{ label: "resource table", bytes: "\x02\0\x0c\0", doc: "Compiled resources of an Android app." },
	{ label: "binary XML", bytes: "\x03\0\x08\0", doc: "Compiled XML of an Android app." },
	{
		label: "EROFS image",
		at: 1024,
		bytes: "\xe2\xe1\xf5\xe0",
		doc: "A file system like this one.",
	},
	{ label: "SquashFS image", bytes: "hsqs", doc: "A compressed read-only file system." },
	{ label: "ext2/3/4 image", at: 0x438, bytes: "\x53\xef", doc: "An ext file system." },
	{ label: "FAT image", at: 54, bytes: "FAT", doc: "A FAT file system." },
	{ label: "FAT32 image", at: 82, bytes: "FAT32", doc: "A FAT file system." },
	{ label: "Linux kernel", at: 0x202, bytes: "HdrS", doc: "A bootable x86 Linux kernel." },
	{ label: "ARM64 Linux kernel", at: 56, bytes: "ARMd", doc: "A bootable ARM64 Linux kernel." },
	{ label: "U-Boot image", bytes: "\x27\x05\x19\x56", doc: "A kernel or RAM disk for U-Boot." },
	{ label: "device tree", bytes: "\xd0\x0d\xfe\xed", doc: "A compiled device tree or FIT image." },
	{
		label: "device tree table",
		bytes: "\xd7\xb7\xab\x1e",
		doc: "Several device trees in a table.",
	},
	{ label: "Windows program", bytes: "MZ", doc: "A program for Windows, DOS or UEFI." },
	{ label: "Mach-O", bytes: "\xcf\xfa\xed\xfe", doc: "A program or library for macOS." },
	{ label: "Java class", bytes: "\xca\xfe\xba\xbe", doc: "Java bytecode, or a macOS fat binary." },
	{ label: "LLVM bitcode", bytes: "BC\xc0\xde", doc: "An LLVM intermediate program." },
	{ label: "terminfo entry", bytes: "\x1a\x01", doc: "A compiled description of a terminal." },
	{ label: "terminfo entry", bytes: "\x1e\x02", doc: "A compiled description of a terminal." },
	{ label: "message catalogue", bytes: "\xde\x12\x04\x95", doc: "Translated texts (gettext .mo)." },
	{ label: "time zone", bytes: "TZif", doc: "The rules of a time zone." },
	{ label: "systemd journal", bytes: "LPKSHHRH", doc: "A log written by systemd." },
	{ label: "Git pack", bytes: "PACK\0\0\0", doc: "Objects of a Git repository." },
	{ label: "Git index", bytes: "DIRC\0\0\0", doc: "The staging area of a Git repository." },
	{ label: "Berkeley DB", at: 12, bytes: "\x61\x15\x06\0", doc: "A Berkeley DB hash table." },
	{ label: "TrueType font", bytes: "\0\x01\0\0\0", doc: "A font." },
	{ label: "OpenType font", bytes: "OTTO", doc: "A font." },
	{ label: "font collection", bytes: "ttcf\0", doc: "Several fonts in one file." },
	{ label: "WOFF font", bytes: "wOFF", doc: "A font for web pages." },
	{ label: "WOFF2 font", bytes: "wOF2", doc: "A font for web pages." },
	{ label: "TIFF", bytes: "II*\0", doc: "A TIFF or camera raw image." },
	{ label: "TIFF", bytes: "MM\0*", doc: "A TIFF or camera raw image." },
	{ label: "JPEG XL", bytes: "\0\0\0\x0cJXL ", doc: "A JPEG XL image." },
	{ label: "JPEG XL", bytes: "\xff\x0a", doc: "A JPEG XL image." },
	{ label: "HEIF", at: 4, bytes: "ftyphei", doc: "A HEIF image." },
	{ label: "MPEG-4", at: 4, bytes: "ftyp", doc: "A video or audio file (MPEG-4)." },
	{ label: "Matroska", bytes: "\x1a\x45\xdf\xa3", doc: "A video or audio file (Matroska, WebM)." },
	{ label: "Ogg", bytes: "OggS", doc: "An audio or video file (Ogg)." },
	{ label: "FLAC", bytes: "fLaC", doc: "Lossless audio." },
	{ label: "MP3", bytes: "ID3", doc: "Audio (MP3 with tags)." },
	{ label: "MIDI", bytes: "MThd\0", doc: "Music as notes." },
	{ label: "WAVE", at: 8, bytes: "WAVE", doc: "Uncompressed audio." },
	{ label: "AVI", at: 8, bytes: "AVI ", doc: "A video (AVI)." },
	{ label: "OpenPGP key ring", bytes: "\x99\x01", doc: "Public keys (OpenPGP)." },
];
