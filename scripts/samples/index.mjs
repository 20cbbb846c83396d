/** Writes index.json for a folder of samples: what each file is and teaches, and how large it is. */
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const samples = [
	{
		id: "plain",
		title: "The night library",
		plainly: "uncompressed image",
		teaches:
			"An image without compression. Files are whole blocks plus a tail kept beside the inode: " +
			"compare line.txt (one block) with line-and-a-bit.txt, and look at both in Bytes.",
		file: "plain.erofs",
	},
	{
		id: "lz4",
		title: "Compressed with LZ4",
		teaches:
			"Fixed-size output compression: every 4 KiB block holds as much text as fits. " +
			"See the extents of diary.txt, and why dice.bin is stored plain.",
		file: "lz4.erofs",
	},
	{
		id: "algorithms",
		title: "Four algorithms side by side",
		teaches:
			"The same files under LZ4, MicroLZMA, DEFLATE and Zstandard in one image. " +
			"Sort by ratio and compare.",
		file: "algorithms.erofs",
	},
	{
		id: "many-files",
		title: "Many small files",
		teaches:
			"Contents inside inodes, shared and inline attributes, security labels, ACLs and " +
			"capabilities in words, hard links, devices, dates before 1970 and names that are not UTF-8.",
		file: "many-files.erofs",
	},
	{
		id: "two-devices",
		title: "Two devices",
		teaches:
			"The tree lies on one device and the contents, cut into chunks, on another. " +
			"Equal chunks are stored once: ledger-copy.bin costs nothing.",
		file: "two-devices.erofs",
		devices: ["two-devices.blob"],
	},
	{
		id: "modern",
		title: "Everything new",
		teaches:
			"48-bit layout, compressed inodes in a metabox, fragments, deduplication and a digest of " +
			"each file: features that need a recent kernel, and which one.",
		file: "modern.erofs",
	},
	{
		id: "editions",
		title: "Two editions and three notes",
		plainly: "deduplicated image",
		teaches:
			"Equal parts of files stored once, tails of files together in a hidden file, and both forms " +
			"of the index: see which blocks both editions use.",
		file: "editions.erofs",
	},
	{
		id: "shelf",
		title: "A shelf of cards",
		plainly: "image with many names and attributes",
		teaches:
			"A directory of two blocks with 300 names, attributes stored once for many files, and a long " +
			"beginning of their names that has a number.",
		file: "shelf.erofs",
	},
	{
		id: "pages",
		title: "Four pages",
		plainly: "image that Linux cannot read",
		teaches:
			"A file of exactly four pages in one compressed unit: Linux cannot decode it in the memory " +
			"that will hold it, because nothing is left behind its end.",
		file: "pages.erofs",
	},
	{
		id: "broken",
		title: "A mouse was here",
		plainly: "damaged image",
		teaches:
			"A damaged image: one entry points beyond the end, one inode has an impossible type, one " +
			"compressed block lies. See the findings, and that the rest can still be read.",
		file: "broken.erofs",
	},
];

const folder = process.argv[2];
const sizeOf = (file) => statSync(join(folder, file)).size;
const listed = samples.map(({ id, title, plainly, teaches, file, devices = [] }) => {
	const size = [file, ...devices].reduce((sum, name) => sum + sizeOf(name), 0);
	return { id, title, plainly, teaches, file, size, ...(devices.length ? { devices } : {}) };
});
writeFileSync(join(folder, "index.json"), `${JSON.stringify(listed, undefined, "\t")}\n`);
