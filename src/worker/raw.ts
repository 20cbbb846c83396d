/** A file that is no image, or is none yet: its bytes, and what looks like a superblock in them. */
import { Failure, type FailureKind } from "../base/errors";
import type { Finding } from "../base/finding";
import { overlaps, type Range } from "../base/range";
import type { ByteSource } from "../base/source";
import { IMAGE_SPACE } from "../base/space";
import type { Place } from "../containers/near";
import { HEAD_SIZE } from "../erofs/identify";
import { isPlausible } from "../erofs/salvage";
import { SB_MAGIC, SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { factsOf, SB_SIZE } from "../erofs/superblock";
import type { FileFacts } from "../inspect/overview";
import { type Annotation, annotateFields } from "../schema/annotate";
import { check, decode } from "../schema/struct";
import type { Outermost } from "./inside";
import { type SessionOptions, wayTo } from "./session";

export interface RawFile {
	/** Why it did not open as an image. */
	readonly why: Failure;
	/** From the offset on. */
	readonly source: ByteSource;
	readonly facts: FileFacts;
	/** What is wrong with what looks like a superblock. */
	readonly findings: readonly Finding[];
}

/** Whether opening failed for what is in the file: its bytes may still be worth a look. */
export const isOfFile = (error: unknown): error is Failure =>
	error instanceof Failure && OF_FILE.includes(error.kind) && error.info.code !== "empty-file"; // no bytes, nothing to look at

const OF_FILE: readonly FailureKind[] = ["corrupt", "unsupported", "limit"];

/** @throws Failure `io` (`offset-beyond-end`), or `cancelled` */
export async function openRaw(
	{ file }: Outermost,
	place: Place,
	{ remote, tools: { signal } }: Pick<SessionOptions, "remote" | "tools">,
	why: Failure,
): Promise<RawFile> {
	const { source } = place;
	const head = await source.read(0, Math.min(HEAD_SIZE, source.size), signal);
	const { structures, findings } = superblockOf(head, source.size);
	return {
		why,
		source,
		findings,
		facts: {
			name: file.label,
			...wayTo(place),
			size: source.size,
			remote,
			blockSize: 0,
			spaces: [{ id: IMAGE_SPACE, label: "File", size: source.size }],
			structures,
		},
	};
}

/** The superblock as far as it is there, when the bytes look like one. */
function superblockOf(
	head: Uint8Array,
	size: number,
): Pick<FileFacts, "structures"> & Pick<RawFile, "findings"> {
	const there = head.subarray(SB_OFFSET, SB_OFFSET + SB_SIZE);
	if (there.length < 4) return { structures: [], findings: [] };
	const bytes = new Uint8Array(SB_SIZE);
	bytes.set(there);
	const sb = decode(superblock, bytes);
	const whole = there.length === SB_SIZE;
	if (sb.magic !== SB_MAGIC && !(whole && isPlausible(sb, size))) {
		return { structures: [], findings: [] };
	}
	const place = { bytes, offset: 0, space: IMAGE_SPACE, start: SB_OFFSET };
	const facts = factsOf(sb, size);
	const findings: Finding[] = [];
	check(superblock, place, facts, (finding) => finding.at.end <= size && findings.push(finding));
	const node: Annotation = {
		key: superblock.name,
		start: SB_OFFSET,
		end: Math.min(SB_OFFSET + SB_SIZE, size),
		role: "struct",
		doc: superblock.doc,
		// Without the fields that the file does not have.
		children: annotateFields(superblock, place, facts).filter(({ end }) => end <= size),
	};
	return { structures: [node], findings };
}

export const rawNodes = ({ facts }: RawFile, range: Range): readonly Annotation[] =>
	facts.structures.filter((node) => overlaps(node, range));
