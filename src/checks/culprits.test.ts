/** Which field a finding points at where several could be meant, and that all else follows from it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inodeExtended } from "../erofs/structs/inode";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { fixture, fixtures } from "../testing/fixtures";
import { devicesOf } from "../testing/image-set";
import { at, inSuperblock, planted, type Seed } from "../testing/seed";
import { seeds } from "../testing/seeds";
import { groupByCause } from "./causes";
import { open } from "./open";
import { contextOf } from "./report/report";
import { run } from "./run";

/** Causes that are more than a note, each with its field and its bytes. */
async function causesIn(seed: Seed): Promise<string[]> {
	const devices = seed.devices ? devicesOf(fixture(seed.image)) : [];
	const image = await open(memorySource(planted(seed)), { devices: () => devices });
	const { findings } = await run(image, { start: rootOf(image), level: "contents" });
	const causes = groupByCause(findings, contextOf(image)).map(({ cause }) => cause);
	return causes
		.filter(({ code, severity }) => severity !== "note" && code !== "sb-checksum")
		.map(
			({ code, structure, field, at }) => `${code} ${structure}.${field} ${at.start}..${at.end}`,
		);
}

const planting: readonly [what: string, seed: Seed, cause: string][] = [
	[
		"the type of a unit that is much too long to be plain",
		at("", "crafted-head2-lz4", 2256, "00"),
		"z-plain-length z_erofs_lcluster_index.di_advise 2256..2258",
	],
	[
		"the type of the mark at the end of an index",
		at("", "crafted-head2-lz4", 4056, "01"),
		"z-head-beyond z_erofs_lcluster_index.di_advise 4056..4058",
	],
	[
		"a length in blocks, for which a unit lies on others and beyond the end",
		at("", "deflate-frag", 2282, "0129"),
		"z-unit-too-long compact lcluster pack.delta[0] 2280..2288",
	],
	[
		"a plain piece in the block of a unit of the same file",
		at("", "crafted-head2-lz4", 2276, "01"),
		"z-units-overlap z_erofs_lcluster_index.blkaddr 2276..2280",
	],
	[
		"big units where none are declared",
		at("", "tinyz-lz4", 3364, "06"),
		"z-big-undeclared z_erofs_map_header.h_advise 3364..3366",
	],
	[
		"a packed inode beyond the end",
		inSuperblock("", "deflate-frag", "packed_nid", 0xff, 0xff, 0xff),
		"sb-packed-nid erofs_super_block.packed_nid 1120..1128",
	],
	[
		"a superblock larger than its block",
		inSuperblock("", "tiny-plain", "sb_extslots", 0xff),
		"sb-extslots erofs_super_block.sb_extslots 1037..1038",
	],
	[
		"blocks of the next device",
		{ ...inSuperblock("", "blobdev-48bit", "blocks_lo", 2), devices: true },
		"image-truncated erofs_super_block.blocks_lo 1060..1064",
	],
	[
		"slots that are the superblock",
		{ ...inSuperblock("", "blobdev-48bit", "devt_slotoff", 8), devices: true },
		"device-table-place erofs_super_block.devt_slotoff 1112..1114",
	],
	[
		"a size code of attributes that is 1",
		at("", "tiny-plain", 1506, "01"),
		"inode-xattr-icount erofs_inode_compact.i_xattr_icount 1506..1508",
	],
	[
		"a size code of attributes, for which the map behind them is beyond the end",
		at("", "tinyz-lz4", 3298, "ffff"),
		"beyond-end erofs_inode_extended.i_xattr_icount 3298..3300",
	],
	[
		"bit 4 of i_format, for which a number of links is one of blocks",
		at("", "multialg-hints", 63840, "16"),
		"inode-bit4-undeclared erofs_inode_compact.i_format 63840..63842",
	],
	[
		"attributes that reach beyond the end",
		at("", "tiny-plain", 1506, "ffff"),
		"beyond-end erofs_inode_compact.i_xattr_icount 1506..1508",
	],
	[
		"the low half of an address",
		at("", "b48-lz4hc-dedupe", 63892, "000000f0"),
		"data-beyond-end z_erofs_extent.pstart_lo 63892..63896",
	],
	[
		"the high half of an address",
		at("", "b48-lz4hc-dedupe", 63896, "01000000"),
		"data-beyond-end z_erofs_extent.pstart_hi 63896..63900",
	],
	[
		"the high half of an address beyond all",
		at("", "b48-lz4hc-dedupe", 63896, "00000080"),
		"data-beyond-end z_erofs_extent.pstart_hi 63896..63900",
	],
	[
		"an algorithm of who shares a unit that is right for others",
		at("", "b48-lz4hc-dedupe", 63907, "48"),
		"algorithm-not-declared z_erofs_extent.plen 63904..63908",
	],
	[
		"an inline tail that reaches into the next inode",
		at("", "tiny-plain", 20168, "d9"),
		"inline-tail-crosses-block erofs_inode_extended.i_size 20168..20176",
	],
	[
		"a table of prefixes beyond the end",
		inSuperblock("", "xattr-prefix-plain", "xattr_prefix_start", 0xff, 0xff, 0xff, 0x3f),
		"beyond-end erofs_super_block.xattr_prefix_start 1116..1120",
	],
	[
		"a last name that begins with the end of its block",
		at("", "tiny-plain", 1436, "f800"),
		"dirent-nameoff erofs_dirent.nameoff 188..190",
	],
	[
		"“-” in the place of “.”",
		at("", "tiny-plain", 1440, "2d"),
		"dirent-dot-missing erofs_dirent.name 0..248",
	],
	[
		"a name that is a slash",
		at("", "tiny-plain", 0x4e0 + 246, "2f"),
		"dirent-name erofs_dirent.name 246..248",
	],
];

