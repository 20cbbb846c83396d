/** What an inode says about itself, in a person's words; the stored fields follow in a table of their own. */
import { type Exact, exact } from "../../../../base/exact";
import type { Span } from "../../../../base/range";
import {
	counted,
	countText,
	exactBytes,
	modeText,
	octalMode,
	sizeText,
	storedText,
	timeText,
} from "../../../../base/words";
import { hex } from "../../../../schema/show";
import { type Fact, type InodeDetail, TYPE_NAMES } from "../../../../worker/protocol";
import type { SumBelow } from "../../../state/below";

export interface Attribute {
	readonly label: string;
	readonly value: string;
	/** Smaller print after the value. */
	readonly note?: string;
	readonly doc: string;
	/** What the glossary knows it by. */
	readonly about?: string;
	/** The bytes it comes from. */
	readonly at?: Span;
	readonly bad?: boolean;
}

interface Draft {
	readonly label: string;
	readonly value: string;
	readonly note?: string | undefined;
	readonly doc: string;
	/** The entry of the glossary, where it is no stored field. */
	readonly about?: string;
	/** Stored fields the attribute may come from; the first that exists counts. */
	readonly from?: readonly string[];
	readonly at?: Span;
}

const DIRECTORY = TYPE_NAMES.indexOf("directory");

/** Large amounts twice: as a person says them, and exact. */
const amount = (bytes: Exact): Pick<Draft, "value" | "note"> =>
	bytes >= 1024
		? { value: sizeText(bytes), note: exactBytes(bytes) }
		: { value: exactBytes(bytes) };

function deviceNote({ type, rdev }: InodeDetail): string | undefined {
	const whiteout = TYPE_NAMES[type] === "character device" && !rdev?.major && !rdev?.minor;
	return whiteout
		? "a whiteout: overlayfs hides the file of this name in the layers below"
		: undefined;
}

/** `210 blocks`, where whole ones are. */
function blocksNote(bytes: Exact | undefined, blockSize: number): string | undefined {
	if (bytes === undefined || bytes === 0 || BigInt(bytes) % BigInt(blockSize) !== 0n) return;
	const blocks = BigInt(bytes) / BigInt(blockSize);
	return counted(exact(blocks), "block");
}

const STORED_DOC =
	"Bytes the contents occupy in the image, without the inode itself; compressed ones fill whole blocks. What lies in the packed inode counts by its share of that, what several files share for each of them.";

const linksText = (links: number): string =>
	links > 0 ? `, ${counted(links, "more hard link")}` : "";

/** What is below a directory; a dash as long as that is not known. */
const belowDrafts = (below: SumBelow | undefined): Draft[] => [
	{
		label: "Contents",
		value: below ? sizeText(below.size) : "–",
		note: below && `of ${counted(below.inodes, "entry", "entries")} below${linksText(below.links)}`,
		doc: "Bytes of all files, directories and links below, each counted once however many names it has.",
	},
	{
		label: "On disk",
		value: below ? storedText(below.stored, below.size) : "–",
		doc: STORED_DOC,
	},
];

const contentsDrafts = (
	{ type, i_size, size, stored }: InodeDetail,
	blockSize: number,
): Draft[] => [
	{
		label: type === DIRECTORY ? "Entry list" : "Size",
		...amount(i_size),
		doc: "Bytes of contents.",
		from: ["i_size"],
	},
	...(size > 0
		? [
				{
					label: type === DIRECTORY ? "Occupies" : "On disk",
					value: storedText(stored, i_size),
					note: blocksNote(stored, blockSize),
					doc: STORED_DOC,
					from: ["blocks_lo", "startblk_lo", "chunk_format"],
				},
			]
		: []),
];

