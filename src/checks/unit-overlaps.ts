/**
 * Pieces of compressed files that share bytes: units are shared as a whole, and only in images that
 * say so; what is stored as it is shares no bytes with a unit.
 */
import { isDamage } from "../base/errors";
import type { Culprit } from "../base/finding";
import { type Range, type SpaceId, span } from "../base/range";
import { showName } from "../base/text";
import { countText } from "../base/words";
import { EXTENT, EXTENT_KIND, type Extents } from "../census/extents";
import { decodedLength } from "../erofs/decode";
import { type Image, sourceOf } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { addressField, lengthField } from "../erofs/map/culprit";
import type { Extent } from "../erofs/map/extent";
import { extentAt, loadMap } from "../erofs/map/open";
import type { Ownership } from "../ownership/ownership";
import type { Violation } from "./check";
import type { Units } from "./stored";
import { decodeStrictly } from "./streams";

/** Places told, and those of them of which it is looked for the field that is wrong. */
const MOST_OVERLAPS = 1000;
const MOST_BLAMED = 64;

const { COMPRESSED } = EXTENT_KIND;

/** Two pieces with the same bytes, by their extents: the one that begins first, and the other. */
interface Overlap {
	readonly space: SpaceId;
	readonly one: number;
	readonly other: number;
	readonly range: Range;
}

const isUnit = ({ kind }: Extents, row: number): boolean =>
	((kind[row] as number) & EXTENT.KIND) === COMPRESSED;

/** Of both kinds of pieces, the one so far that reaches furthest. */
class Furthest {
	row = -1;
	start = 0;
	end = 0;

	take(row: number, start: number, end: number): void {
		if (end <= this.end) return;
		this.row = row;
		this.start = start;
		this.end = end;
	}
}

/**
 * Each piece with one in front of it, at most {@link MOST_OVERLAPS}.
 * @param areShares those that images with deduplication have, or those that none may have
 */
function overlapsOf(
	{ extents, inhabitants }: Ownership,
	units: Units,
	areShares: boolean,
): Overlap[] {
	const found: Overlap[] = [];
	for (const [space, rows] of units) {
		const size = sourceOf(inhabitants.image, space)?.size ?? Number.POSITIVE_INFINITY;
		const unit = new Furthest();
		const plain = new Furthest();
		for (const row of rows) {
			const start = extents.start[row] as number;
			if (start >= size) break;
			const end = extents.end(row);
			const own = isUnit(extents, row) ? unit : plain;
			for (const before of [unit, plain]) {
				if (start >= before.end || found.length >= MOST_OVERLAPS) continue;
				const isWhole = start === before.start && end === before.end;
				// Of plain pieces each file uses as much as it needs.
				const isShare = before === own && (own === plain || isWhole);
				if (isShare !== areShares) continue;
				const range = { start, end: Math.min(end, before.end, size) };
				found.push({ space, one: before.row, other: row, range });
			}
			own.take(row, start, end);
		}
	}
	return found;
}

/** What is told of those that no image may have. */
export const clashesOf = (ownership: Ownership, units: Units): Promise<Violation[]> =>
	tell(ownership, units, false, "the same bytes, or others");

/** What is told of those that an image has without saying so. */
export const sharesOf = (ownership: Ownership, units: Units): Promise<Violation[]> =>
	tell(ownership, units, true, "bytes of its own, without the feature DEDUPE");

async function tell(
	ownership: Ownership,
	units: Units,
	areShares: boolean,
	allowed: string,
): Promise<Violation[]> {
	if (overlapsOf(ownership, units, areShares).length === 0) return [];
	sortTogether(ownership, units);
	const { extents, inhabitants } = ownership;
	const told: Violation[] = [];
	for (const overlap of overlapsOf(ownership, units, areShares)) {
		const { space, one, other, range } = overlap;
		const leadsTo = span(space, range.start, range.end);
		const field = told.length < MOST_BLAMED ? await fieldOf(ownership, overlap) : undefined;
		const first = extents.inode[one] as number;
		const second = extents.inode[other] as number;
		const owner = field?.nid === inhabitants.nid(first) ? first : second;
		const path = inhabitants.pathOf(owner);
		told.push({
			...(field ? { ...field, leadsTo } : { structure: "compressed data", at: leadsTo }),
			...(path ? { path: showName(path) } : {}),
			nid: inhabitants.nid(owner),
			seen: `${bytesText(extents, other)}, and ${bytesText(extents, one)} of inode ${inhabitants.nid(first)}`,
			allowed,
		});
	}
	return told;
}

const bytesText = (extents: Extents, row: number): string =>
	`bytes ${countText(extents.start[row] as number)} to ${countText(extents.end(row))}`;

/** Of the first piece its length, where it decodes without what they share; else the address of the other. */
async function fieldOf(ownership: Ownership, overlap: Overlap): Promise<Culprit | undefined> {
	const { image } = ownership.inhabitants;
	try {
		const { inode, extent } = await extentOf(ownership, overlap.one);
		const isTooLong = await isSoundBefore(image, inode, extent, overlap.range.start);
		if (isTooLong) return await lengthField(image, inode, extent);
		const second = await extentOf(ownership, overlap.other);
		return await addressField(image, second.inode, second.extent);
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

/** Whether a unit that ends at `end` is a sound one. */
async function isSoundBefore(
	image: Image,
	inode: Inode,
	extent: Extent,
	end: number,
): Promise<boolean> {
	const { kind, at } = extent;
	if (kind !== "compressed" || !at || at.start >= end) return false;
	const less = span(at.space, at.start, end);
	try {
		const out = new Uint8Array(await decodedLength(image, inode, extent, less));
		await decodeStrictly(image, inode, { ...extent, at: less }, less, out);
		return true;
	} catch (error) {
		if (!isDamage(error)) throw error;
		return false;
	}
}

async function extentOf({ inhabitants, extents }: Ownership, row: number) {
	const { image } = inhabitants;
	const inode = await readInode(image, inhabitants.nid(extents.inode[row] as number));
	const extent = await extentAt(await loadMap(image, inode), extents.offset[row] as number);
	return { inode, extent };
}

/**
 * Units that begin together by whose they are, whoever was planned first: what is told of them must
 * not depend on it.
 */
function sortTogether({ extents: { start, inode } }: Ownership, units: Units): void {
	for (const rows of units.values()) {
		for (let from = 0, to = 0; from < rows.length; from = to) {
			const at = start[rows[from] as number];
			while (to < rows.length && start[rows[to] as number] === at) to++;
			rows.subarray(from, to).sort((a, b) => (inode[a] as number) - (inode[b] as number));
		}
	}
}
