import { Failure } from "../../base/errors";
import { nameBytes, showStart } from "../../base/text";
import { openFile } from "../../erofs/data";
import type { Image } from "../../erofs/image";
import { type Inode, readInode } from "../../erofs/inode";
import { readLink } from "../../erofs/lookup";
import { rescue } from "../../erofs/rescue";
import { FT } from "../../erofs/structs/dirent";
import { findPlace } from "../../export/place";
import { filled, Losses } from "../../export/rescued";
import type { ImageCommand } from "../command";
import { fillOf, RESCUE, rescueMisuse, told } from "../rescue";

export const cat: ImageCommand = {
	name: "cat",
	synopsis: "IMAGE PATH [--rescue zeros|omit]",
	summary: "Write the contents of a file to standard output.",
	about:
		"Writes the contents of the regular file PATH to standard output. When they are damaged, what comes before the damage is written and the exit status is 1; with --rescue all that can be read, and a line on standard error for each range that is lost.",
	options: { rescue: RESCUE },
	misuse: (_, values) => rescueMisuse(values),
	args: [1, 1],
	async run({ image, args: [path = ""], values, terminal, report, note }) {
		const { signal } = terminal;
		const { nid } = await findPlace(image, path, signal);
		const inode = await readInode(image, nid, report, signal);
		if (inode.type !== FT.REG) throw await notAFile(image, inode, path);
		const fill = fillOf(values);
		if (fill) {
			const losses = new Losses();
			const parts = told(rescue(image, inode, { start: 0, end: inode.size }, signal), report);
			for await (const piece of filled(parts, fill, losses)) await terminal.out(piece);
			for (const { start, end, why } of losses.list) {
				const text = `bytes ${start} to ${end} are lost: ${why}`;
				note({ path: nameBytes(path), text, kind: "damage" });
			}
			return;
		}
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
