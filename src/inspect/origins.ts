/**
 * Between stored bytes and decoded contents, both ways: where bytes of contents come from, down
 * to the devices, and which contents stored bytes are.
 */
import { isDamage } from "../base/errors";
import { intersect, type Range, type SpaceId, type Span, span } from "../base/range";
import { contentsNid, contentsSpace, type Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { extents, loadMap } from "../erofs/map/open";

/** A run of contents, and the stored bytes it is made from. */
export interface Origin extends Range {
	/** Absent for a hole: nothing is stored. */
	readonly at?: Span;
	/** Algorithm id: `at` is all of the unit that is decoded. Absent: `at` are these very bytes. */
	readonly algorithm?: number;
	/** Where `at` comes from, when it is in contents itself. */
	readonly from?: Origins;
}

export interface Origins {
	readonly list: readonly Origin[];
	/** First byte that is not told, when there are more. */
	readonly next?: number;
	/** Why the list ends early, when it does. */
	readonly stopped?: string;
}

/** Contents in contents in contents: a file's tail in the packed inode, whose map is in the metabox. */
const MOST_DEPTH = 4;

/**
 * Where bytes of a space come from; undefined for those of a device, which come from nowhere else.
 * @param most runs told of each space
 * @throws Failure when the inode whose contents they are cannot be read
 */
export async function originsOf(
	image: Image,
	wanted: Span,
	most: number,
	signal?: AbortSignal,
	depth = MOST_DEPTH,
): Promise<Origins | undefined> {
	const nid = contentsNid(image, wanted.space);
	if (nid === undefined || depth === 0) return undefined;
	const inode = await readInode(image, nid, undefined, signal);
	const { list, ...rest } = await runsIn(image, inode, wanted, most, signal);
	const told: Origin[] = [];
	for (const origin of list) {
		const from = origin.at && (await originsOf(image, origin.at, most, signal, depth - 1));
		told.push(from ? { ...origin, from } : origin);
	}
	return { list: told, ...rest };
}

async function runsIn(
	image: Image,
	inode: Inode,
	{ start, end }: Range,
	most: number,
	signal?: AbortSignal,
): Promise<Origins> {
	const list: Origin[] = [];
	try {
		const map = await loadMap(image, inode, signal);
		for await (const extent of extents(map, start, Math.min(end, inode.size), signal)) {
			if (list.length >= most) return { list, next: extent.start };
			const part = intersect(extent, { start, end });
			if (part) list.push(...storedRuns(extent, part));
		}
	} catch (error) {
		if (!isDamage(error)) throw error;
		return { list, stopped: error.message };
	}
	return { list };
}

/** The runs of stored bytes behind `part` of an extent: two, where a rotated block wraps around. */
function storedRuns({ start, kind, at, algorithm, cut = 0 }: Extent, part: Range): Origin[] {
	if (!at) return [part];
	if (kind === "compressed")
		return [{ ...part, at, ...(algorithm === undefined ? {} : { algorithm }) }];
	const { space } = at;
	const run = (from: number, to: number, shift: number): Origin[] =>
		from < to ? [{ start: from, end: to, at: span(space, from + shift, to + shift) }] : [];
	// File bytes from `wrap` on are at the beginning of the block.
	const wrap = cut === 0 ? Number.POSITIVE_INFINITY : start + (at.end - at.start - cut);
	const shift = at.start + cut - start;
	return [
		...run(part.start, Math.min(part.end, wrap), shift),
		...run(Math.max(part.start, wrap), part.end, shift - (at.end - at.start)),
	];
}

/** Contents that stored bytes are, or are decoded to. */
export interface Holding extends Span {
	readonly nid: bigint;
	/** Algorithm id: the bytes are a part of what these are decoded from. Absent: they are the very same. */
	readonly algorithm?: number;
}

export interface Holdings {
	readonly list: readonly Holding[];
	/** True when the map of the inode was not followed to its end. */
	readonly cut?: boolean;
}

/** Extents of one inode looked at: more than that take a second. */
const MOST_EXTENTS = 1 << 18;

/**
 * The contents of an inode that some stored bytes are. A damaged map ends the list.
 * @throws Failure when the inode cannot be read
 */
export async function holdingsOf(
	image: Image,
	nid: bigint,
	stored: Span,
	most: number,
	signal?: AbortSignal,
): Promise<Holdings> {
	const inode = await readInode(image, nid, undefined, signal);
	const contents = contentsSpace(image, nid);
	const list: Holding[] = [];
	if (!inode.context.hasData || contents === stored.space) return { list };
	let seen = 0;
	try {
		const map = await loadMap(image, inode, signal);
		for await (const extent of extents(map, 0, inode.size, signal)) {
			if (list.length >= most || ++seen > MOST_EXTENTS) return { list, cut: true };
			list.push(...holdingsIn(extent, stored, contents, nid));
		}
	} catch (error) {
		if (!isDamage(error)) throw error;
		return { list, cut: true };
	}
	return { list };
}

function holdingsIn(extent: Extent, stored: Span, contents: SpaceId, nid: bigint): Holding[] {
	const { at, algorithm, start, end } = extent;
	if (at?.space !== stored.space || !intersect(at, stored)) return [];
	if (extent.kind === "compressed") {
		return [
			{ ...span(contents, start, end), nid, ...(algorithm === undefined ? {} : { algorithm }) },
		];
	}
	return storedRuns(extent, extent).flatMap((run) => {
		const part = run.at && intersect(run.at, stored);
		if (!part || !run.at) return [];
		const shift = run.start - run.at.start;
		return [{ ...span(contents, part.start + shift, part.end + shift), nid }];
	});
}
