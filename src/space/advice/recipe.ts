/** Options of mkfs.erofs that make an image with the features of this one. */
import { sum } from "../../base/exact";
import { showName } from "../../base/text";
import { EXTENT, KINDS } from "../../census/extents";
import { FORM } from "../../census/inodes";
import type { LongPrefix } from "../../erofs/image";
import { FT } from "../../erofs/structs/dirent";
import { hasCompat, hasIncompat } from "../../erofs/structs/features";
import { LAYOUT } from "../../erofs/structs/inode";
import { paddedText, uuidText } from "../../erofs/structs/superblock";
import { XATTR_PREFIXES } from "../../erofs/structs/xattr";
import type { Ownership } from "../../ownership/ownership";
import type { Ledger } from "../ledger";

/** By algorithm id. LZ4 has one format for both of its compressors. */
const COMPRESSORS = ["lz4hc", "lzma", "deflate", "zstd"] as const;
const COMPRESSED = KINDS.indexOf("compressed");
const CHUNK_BITS = 0x1f;
const CHUNK_INDEXES = 0x20;

/** What of the features can be told from the image, as words of a command line. */
export function recipe(ledger: Ledger): string[] {
	const { image } = ledger.ownership.inhabitants;
	const { facts, superblock } = image;
	const { epoch, blockSize } = facts;
	const all = seen(ledger);
	const digest = hasCompat(facts, "ISHARE_XATTRS") ? superblock.ishare_xattr_prefix_id : undefined;
	const label = paddedText(superblock.volume_name);
	const algorithms = [...ledger.account.units].sort(([, a], [, b]) => b.units - a.units);
	const compressors = algorithms.flatMap(([id]) => COMPRESSORS[id] ?? []);
	const features = [
		// A metabox brings it along.
		...(hasIncompat(facts, "48BIT") && image.metaboxNid === undefined ? ["48bit"] : []),
		...(compressors.length > 0 && !hasIncompat(facts, "LZ4_0PADDING") ? ["legacy-compress"] : []),
		...(hasIncompat(facts, "ZTAILPACKING") ? ["ztailpacking"] : []),
		...(image.packedNid === undefined ? [] : [all.isPackedWhole ? "all-fragments" : "fragments"]),
		...(all.sharesUnits ? ["dedupe"] : []),
		...(all.isInlined === false ? ["noinline_data"] : []),
		...(all.extended === all.inodes ? ["force-inode-extended"] : []),
		...(all.extended === 0 ? ["force-inode-compact"] : []),
		...(all.hasIndexes && facts.extraDevices === 0 ? ["force-chunk-indexes"] : []),
		// Digests in attributes bring it along.
		...(hasCompat(facts, "PLAIN_XATTR_PFX") && digest === undefined
			? ["plain-xattr-prefixes"]
			: []),
		...(hasCompat(facts, "SB_CHKSUM") ? [] : ["nosbcrc"]),
	];
	return [
		...(blockSize === 4096 ? [] : [`-b${blockSize}`]),
		...(compressors.length > 0 ? [`-z${compressors.join(":")}`] : []),
		...(all.largest > blockSize ? [`-C${2 ** Math.ceil(Math.log2(all.largest))}`] : []),
		...(features.length > 0 ? [`-E${features.join(",")}`] : []),
		...(image.metaboxNid === undefined ? [] : [`-m${blockSize}`]),
		...(all.hasPackedNames ? ["--zD"] : []),
		...(Number.isFinite(all.chunk) ? [`--chunksize=${all.chunk}`] : []),
		...(facts.extraDevices > 0 ? ["--blobdev=BLOB"] : []),
		`-T${sum(epoch, superblock.build_time)}`,
		all.hasTimes ? "--mkfs-time" : "--all-time",
		...(all.hasXattrs ? [] : ["-x-1"]),
		...image.prefixes.map((prefix, i) =>
			word(`${i === digest ? "--xattr-inode-digest" : "--xattr-prefix"}=${nameOf(prefix)}`),
		),
		...(label ? [word(`-L${label}`)] : []),
		`-U${uuidText(superblock.uuid)}`,
	];
}

/** How large units are, and whether one is used several times. */
function unitsOf({ extents }: Ownership): Pick<Seen, "largest" | "sharesUnits"> {
	const met = new Set<string>();
	let largest = 0;
	let sharesUnits = false;
	for (let row = 0; row < extents.count; row++) {
		const length = extents.length[row] as number;
		if (((extents.kind[row] as number) & EXTENT.KIND) !== COMPRESSED || length === 0) continue;
		largest = Math.max(largest, length);
		if (sharesUnits) continue;
		const unit = `${extents.space[row]} ${extents.start[row]}`;
		sharesUnits = met.has(unit);
		met.add(unit);
	}
	return { largest, sharesUnits };
}

/** A word of a command line, quoted as shells need it: labels and prefixes are untrusted text. */
const word = (text: string): string =>
	/^[\w.,:=@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

const nameOf = ({ base, infix }: LongPrefix): string =>
	`${XATTR_PREFIXES[base] ?? ""}${showName(infix)}`;

interface Seen {
	inodes: number;
	extended: number;
	/** Bytes. */
	largest: number;
	chunk: number;
	hasIndexes: boolean;
	hasTimes: boolean;
	hasXattrs: boolean;
	/** Compressed directories. */
	hasPackedNames: boolean;
	sharesUnits: boolean;
	isPackedWhole: boolean;
	/** Undefined where no file could have an end behind its inode. */
	isInlined: boolean | undefined;
}

function seen({ tree, files, ownership }: Ledger): Seen {
	const { inhabitants } = ownership;
	const { inodes } = tree;
	const { blockSize, epoch } = inhabitants.image.facts;
	const all: Seen = {
		inodes: 0,
		extended: 0,
		chunk: Number.POSITIVE_INFINITY,
		hasIndexes: false,
		hasTimes: false,
		hasXattrs: false,
		hasPackedNames: false,
		...unitsOf(ownership),
		isPackedWhole: true,
		isInlined: undefined,
	};
	for (let row = 0; row < inodes.count; row++) {
		if (!inhabitants.isInTree(row) || !inhabitants.isReadable(row)) continue;
		const size = files.size[row] as number;
		const layout = inodes.layout(row);
		all.inodes++;
		if (inodes.is(row, FORM.EXTENDED)) {
			all.extended++;
			all.hasTimes ||= inodes.mtime.signed(row) !== epoch;
		}
		all.hasPackedNames ||= inodes.type(row) === FT.DIR && inodes.isCompressed(row);
		all.hasXattrs ||= inodes.is(row, FORM.XATTRS);
		if (inodes.type(row) === FT.REG && (files.units[row] as number) > 0) all.isPackedWhole = false;
		if (layout === LAYOUT.CHUNK_BASED && size > 0) {
			const format = inodes.raw.low[row] as number;
			// Files of one chunk have larger ones than was asked for.
			all.chunk = Math.min(all.chunk, blockSize * 2 ** (format & CHUNK_BITS));
			all.hasIndexes ||= (format & CHUNK_INDEXES) !== 0;
		}
		if (inodes.type(row) !== FT.REG || size % blockSize === 0) continue;
		if (layout === LAYOUT.FLAT_INLINE) all.isInlined = true;
		else if (layout === LAYOUT.FLAT_PLAIN) all.isInlined ??= false;
	}
	return all;
}
