/** Where bytes of contents are stored, of findings that count in contents: for who has the file alone. */
import { isDamage } from "../../base/errors";
import type { Finding } from "../../base/finding";
import { type SpaceId, type Span, span } from "../../base/range";
import { isStored } from "../../base/space";
import { contentsNid, type Image } from "../../erofs/image";
import { readInode } from "../../erofs/inode";
import type { ExtentMap } from "../../erofs/map/extent";
import { extents, loadMap } from "../../erofs/map/open";

/** Spans of each finding whose own span is none of the image or a device, as far as its bytes are stored as they are. */
export type StoredPlaces = ReadonlyMap<Finding, readonly Span[]>;

/** Pieces told of one span: a directory of many blocks can lie in as many. */
const MOST_PIECES = 64;
/** Maps kept: findings of one directory follow each other. */
const MOST_MAPS = 64;
/** A directory in the metabox lies in that, and the metabox in the image. */
const MOST_STEPS = 2;

export async function storedPlaces(
	image: Image,
	findings: readonly Finding[],
	signal?: AbortSignal,
): Promise<StoredPlaces> {
	const maps = new Map<SpaceId, Promise<ExtentMap | undefined>>();
	const mapOf = (space: SpaceId) => {
		const known = maps.get(space) ?? contentsMap(image, space, signal);
		if (maps.size >= MOST_MAPS) maps.clear();
		maps.set(space, known);
		return known;
	};
	const places = new Map<Finding, readonly Span[]>();
	for (const finding of findings) {
		let spans: readonly Span[] = [finding.at];
		for (let step = 0; step < MOST_STEPS && !spans.every(isInFile); step++) {
			const parts: Span[] = [];
			for (const one of spans) {
				if (isInFile(one)) parts.push(one);
				else parts.push(...(await piecesOf(await mapOf(one.space), one, signal)));
			}
			spans = parts.slice(0, MOST_PIECES);
		}
		const found = spans.filter((one) => one !== finding.at && isInFile(one));
		if (found.length > 0) places.set(finding, found);
	}
	return places;
}

const isInFile = ({ space }: Span): boolean => isStored(space);

/** Undefined where there is none that can be followed. */
async function contentsMap(
	image: Image,
	space: SpaceId,
	signal?: AbortSignal,
): Promise<ExtentMap | undefined> {
	const nid = contentsNid(image, space);
	if (nid === undefined) return undefined;
	try {
		return await loadMap(image, await readInode(image, nid, undefined, signal), signal);
	} catch (error) {
		if (isDamage(error)) return undefined;
		throw error;
	}
}

/** Those of a span that are stored as they are. */
async function piecesOf(
	map: ExtentMap | undefined,
	{ start, end }: Span,
	signal?: AbortSignal,
): Promise<Span[]> {
	const pieces: Span[] = [];
	if (!map) return pieces;
	try {
		for await (const extent of extents(map, start, end, signal)) {
			if (pieces.length >= MOST_PIECES) break;
			const { at, kind, cut } = extent;
			if (!at || kind === "compressed" || cut !== undefined) continue;
			const first = at.start + Math.max(0, start - extent.start);
			const length = Math.min(end, extent.end) - Math.max(start, extent.start);
			pieces.push(span(at.space, first, first + length));
		}
	} catch (error) {
		if (!isDamage(error)) throw error;
	}
	return pieces;
}
