/** A file that is no image, or is none yet: its bytes, and what looks like a superblock in them. */
import { Failure, type FailureKind, isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import { overlaps, type Range } from "../base/range";
import { withBytes } from "../base/resident";
import type { ByteSource } from "../base/source";
import { IMAGE_SPACE } from "../base/space";
import type { Place } from "../containers/near";
import { type Outline, outlineOf } from "../containers/outline";
import { natureAt, openWrapper } from "../containers/places";
import type { Reading } from "../containers/reading";
import type { Tools } from "../containers/unpack";
import { HEAD_SIZE } from "../erofs/identify";
import { isPlausible } from "../erofs/salvage";
import { SB_MAGIC, SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { factsOf, SB_SIZE } from "../erofs/superblock";
import type { FileFacts } from "../inspect/overview";
import { KIND_WORDS } from "../ownership/words";
import { type Annotation, annotateFields } from "../schema/annotate";
import { Annotator } from "../schema/annotator";
import { check, decode } from "../schema/struct";
import type { Outermost } from "./inside";
import { unclaimedText } from "./raw-owners";
import { type SessionOptions, wayTo } from "./session";

export interface RawFile {
	/** Why it did not open as an image. */
	readonly why: Failure;
	/** From the offset on. */
	readonly source: ByteSource;
	readonly facts: FileFacts;
	/** What is wrong with what looks like a superblock, or with the structures of a wrapper. */
	readonly findings: readonly Finding[];
	/** Of a wrapper what was read, and whose all its bytes are. */
	readonly wrapper?: { readonly reading: Reading; readonly outline: Outline };
}

/** Whether opening failed for what is in the file: its bytes may still be worth a look. */
export const isOfFile = (error: unknown): error is Failure =>
	error instanceof Failure && OF_FILE.includes(error.kind) && error.info.code !== "empty-file"; // no bytes, nothing to look at

const OF_FILE: readonly FailureKind[] = ["corrupt", "unsupported", "limit"];

/** @throws Failure `io` (`offset-beyond-end`), or `cancelled` */
export async function openRaw(
	{ file }: Outermost,
	place: Place,
	{ remote, tools }: Pick<SessionOptions, "remote" | "tools">,
	why: Failure,
): Promise<RawFile> {
	const { source } = place;
	const { signal } = tools;
	const head = await source.read(0, Math.min(HEAD_SIZE, source.size), signal);
	const { structures, findings } = superblockOf(head, source.size);
	const wrapper = await wrapperAt(place, remote, tools);
	return {
		why,
		source,
		findings: [...findings, ...(wrapper?.reading.findings ?? [])],
		...(wrapper ? { wrapper } : {}),
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

/** Parts of which it is found out where they are, where that takes reading, and over a network. */
const MOST_ASKED = 1 << 12;
const MOST_ASKED_AFAR = 16;

/** What is read of a wrapper to find its parts, as of the space that its bytes are shown as. */
async function wrapperAt(place: Place, remote: boolean, tools: Tools): Promise<RawFile["wrapper"]> {
	const { wrapper } = await natureAt(place, { ...tools, tail: true });
	if (!wrapper || place.isFolder) return undefined;
	try {
		const home = { ...place, space: IMAGE_SPACE };
		const contents = await openWrapper(wrapper, home, tools);
		const [reading] = contents.readings;
		const outlining = { signal: tools.signal, most: remote ? MOST_ASKED_AFAR : MOST_ASKED };
		return reading && { reading, outline: await outlineOf(home, contents, outlining) };
	} catch (error) {
		// That is what the file was refused for.
		if (!isDamage(error)) throw error;
		return undefined;
	}
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

/** What is known of the bytes of `range`. @throws Failure `io`, `cancelled` */
export async function rawNodes(
	{ facts, wrapper }: RawFile,
	range: Range,
	signal?: AbortSignal,
): Promise<readonly Annotation[]> {
	const own = facts.structures.filter((node) => overlaps(node, range));
	if (!wrapper) return own;
	const { reading, outline } = wrapper;
	let nodes: readonly Annotation[] = [];
	await withBytes(() => {
		const annotator = new Annotator(reading.bytes, { range });
		nodes = annotator.nodes;
		reading.lay(annotator);
	}, signal);
	return [...own, ...nodes, ...betweenHeaders(outline, range)].sort((a, b) => a.start - b.start);
}

const { "wrapper-part": PART, unclaimed: UNUSED } = KIND_WORDS;
/** Stretches told at a time. */
const MOST_STRETCHES = 4096;

/** What no header tells of: parts, and bytes of nobody. */
function betweenHeaders(outline: Outline, range: Range): Annotation[] {
	const doc = unclaimedText(outline);
	return outline.stretches
		.filter((one) => overlaps(one, range) && one.header === undefined)
		.slice(0, MOST_STRETCHES)
		.map(({ start, end, parts }) => ({
			...{ start, end },
			...(parts.length > 0
				? { key: PART.name, role: "data", label: parts.join(", "), doc: PART.doc }
				: { key: UNUSED.name, role: "reserved", doc }),
		}));
}