test.each(planting)("%s", async (_, seed, cause) => {
	expect(await causesIn(seed)).toEqual([cause]);
});

test.each([
	["z-stored-limit", "compact lcluster pack.delta[0] 2280..2288"],
	["z-interlaced-length", "compact lcluster pack.delta[0] 59320..59328"],
	["z-decoded-limit", "erofs_inode_extended.i_size 1512..1520"],
])("%s names the field that says so", async (code, field) => {
	const seed = seeds.find((one) => one.code === code) as Seed;
	const image = await open(memorySource(planted(seed)));
	const { findings } = await run(image, { start: rootOf(image), level: "contents" });
	const told = findings.filter((finding) => finding.code === code);
	const fields = told.map(
		({ structure, field, at }) => `${structure}.${field} ${at.start}..${at.end}`,
	);
	expect(fields).toEqual([field]);
});

test("an address beyond the end of a given device says nothing of the device", async () => {
	// The only chunk of “opq/hidden”.
	const seed = { ...at("", "blobdev-48bit", 3204, "f0ffff00"), devices: true } as const;
	expect(await causesIn(seed)).toEqual([
		"data-beyond-end erofs_inode_chunk_index.startblk_lo 3204..3208",
	]);
});

test.each(
	fixtures.good.filter(({ offset }) => offset === 0).map(({ name, file }) => [name, file] as const),
)("that the last byte of %s is missing makes no size impossible", async (_, file) => {
	const bytes = readFileSync(file);
	const image = await open(memorySource(bytes.subarray(0, -1)));
	const { findings } = await run(image, { start: rootOf(image), level: "structure" });
	expect(findings.map(({ code }) => code)).not.toContain("inode-size-impossible");
});

test("a unit that lies on others is not decoded where its length cannot be", async () => {
	// The last but one of the file reaches half a unit further, and the last one begins after 32 TiB.
	const record = 53_344 + 32 * 1031;
	const seed = {
		...at("", "records-32", 53_248 + inodeExtended.at.i_size + 4, "01200000"),
		more: [at("", "", record + 1, "48"), at("", "", record + 32 + 16, "00200000")],
	};
	expect(await causesIn(seed)).toEqual([
		"inode-size-impossible erofs_inode_extended.i_size 53256..53264",
	]);
});
