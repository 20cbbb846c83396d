/**
 * What a check says of damaged images: the structure, the field and the severity that whoever
 * damaged them expects. Where it does not yet, the image is in `stillOpen`, which may only shrink.
 */
import { describe, expect, it } from "vitest";
import { Failure } from "../base/errors";
import { byWeight, type Weight, weightOf } from "../erofs/severity";
import { rootOf } from "../export/tree";
import { readCorpus } from "../testing/corpus";
import { badFixture, fixtures } from "../testing/fixtures";
import { type BadImage, openTestImage } from "../testing/image-set";
import { type Checked, run } from "./run";
import { unopened } from "./unopened";

/** Our names for what the truth of the images calls `structure.field`. */
const NAMES: Readonly<Record<string, RegExp>> = {
	"super_block.magic": /^erofs_super_block\.magic$/,
	"super_block.checksum": /^erofs_super_block\.checksum$/,
	"super_block.blkszbits": /^erofs_super_block\.blkszbits$/,
	"super_block.blocks": /^erofs_super_block\.blocks_(lo|hi)$/,
	"super_block.root_nid": /^erofs_super_block\.rootnid_(2b|8b)$/,
	"super_block.packed_nid": /^erofs_super_block\.packed_nid$/,
	"super_block.metabox_nid": /^erofs_super_block \(extension\)\.metabox_nid$/,
	"super_block.sb_extslots": /^erofs_super_block\.sb_extslots$/,
	"super_block.extra_devices": /^erofs_super_block\.extra_devices$/,
	"super_block.devt_slotoff": /^erofs_super_block\.devt_slotoff$/,
	"super_block.available_compr_algs": /^erofs_super_block\.available_compr_algs$/,
	"super_block.lz4_max_distance": /^erofs_super_block\.lz4_max_distance$/,
	"super_block.dirblkbits": /^erofs_super_block\.dirblkbits$/,
	"super_block.inos": /^erofs_super_block\.inos$/,
	"super_block.meta_blkaddr": /^erofs_super_block\.meta_blkaddr$/,
	"super_block.xattr_blkaddr": /^erofs_super_block\.xattr_blkaddr$/,
	"super_block.feature_incompat": /^erofs_super_block\.feature_incompat$/,
	"super_block.xattr_prefix_count": /^erofs_super_block\.xattr_prefix_count$/,
	"super_block.xattr_prefix_start": /^erofs_super_block\.xattr_prefix_start$/,
	"image.size": /^(image\.size|erofs_super_block\.blocks_(lo|hi))$/,
	"compr_cfgs.dictionary/window size": /^z_erofs_\w+_cfgs\.(dict_size|windowbits|windowlog)$/,
	"compr_cfgs.size": /^z_erofs_\w+_cfgs\.len$/,
	"deviceslot.blocks": /^erofs_deviceslot\.blocks_(lo|hi)$/,
	"deviceslot.uniaddr": /^erofs_deviceslot\.uniaddr_(lo|hi)$/,
	"inode.i_format": /^erofs_inode_\w+\.i_format$/,
	"inode.i_format.datalayout": /^erofs_inode_\w+\.i_format$/,
	"inode.i_mode": /^erofs_inode_\w+\.i_mode$/,
	"inode.i_nlink": /^erofs_inode_\w+\.i_nlink$/,
	"inode.i_size": /^erofs_inode_\w+\.i_size$/,
	"inode.i_size/inline data": /^erofs_inode_\w+\.i_size$/,
	"inode.i_size/last extent": /^(erofs_inode_\w+\.i_size|z_erofs_extent\.lstart_(lo|hi))$/,
	"inode.i_xattr_icount": /^erofs_inode_\w+\.i_xattr_icount$/,
	"inode.startblk": /^erofs_inode_\w+\.startblk_(lo|hi)$/,
	"inode.chunk format": /^erofs_inode_\w+\.chunk_format$/,
	"block map.blkaddr": /^erofs_block_map_entry\.blkaddr$/,
	"chunk_index.startblk": /^erofs_inode_chunk_index\.startblk_(lo|hi)$/,
	"chunk_index.device_id": /^erofs_inode_chunk_index\.device_id$/,
	"directory.nid": /^erofs_dirent\.nid$/,
	"dirent.nid": /^erofs_dirent\.nid$/,
	"dirent.name": /^erofs_dirent\.name(off)?$/,
	"dirent.nameoff": /^erofs_dirent\.nameoff$/,
	"dirent.file_type": /^erofs_dirent\.file_type$/,
	"symlink.target": /^symlink\.target$/,
	"xattr_ibody_header.h_shared_count": /^erofs_xattr_ibody_header\.h_shared_count$/,
	"xattr_ibody_header.h_shared_xattrs": /\.h_shared_xattrs$/,
	"xattr_entry.e_name_index": /^erofs_xattr_entry\.e_name_index$/,
	"xattr_entry.e_name_len": /^erofs_xattr_entry\.e_name_len$/,
	"xattr_entry.e_value_size": /^erofs_xattr_entry\.e_value_size$/,
	"z_erofs_map_header.h_advise": /^z_erofs_map_header\.h_advise$/,
	"z_erofs_map_header.h_algorithmtype": /^z_erofs_map_header\.h_algorithmtype$/,
	"z_erofs_map_header.h_clusterbits": /^z_erofs_map_header\.h_clusterbits$/,
	"z_erofs_map_header.h_extents": /^z_erofs_map_header\.h_extents_(lo|hi)$/,
	"z_erofs_map_header.h_fragmentoff": /^z_erofs_map_header\.(h_fragmentoff|whole_fragment)$/,
	"z_erofs_map_header.h_idata_size": /^z_erofs_map_header\.h_idata_size$/,
	"lcluster_index.type": /^z_erofs_lcluster_index\.(di_advise|type|lookback)$/,
	"lcluster_index.blkaddr": /^z_erofs_lcluster_index\.blkaddr$/,
	"lcluster_index.di_clusterofs": /^z_erofs_lcluster_index\.di_clusterofs$/,
	"lcluster_index.delta[0]": /^z_erofs_lcluster_index\.(delta|lookback)/,
	"compact lcluster pack.type": /^compact lcluster pack\.(type|lookback)$/,
	"compact lcluster pack.encoded types/blkaddr": /^(compact lcluster pack\.|compressed data)/,
	"z_erofs_extent.plen": /^z_erofs_extent( \(\d+ bytes\))?\.plen$/,
	"z_erofs_extent.plen.fmt": /^z_erofs_extent\.plen$/,
	"z_erofs_extent.lstart": /^z_erofs_extent\.lstart_(lo|hi)$/,
	"z_erofs_extent.pstart": /^(z_erofs_extent\.pstart_(lo|hi)|extent base address\.pstart)$/,
	"z_erofs_extent.pstart_hi": /^z_erofs_extent\.pstart_(lo|hi)$/,
};

