/**
 * The picture of an extent map: the file's bytes on the upper lane, where they
 * are stored on a lane below for each address space, and threads between.
 *
 *   file    |####|        |####|##|
 *            \  /          /   /
 *   image     |##|...|###|.|#|
 *
 * A few extents are drawn one by one; many are summed up a pixel at a time, so
 * that half a million cost no more shapes than the lane has pixels.
 */
import type { Range, SpaceId } from "../../../../base/range";
import { EXTENT_KINDS, type ExtentPage } from "../../../../worker/protocol";
import { type Axis, axisOf, place, wholeAxis } from "./axis.model";
import { type Bar, Columns } from "./columns.model";

/** Up to this many extents each have their own shape and thread. */
export const FEW = 200;

/** Lanes below the file's; the spaces that hold least are left out. */
export const MOST_SPACES = 4;

export interface Lane {
	/** Undefined for the file's own lane. */
	readonly space?: SpaceId;
	/** The bytes the lane spans from edge to edge. */
	readonly range: Range;
	/** Where they lie on it. */
	readonly axis: Axis;
	readonly bars: readonly Bar[];
}

/** From a piece of the file's lane to a piece of the first lane below. */
export interface Thread {
	readonly from: Bar;
	readonly to: Bar;
}

export interface Lanes {
	readonly file: Lane;
	readonly stored: readonly Lane[];
	readonly threads: readonly Thread[];
	/** Spaces that have no lane of their own. */
	readonly leftOut: number;
}

/** What a space holds of the file: from where to where, and how many bytes. */
interface SpaceSum extends Range {
	readonly space: SpaceId;
	readonly stored: number;
}

/** Pages never change, so each is summed once however many follow it. */
const sumsOfPages = new WeakMap<ExtentPage, readonly SpaceSum[]>();

function sumsOf(page: ExtentPage): readonly SpaceSum[] {
	const known = sumsOfPages.get(page);
	if (known) return known;
	const { extents: e, spaces } = page;
	const sums = spaces.map((space) => ({
		space,
		start: Number.POSITIVE_INFINITY,
		end: 0,
		stored: 0,
	}));
	for (let i = 0; i < e.count; i++) {
		const sum = sums[e.space[i] as number];
		const at = e.at[i] as number;
		const size = e.size[i] as number;
		if (!sum || Number.isNaN(at)) continue;
		sum.start = Math.min(sum.start, at);
		sum.end = Math.max(sum.end, at + size);
		sum.stored += size;
	}
	sumsOfPages.set(page, sums);
	return sums;
}

/** The spaces that hold the extents, fullest first. */
function spacesOf(pages: readonly ExtentPage[]): SpaceSum[] {
	const sums = new Map<SpaceId, SpaceSum>();
	for (const { space, start, end, stored } of pages.flatMap(sumsOf)) {
		const sum = sums.get(space) ?? { space, start, end, stored: 0 };
		sums.set(space, {
			space,
			start: Math.min(sum.start, start),
			end: Math.max(sum.end, end),
			stored: sum.stored + stored,
		});
	}
	return [...sums.values()].filter((s) => s.end > s.start).sort((a, b) => b.stored - a.stored);
}

function fewLanes(pages: readonly ExtentPage[], spaces: SpaceSum[], file: Range, width: number) {
	const fileBars: Bar[] = [];
	const bars = new Map(spaces.map((s) => [s.space, [] as Bar[]]));
	const fileAxis = wholeAxis(file, width);
	const axes = new Map(spaces.map((s) => [s.space, axisOf(partsIn(pages, s.space), width)]));
	const threads: Thread[] = [];
	for (const { extents: e, spaces: names } of pages) {
		for (let i = 0; i < e.count; i++) {
			const [start = 0, length = 0, at = 0, size = 0] = [
				e.start[i],
				e.length[i],
				e.at[i],
				e.size[i],
			];
			const kind = EXTENT_KINDS[e.kind[i] ?? 0] ?? "data";
			const from = { ...place(fileAxis, { start, end: start + length }), kind };
			fileBars.push(from);
			const space = names[e.space[i] ?? 0];
			const axis = space === undefined ? undefined : axes.get(space);
			if (space === undefined || Number.isNaN(at) || !axis) continue;
			const to = { ...place(axis, { start: at, end: at + size }), kind };
			bars.get(space)?.push(to);
			if (space === spaces[0]?.space) threads.push({ from, to });
		}
	}
	return { fileBars, bars, threads, axes };
}

/** What the extents have stored in a space. */
const partsIn = (pages: readonly ExtentPage[], space: SpaceId): Range[] =>
	pages.flatMap(({ extents: e, spaces }) =>
		Array.from({ length: e.count }, (_, i) => i)
			.filter((i) => spaces[e.space[i] ?? 0] === space && !Number.isNaN(e.at[i]))
			.map((i) => ({ start: e.at[i] as number, end: (e.at[i] as number) + (e.size[i] as number) })),
	);

function manyLanes(pages: readonly ExtentPage[], spaces: SpaceSum[], file: Range, width: number) {
	const fileColumns = new Columns(width, file);
	const columns = new Map(spaces.map((s) => [s.space, new Columns(width, s)]));
	for (const { extents: e, spaces: names } of pages) {
		const here = names.map((name) => columns.get(name));
		for (let i = 0; i < e.count; i++) {
			const kind = e.kind[i] as number;
			fileColumns.add(e.start[i] as number, e.length[i] as number, kind);
			const at = e.at[i] as number;
			if (at >= 0) here[e.space[i] as number]?.add(at, e.size[i] as number, kind);
		}
	}
	const bars = new Map([...columns].map(([space, c]) => [space, c.bars()]));
	const axes = new Map(spaces.map((s) => [s.space, wholeAxis(s, width)]));
	return { fileBars: fileColumns.bars(), bars, threads: [], axes };
}

/**
 * @param size bytes of the file
 * @param width pixels of the lanes
 */
export function extentLanes(pages: readonly ExtentPage[], size: number, width: number): Lanes {
	const file = { start: 0, end: Math.max(1, size) };
	const all = spacesOf(pages);
	const spaces = all.slice(0, MOST_SPACES);
	const count = pages.reduce((n, p) => n + p.extents.count, 0);
	const draw = count <= FEW ? fewLanes : manyLanes;
	const pixels = Math.max(1, Math.floor(width));
	const { fileBars, bars, threads, axes } = draw(pages, spaces, file, pixels);
	return {
		file: { range: file, axis: wholeAxis(file, pixels), bars: fileBars },
		stored: spaces.map(({ space, start, end }) => ({
			space,
			range: { start, end },
			axis: axes.get(space) ?? [],
			bars: bars.get(space) ?? [],
		})),
		threads,
		leftOut: all.length - spaces.length,
	};
}

/** Where a range lies on a lane: for the mark of the row under the pointer. */
export const markOn = (lane: Lane, range: Range): { x: number; width: number } =>
	place(lane.axis, range);

/** The byte under a pixel of a lane. */
export const byteAt = (lane: Lane, x: number, width: number): number =>
	Math.floor(lane.range.start + (x / Math.max(1, width)) * (lane.range.end - lane.range.start));

/** Growth at which a picture of more pages is worth its time: all of them cost but a few pictures. */
const WORTH = 1.25;

/** Which pages to draw, given those already drawn and those that are there. */
export function pagesToDraw(
	drawn: readonly ExtentPage[],
	pages: readonly ExtentPage[],
	complete: boolean,
): readonly ExtentPage[] {
	const worth = complete || pages.length < drawn.length || pages.length >= drawn.length * WORTH;
	return worth ? pages : drawn;
}
