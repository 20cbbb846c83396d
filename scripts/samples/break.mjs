/**
 * The damaged sample: a good image in which three things are changed, as a worn disk or
 * a bad program would, and the superblock checksum made right again so that nothing but
 * these three is wrong:
 *
 *   node scripts/samples/break.mjs GOOD BROKEN
 *
 * 1. /story/3-the-tails.txt names an inode far beyond the image.
 * 2. The second pcluster of /diary.txt refers back to before its beginning.
 * 3. /source/Makefile claims a file type that does not exist.
 */
import { readFileSync, writeFileSync } from "node:fs";

const BLOCK = 4096;
const SUPERBLOCK = 1024;
const DIRENT = 12;

const [good, broken] = process.argv.slice(2);
const image = readFileSync(good);

/** The only place of some text. @throws Error when there is none, or more than one. */
function find(text) {
	const at = image.indexOf(text);
	if (at < 0 || image.indexOf(text, at + 1) >= 0) throw new Error(`not exactly one "${text}"`);
	return at;
}

/** Offset of the entry of `name` in a directory whose names are all given, `.` and `..` first. */
function dirent(names, name) {
	const start = find(names.join("")) - names.length * DIRENT;
	return start + names.indexOf(name) * DIRENT;
}

function nidBeyondTheImage() {
	const names = [".", "..", "1-the-library.txt", "2-the-cards.txt", "3-the-tails.txt"];
	const all = [...names, "4-the-press.txt", "5-the-mouse.txt"];
	image[dirent(all, "3-the-tails.txt") + 5] = 1;
	return "nid + 2^40";
}

/** An LZ4 sequence: token, literals, distance. The first one has no history to refer to. */
function matchBeforeTheStart() {
	const first = Math.floor(find("Night 1, ") / BLOCK) * BLOCK;
	let at = first + BLOCK;
	while (image[at] === 0) at++;
	let literals = image[at++] >> 4;
	if (literals === 15) {
		do literals += image[at];
		while (image[at++] === 255);
	}
	if (literals >= 900) throw new Error("the distance would be right");
	image.writeUInt16LE(900, at + literals);
	return `distance 900 after ${literals} letters, at ${at + literals}`;
}

/** S_IFMT of the inode; the permission bits stay. */
function unknownFileType() {
	const entry = dirent([".", "..", "Makefile", "press.c"], "Makefile");
	const nid = Number(image.readBigUInt64LE(entry));
	const inode = image.readUInt32LE(SUPERBLOCK + 40) * BLOCK + nid * 32;
	const mode = image.readUInt16LE(inode + 4);
	image.writeUInt16LE((mode & 0o7777) | 0o30000, inode + 4);
	return `mode ${mode.toString(8)} -> ${image.readUInt16LE(inode + 4).toString(8)} at ${inode}`;
}

/** CRC-32C without the final inversion, as EROFS stores it. */
function crc32c(bytes) {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
	}
	return crc >>> 0;
}

/** The checksum covers the rest of the superblock's block, with itself as zero. */
function mendChecksum() {
	image.writeUInt32LE(0, SUPERBLOCK + 4);
	image.writeUInt32LE(crc32c(image.subarray(SUPERBLOCK, BLOCK)), SUPERBLOCK + 4);
}

console.log([nidBeyondTheImage(), matchBeforeTheStart(), unknownFileType()].join("; "));
mendChecksum();
writeFileSync(broken, image);
