/** Options of mkfs.erofs that make an image with the features of this one. */
import { isDamage } from "../../base/errors";
import { sum } from "../../base/exact";
import { showName } from "../../base/text";
import { EXTENT, EXTENT_KIND, NO_ALGORITHM } from "../../census/extents";
import { FORM } from "../../census/inodes";
import { listedOf } from "../../census/listed";
import type { Image, LongPrefix } from "../../erofs/image";
import { readInode } from "../../erofs/inode";
import { FT } from "../../erofs/structs/dirent";
import { hasCompat, hasIncompat } from "../../erofs/structs/features";
import { LAYOUT } from "../../erofs/structs/inode";
import { paddedText, uuidText } from "../../erofs/structs/superblock";
import { XATTR_PREFIXES } from "../../erofs/structs/xattr";
import type { Ownership } from "../../ownership/ownership";
import type { Ledger } from "../ledger";

/** By algorithm id. LZ4 has one format for both of its compressors. */
const COMPRESSORS = ["lz4hc", "lzma", "deflate", "zstd"] as const;
const { COMPRESSED } = EXTENT_KIND;
const CHUNK_BITS = 0x1f;
const CHUNK_INDEXES = 0x20;

/** What of the features can be told from the image, as words of a command line. */
export async function recipe(ledger: Ledger, signal?: AbortSignal): Promise<string[]> {
	const { image } = ledger.ownership.inhabitants;
	const { facts, superblock } = image;
	const { epoch, blockSize } = facts;
	const all = seen(ledger);
	const digest = hasCompat(facts, "ISHARE_XATTRS") ? superblock.ishare_xattr_prefix_id : undefined;
	const label = paddedText(superblock.volume_name);
	const compressors = namesOf(all.files);
	const isPacked = image.metaboxNid !== undefined;
	const dotOmitted = await isDotOmitted(image, signal);
	const features = [
		// A metabox brings it along, and so do directories without names for themselves.
		...(hasIncompat(facts, "48BIT") && !isPacked && !dotOmitted ? ["48bit"] : []),
		...(dotOmitted ? ["dot-omitted"] : []),
		// Compact indexes cannot say that part of a unit is used: what is shared has full ones anyway.
		...(all.isLegacy && !all.sharesUnits ? ["legacy-compress"] : []),
		...(hasIncompat(facts, "ZTAILPACKING") ? ["ztailpacking"] : []),
		...(image.packedNid === undefined ? [] : [all.isPackedWhole ? "all-fragments" : "fragments"]),
		...(all.sharesUnits ? ["dedupe"] : []),
		...(all.isInlined === false ? ["noinline_data"] : []),
		...(all.extended === all.inodes ? ["force-inode-extended"] : []),
		...(all.extended === 0 ? ["force-inode-compact"] : []),
		...(all.hasIndexes && facts.extraDevices === 0 ? ["force-chunk-indexes"] : []),
		...(hasCompat(facts, "SB_CHKSUM") ? [] : ["nosbcrc"]),
	];
	return [
		...(blockSize === 4096 ? [] : [`-b${blockSize}`]),
		...(compressors.length > 0 ? [`-z${compressors.join(":")}`] : []),
		...(all.files.largest > blockSize ? [`-C${all.files.largest}`] : []),
		...(features.length > 0 ? [`-E${features.join(",")}`] : []),
		...(isPacked
			? [[`-m${all.metabox.largest || blockSize}`, ...namesOf(all.metabox)].join(":")]
			: []),
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
		superblock.uuid.some((byte) => byte !== 0) ? `-U${uuidText(superblock.uuid)}` : "-Uclear",
	];
}

/** Whether directories have no names for themselves and the one above. */
async function isDotOmitted(image: Image, signal: AbortSignal | undefined): Promise<boolean> {
	try {
		return (await readInode(image, image.facts.rootNid, undefined, signal)).dotOmitted;
	} catch (error) {
		if (!isDamage(error)) throw error;
		return false;
	}
}

/** Compressed units of some inodes. */
interface UnitsSeen {
	/** How many of each algorithm. */
	readonly algorithms: Map<number, number>;
	/** Bytes, rounded up to a power of two; 0 without units. */
	largest: number;
}

/** What made most of the units first. */
const namesOf = ({ algorithms }: UnitsSeen): string[] =>
	[...algorithms].sort(([, a], [, b]) => b - a).flatMap(([id]) => COMPRESSORS[id] ?? []);

/** Units of files and of the metabox, and whether one is used several times. */
function unitsOf({
	extents,
	inhabitants,
}: Ownership): Pick<Seen, "files" | "metabox" | "sharesUnits"> {
	const { metaboxNid } = inhabitants.image;
	const metaboxRow = metaboxNid === undefined ? undefined : inhabitants.find(metaboxNid);
	const met = new Set<string>();
	const files: UnitsSeen = { algorithms: new Map(), largest: 0 };
	const metabox: UnitsSeen = { algorithms: new Map(), largest: 0 };
	let sharesUnits = false;
	for (let row = 0; row < extents.count; row++) {
		const length = extents.length[row] as number;
		if (((extents.kind[row] as number) & EXTENT.KIND) !== COMPRESSED || length === 0) continue;
		const seen = extents.inode[row] === metaboxRow ? metabox : files;
		seen.largest = Math.max(seen.largest, 2 ** Math.ceil(Math.log2(length)));
		const algorithm = extents.algorithm[row] as number;
		if (algorithm !== NO_ALGORITHM)
			seen.algorithms.set(algorithm, (seen.algorithms.get(algorithm) ?? 0) + 1);
		if (sharesUnits) continue;
		const unit = `${extents.space[row]} ${extents.start[row]}`;
		sharesUnits = met.has(unit);
		met.add(unit);
	}
	return { files, metabox, sharesUnits };
}

/** A word of a command line, quoted as shells need it: labels and prefixes are untrusted text. */
const word = (text: string): string =>
	/^[\w.,:=@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

const nameOf = ({ base, infix }: LongPrefix): string =>
	`${XATTR_PREFIXES[base] ?? ""}${showName(infix)}`;

interface Seen {
	inodes: number;
	extended: number;
	readonly files: UnitsSeen;
	readonly metabox: UnitsSeen;
	/** Indexes of 8 bytes for each piece, where shorter ones could be. */
	isLegacy: boolean;
	/** Bytes. */
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
	const { mtime } = listedOf(inodes);
	const { blockSize, epoch } = inhabitants.image.facts;
	// Then such a layout can be a list of extents.
	const is48bit = hasIncompat(inhabitants.image.facts, "48BIT");
	const all: Seen = {
		inodes: 0,
		extended: 0,
		chunk: Number.POSITIVE_INFINITY,
		isLegacy: false,
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
			all.hasTimes ||= mtime.signed(row) !== epoch;
		}
		all.isLegacy ||=
			!is48bit && layout === LAYOUT.COMPRESSED_FULL && (files.units[row] as number) > 0;
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