/** Inside a compressed stream there are no fields to name: its stored bytes are. */
const STREAM = /^(lz4 block|(deflate|lzma|zstd) stream)\./;

function namesOf({ expected: { structure, field } }: BadImage): RegExp {
	const name = `${structure}.${field}`;
	const known = STREAM.test(name) ? /^compressed data/ : NAMES[name];
	if (!known) throw new Error(`no name of ours for ${name}`);
	return known;
}

/** Nothing can be shown of a fatally damaged image; what a field is worse than expected is no fault. */
function isAsBad(found: Weight, { expected: { severity } }: BadImage, worst: Weight): boolean {
	if (severity === "warning") return found === "warning";
	if (severity === "fatal" && worst !== "fatal") return false;
	return found === "fatal" || found === "error";
}

function finds(image: BadImage, { findings }: Checked): boolean {
	const weights = findings.map(weightOf);
	const worst = weights.toSorted(byWeight)[0] ?? "note";
	return findings.some(
		({ structure, field }, i) =>
			namesOf(image).test(field === undefined ? structure : `${structure}.${field}`) &&
			isAsBad(weights[i] as Weight, image, worst),
	);
}

/** Images of which the check does not yet say what is expected, with what is missing. */
const stillOpen: Readonly<Record<string, string>> = {
	"device-uniaddr-overlap": "the edit wrote what was there: the image is the good one",
	"metabox-nid-random-data": "told of the mode: the format word of that inode is sound by chance",
	"truncated-one-block": "an error, not fatal: part of the tree can be shown",
	"z-advise-unknown-compact": "a note: every reader ignores the bits",
	"z-advise-unknown-legacy": "a note: every reader ignores the bits",
	"zstd-random-payload": "decodes by chance, without a checksum that would tell",
};

async function check(image: BadImage): Promise<Checked> {
	try {
		const opened = await openTestImage(image);
		return await run(opened, { start: rootOf(opened), level: "contents" });
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		return unopened(error, "contents", "/");
	}
}

/** Random damage: nothing can be expected of it but an end. */
const isRandom = ({ expected }: BadImage) => expected.severity === "any";

const titled = (images: readonly BadImage[]): [string, BadImage][] =>
	images.map((image) => {
		const { structure, field, severity } = image.expected;
		return [`${image.name}: ${severity} in ${structure}.${field}`, image];
	});

function halves(images: readonly BadImage[]): void {
	it.each(titled(images.filter(isRandom)))(
		"%s ends in 5 s",
		{ timeout: 5000 },
		async (_, image) => {
			expect((await check(image)).checked.inodes).toBeGreaterThan(0);
		},
	);

	it.each(titled(images.filter((image) => !isRandom(image))))(
		"%s, within 5 s",
		{ timeout: 5000 },
		async (_, image) => {
			const found = finds(image, await check(image));
			if (image.name in stillOpen) expect(found, "found now: take it off the list").toBe(false);
			else expect(found, "not found, and not on the list").toBe(true);
		},
	);
}

describe("damaged fixtures", () => halves(fixtures.bad));

describe.runIf(readCorpus())("damaged images of the corpus", () => halves(readCorpus()?.bad ?? []));

it.runIf(readCorpus())("what is still open is there", () => {
	const known = [...fixtures.bad, ...(readCorpus()?.bad ?? [])].map(({ name }) => name);
	expect(Object.keys(stillOpen).filter((name) => !known.includes(name))).toEqual([]);
});

it("a chunk on a device of a table that cannot be read is told with what is allowed then", async () => {
	const { findings } = await check(badFixture("device-count-huge"));
	const told = findings.filter(({ code }) => code === "chunk-device");
	expect(told.length).toBeGreaterThan(0);
	for (const { seen, allowed } of told) {
		expect(seen).toBe("device 1");
		expect(allowed).toBe("0: the table of 65,535 devices could be read no further");
	}
});
