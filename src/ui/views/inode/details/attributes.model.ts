/** What an inode says about itself, in a person's words; the stored fields follow in a table of their own. */
import type { Exact } from "../../../../base/exact";
import type { Span } from "../../../../base/range";
import {
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

export interface Attribute {
	readonly label: string;
	readonly value: string;
	/** Smaller print after the value. */
	readonly note?: string;
	readonly doc: string;
	/** The bytes it comes from. */
	readonly at?: Span;
	readonly bad?: boolean;
}

interface Draft {
	readonly label: string;
	readonly value: string;
	readonly note?: string | undefined;
	/** Used when no stored field explains itself. */
	readonly doc: string;
	/** Stored fields the attribute may come from; the first that exists counts. */
	readonly from?: readonly string[];
}

/** Large and small amounts twice: exact, and as a person says it. */
const sizeNote = (bytes: Exact): string | undefined =>
	bytes >= 1000 ? sizeText(bytes) : undefined;

function deviceNote({ type, rdev }: InodeDetail): string | undefined {
	const whiteout = TYPE_NAMES[type] === "character device" && !rdev?.major && !rdev?.minor;
	return whiteout
		? "a whiteout: overlayfs hides the file of this name in the layers below"
		: undefined;
}

const storedDraft = ({ stored, i_size }: InodeDetail): Draft => ({
	label: "Stored",
	value: storedText(stored, i_size),
	doc: "Bytes the contents occupy in the image, without the inode itself; compressed ones fill whole blocks. What lies in the packed inode counts by its share of that.",
	from: ["blocks_lo", "startblk_lo", "chunk_format"],
});

function drafts(d: InodeDetail): Draft[] {
	const compact = d.facts.every((f) => f.label !== "i_mtime_nsec");
	return [
		{
			label: "Mode",
			value: modeText(d.mode),
			note: octalMode(d.mode),
			doc: "File type and permissions.",
			from: ["i_mode"],
		},
		{ label: "Owner", value: `uid ${d.uid}`, doc: "Owner.", from: ["i_uid"] },
		{ label: "Group", value: `gid ${d.gid}`, doc: "Group.", from: ["i_gid"] },
		{
			label: "Size",
			value: exactBytes(d.i_size),
			note: sizeNote(d.i_size),
			doc: "Bytes of contents.",
			from: ["i_size"],
		},
		...(d.size > 0 ? [storedDraft(d)] : []),
		{
			label: "Modified",
			value: timeText(d.mtime, d.mtimeNsec),
			note: compact ? "counted from the image's epoch" : undefined,
			doc: "When the contents were last changed; EROFS keeps no other time.",
			from: ["i_mtime"],
		},
		{
			label: "Links",
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
		{
			label: "Layout",
			value: d.layout,
			note: d.layoutDoc,
			doc: "How the contents are stored.",
			from: ["i_format"],
		},
		...(d.algorithms.length > 0
			? [
					{
						label: "Algorithm",
						value: d.algorithms.join(", "),
						doc: "What the contents are compressed with.",
					},
				]
			: []),
		{
			label: "Form",
			value: d.version,
			doc: "Small inodes have no room for large sizes, large ids or a time of their own.",
			from: ["i_format"],
		},
		{
			label: "Place",
			value: `nid ${d.nid}`,
			note: `${d.at.space} ${hex(d.at.start)}`,
			doc: "The nid is the inode's number and its address: it counts slots of 32 bytes.",
		},
	];
}

export function attributes(detail: InodeDetail): Attribute[] {
	const facts = new Map(detail.facts.map((f) => [f.label, f]));
	return drafts(detail).map(({ label, value, note, doc, from = [] }) => {
		const fact = from.map((key) => facts.get(key)).find((f): f is Fact => f !== undefined);
		const at = label === "Place" ? detail.at : fact?.at;
		return {
			label,
			value,
			doc,
			...(note === undefined ? {} : { note }),
			...(at ? { at } : {}),
			...(fact?.bad ? { bad: true } : {}),
		};
	});
}