/** What everybody asks of a file. */
function facts(d: InodeDetail, { below, blockSize }: Around): Draft[] {
	const compact = d.facts.every((f) => f.label !== "i_mtime_nsec");
	return [
		...(d.type === DIRECTORY ? belowDrafts(below) : contentsDrafts(d, blockSize)),
		{
			label: "Modified",
			value: timeText(d.mtime, d.mtimeNsec),
			note: compact ? "counted from the image's epoch" : undefined,
			doc: "When the contents were last changed; EROFS keeps no other time.",
			from: ["i_mtime"],
		},
		{
			label: "Access",
			value: modeText(d.mode),
			note: octalMode(d.mode),
			doc: "File type and permissions.",
			from: ["i_mode"],
		},
		{ label: "Owner", value: `user ${d.uid}`, doc: "Owner.", from: ["i_uid"] },
		{ label: "Group", value: `group ${d.gid}`, doc: "Group.", from: ["i_gid"] },
		{
			label: "Hard links",
			value: countText(d.nlink),
			doc: "Number of names this inode has.",
			from: ["i_nlink", "i_format"],
		},
		...(d.rdev
			? [
					{
						label: "Device",
						value: `major ${d.rdev.major}, minor ${d.rdev.minor}`,
						note: deviceNote(d),
						doc: "The device this name stands for.",
						from: ["rdev"],
					},
				]
			: []),
	];
}

/** Bytes from one inode number to the next. */
const SLOT = 32n;
/** Set in the numbers of inodes that lie in the metabox. */
const IN_METABOX = 1n << 63n;

/** `51 × 32 = 0x660`, with what stands before the first inode where that is something. */
function numberSum({ nid, at }: InodeDetail): string {
	const slot = nid & ~IN_METABOX;
	const first = BigInt(at.start) - slot * SLOT;
	const sum = `${slot} × ${SLOT} = ${hex(at.start)}`;
	const where = at.space === "image" ? "" : ` of the ${at.space}`;
	return `${first === 0n ? "" : `0x${first.toString(16)} + `}${sum}${where}`;
}

/** How it is stored. */
const storage = (d: InodeDetail, { blockSize }: Around): Draft[] => [
	{
		label: "Inode number",
		value: String(d.nid),
		note: numberSum(d),
		doc: "An inode holds all about a file but its name. Its number is its place: it counts steps of 32 bytes.",
		about: "word.inode",
		at: d.at,
	},
	{
		label: "Inode",
		value: exactBytes(d.at.end - d.at.start),
		note: d.at.end - d.at.start > 32 ? "extended" : "compact",
		doc: "Small inodes have no room for large sizes, large ids or a time of their own.",
		from: ["i_format"],
	},
	{
		label: "Layout",
		value: d.layout,
		doc: d.layoutDoc,
		from: ["i_format"],
	},
	...(d.algorithms.length > 0
		? [
				{
					label: "Algorithm",
					value: d.algorithms.join(", "),
					doc: "What the contents are compressed with.",
					about: "h_algorithmtype",
				},
			]
		: []),
	...(d.type === DIRECTORY ? contentsDrafts(d, blockSize) : []),
];

export interface Attributes {
	readonly facts: readonly Attribute[];
	readonly storage: readonly Attribute[];
}

/** What an inode alone does not tell. */
interface Around {
	/** Bytes of a block of the image. */
	readonly blockSize: number;
	/** What is below a directory, as soon as it is known. */
	readonly below?: SumBelow | undefined;
}

export function attributes(detail: InodeDetail, around: Around): Attributes {
	const fields = new Map(detail.facts.map((f) => [f.label, f]));
	const finish = ({ label, value, note, doc, about, from = [], at: own }: Draft): Attribute => {
		const fact = from.map((key) => fields.get(key)).find((f): f is Fact => f !== undefined);
		const at = own ?? fact?.at;
		const entry = about ?? fact?.label;
		return {
			label,
			value,
			doc,
			...(note === undefined ? {} : { note }),
			...(entry === undefined ? {} : { about: entry }),
			...(at ? { at } : {}),
			...(fact?.bad ? { bad: true } : {}),
		};
	};
	return { facts: facts(detail, around).map(finish), storage: storage(detail, around).map(finish) };
}
