import { FT } from "../../erofs/structs/dirent";
import { type Grouping, groupedInodes } from "./grouping";

const WORDS: Readonly<Record<number, string>> = {
	[FT.REG]: "files",
	[FT.DIR]: "directories",
	[FT.LNK]: "symlinks",
	[FT.CHR]: "character devices",
	[FT.BLK]: "block devices",
	[FT.FIFO]: "fifos",
	[FT.SOCK]: "sockets",
};

export const type: Grouping = {
	id: "type",
	label: "Type",
	doc: "By what inodes are: files, directories, symlinks.",
	of: "inodes",
	groups: (ledger) => {
		const { inodes } = ledger.tree;
		return groupedInodes(ledger, (row) => WORDS[inodes.type(row)] ?? "unknown");
	},
};
