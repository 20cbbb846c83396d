/**
 * What each step selects on its sample, and what is right: read from the bytes by an independent
 * script and by hand, and written down here only.
 */
export const TRUTHS: Readonly<Record<string, readonly (readonly string[])[]>> = {
	superblock: [
		["image:1024+4", String(0xe0f5e1e2)],
		["image:1036+1", "4096"],
		["image:1060+4", "90112"],
		["image:1038+2", "36"],
		["image:1028+4", "Only the one at 0x560"],
		["image:1104+4", "LZ4_0PADDING + ZTAILPACKING"],
		["-", "select image:1104+4", "12"],
	],
	inodes: [
		["image:1152+32", "1152"],
		["image:1696+2", "64"],
		["-", "click image:1696+64"],
		["image:1704+8", "25658"],
		["image:1156+2", "a directory"],
		["image:1392+4", "click image:1440+1"],
		["-", "40960"],
	],
	directories: [
		["image:1184+176", "select image:1184+12"],
		["image:1192+2", "10"],
		["image:1232+12", "select image:1321+9"],
		["image:1232+8", "click image:1696+64"],
		["image:1184+176", "between README.txt and data"],
		["image:2508+8", "block 1, at 1,344", "19456"],
		["-", "81984"],
	],
};
