import { Failure } from "../../base/errors";
import { showStart } from "../../base/text";
import { openFile } from "../../erofs/data";
import type { Image } from "../../erofs/image";
import { type Inode, readInode } from "../../erofs/inode";
import { readLink } from "../../erofs/lookup";
import { FT } from "../../erofs/structs/dirent";
import { findPlace } from "../../export/place";
import type { ImageCommand } from "../command";

export const cat: ImageCommand = {
	name: "cat",
	synopsis: "IMAGE PATH",
	summary: "Write the contents of a file to standard output.",
	about:
		"Writes the contents of the regular file PATH to standard output. When they are damaged, what comes before the damage is written and the exit status is 1.",
	options: {},
	args: [1, 1],
	async run({ image, args: [path = ""], terminal, report }) {
		const { signal } = terminal;
		const { nid } = await findPlace(image, path, signal);
		const inode = await readInode(image, nid, report, signal);
		if (inode.type !== FT.REG) throw await notAFile(image, inode, path);
		const file = await openFile(image, inode, signal, report);
		for await (const piece of file.stream(0, inode.size, signal)) await terminal.out(piece);
	},
};

async function notAFile(image: Image, inode: Inode, path: string): Promise<Failure> {
	if (inode.type !== FT.LNK) {
		return new Failure({ kind: "io", message: `${path} is not a regular file.` });
	}
	const target = showStart(await readLink(image, inode));
	return new Failure({
		kind: "io",
		message: `${path} is a symlink to ${target}.`,
		hint: "Symlinks are not followed; give the path of the file.",
	});
}
