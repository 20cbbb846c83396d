/**
 * Android sparse images: blocks as chunks that are stored, filled, or left out. Split ones carry
 * all blocks of the image in each file, and leave out what another has.
 */
import { isDamage } from "../base/errors";
import { countText, exactBytes } from "../base/words";
import { type Home, lastOf, type Near } from "./near";
import { copyOf, type Lost, lost, type Origin, Pieces, UNSTORED, ZEROS } from "./pieces";
import { Reading } from "./reading";
import { headerSum, type Run, readChunks, readHeader, sumOf } from "./sparse-chunks";
import { type Header, header } from "./sparse-tables";
import { startsWith } from "./tables";
import type { Given, Wrapper } from "./wrapper";

const MAGIC = [0x3a, 0xff, 0x26, 0xed];

export const sparse: Wrapper = {
	id: "sparse",
	name: "an Android sparse image",
	reads: "all kinds of chunks, any block size, split files together",
	probe: (head) => startsWith(head, MAGIC),
	async open(given) {
		const { others, signal } = given;
		const reading = new Reading(given, signal);
		const first = await reading.step(() => readHeader(reading));
		const readings = [reading];
		const runs: Run[] = [];
		const sums = headerSum(reading, first);
		const numbers = [numberIn(given.name)];
		let damage = await readChunks(reading, 0, first, runs, given, sums);
		for (const [i, home] of others.entries()) {
			// Files that are given with it need not be pieces of it.
			if (!(await begins(home, signal))) continue;
			const reading = new Reading(home, signal);
			readings.push(reading);
			const head = await reading.step(() => headerOf(reading));
			if (!head) {
				damage ??= { message: `${home.source.label}, another piece of the image, is damaged.` };
			} else if (!isSameImage(head, first)) {
				reading.blame(header, "total_blks", 0, {
					code: "sparse-other-image",
					text: "This file is a piece of another image: its blocks differ in size or number. It is left out.",
					seen: `${head.total_blks} blocks of ${exactBytes(head.blk_sz)}`,
					allowed: `${first.total_blks} blocks of ${exactBytes(first.blk_sz)}`,
				});
			} else {
				numbers.push(numberIn(lastOf(home.source.label)));
				damage = (await readChunks(reading, i + 1, head, runs, given)) ?? damage;
			}
		}
		const { pieces, files } = await piecesNear(given, first, runs);
		for (const piece of pieces) {
			readings.push(piece.reading);
			runs.push(...piece.runs);
			numbers.push(piece.number);
			damage ??= piece.damage;
		}
		// The first piece stands for all.
		const isLater = pieces.some(({ number }) => number < (numberIn(given.name) ?? 0));
		if (isLater) return { readings, parts: [] };
		const madeOf = pieces.map(({ file }) => file);
		const whole = {
			...part(first, runs, files, gapsOf(numbers, damage)),
			...(madeOf.length > 0 ? { madeOf } : {}),
		};
		return { readings, parts: [whole], sums: () => sums.map((one) => sumOf(one, whole.bytes)) };
	},
};

async function begins({ source }: Home, signal?: AbortSignal): Promise<boolean> {
	return startsWith(await source.read(0, Math.min(MAGIC.length, source.size), signal), MAGIC);
}

const isSameImage = (one: Header, other: Header): boolean =>
	one.blk_sz === other.blk_sz && one.total_blks === other.total_blks;

/** Undefined, with a finding, where it is damaged. @throws Missing */
function headerOf(reading: Reading): Header | undefined {
	try {
		return readHeader(reading);
	} catch (error) {
		if (isDamage(error)) return undefined;
		throw error;
	}
}

/** The number at the end of a name. */
function numberIn(name: string): number | undefined {
	const digits = /\d{1,9}$/.exec(name)?.[0];
	return digits === undefined ? undefined : Number.parseInt(digits, 10);
}

interface SplitPiece {
	readonly file: Near;
	readonly number: number;
	readonly reading: Reading;
	readonly runs: readonly Run[];
	readonly damage: Lost | undefined;
}

/** Pieces of one image that are looked at. */
const MOST_SPLIT = 1024;

/**
 * In a folder or an archive: files whose names differ in the number at their end alone, and which
 * have nothing of the image that another one has. Images that are only called alike do.
 */
async function piecesNear(
	given: Given,
	first: Header,
	own: readonly Run[],
): Promise<{ pieces: SplitPiece[]; files: Home[] }> {
	const { near, others, name, signal } = given;
	const stem = name.replace(/\d+$/, "");
	const pieces: SplitPiece[] = [];
	const files: Home[] = [];
	if (others.length > 0 || stem === name || stem === "") return { pieces, files };
	const all = [...own];
	for (const file of near.own) {
		const other = lastOf(file.name);
		const number = other.startsWith(stem) ? numberIn(other) : undefined;
		const isPiece = other !== name && number !== undefined && other.replace(/\d+$/, "") === stem;
		if (!isPiece || files.length >= MOST_SPLIT) continue;
		const home = await file.open(given);
		if (!(await begins(home, signal))) continue;
		const reading = new Reading(home, signal);
		const head = await reading.step(() => headerOf(reading));
		if (!head || !isSameImage(head, first)) continue;
		const runs: Run[] = [];
		const damage = await readChunks(reading, files.push(home), head, runs, given);
		if (!areApart([...all, ...runs])) continue;
		all.push(...runs);
		pieces.push({ file, number, reading, runs, damage });
	}
	return { pieces, files };
}

function areApart(runs: readonly Run[]): boolean {
	const sorted = runs.toSorted((a, b) => a.from - b.from);
	return sorted.every((run, i) => i === 0 || end(sorted[i - 1] as Run) <= run.from);
}

const end = ({ from, count }: Run): number => from + count;

/** What blocks are that no file has: at the ends of the image, and between others. */
interface Gaps {
	readonly ends: Origin;
	readonly between: Origin;
}

const ELSEWHERE = lost(
	"No piece of the image that is open has these bytes.",
	"Where there are more pieces, open all of them together.",
);

/**
 * Nobody cares about such blocks: they are zeros. But files that are called as pieces of an image may
 * lack what another piece has: what comes before the first of them or behind the last, and all that
 * one has whose number is missing.
 * @param why set where damage may have hidden blocks
 */
function gapsOf(numbers: readonly (number | undefined)[], why: Lost | undefined): Gaps {
	if (why) return { ends: { kind: "lost", why }, between: { kind: "lost", why } };
	const known = numbers.filter((number) => number !== undefined).sort((a, b) => a - b);
	const [first] = known;
	if (first === undefined || known.length < numbers.length) {
		return { ends: UNSTORED, between: ZEROS };
	}
	const isRow = known.every((number, i) => number === first + i);
	return { ends: ELSEWHERE, between: isRow ? ZEROS : ELSEWHERE };
}

/** All files laid over each other. */
function part(
	{ blk_sz, total_blks }: Header,
	runs: readonly Run[],
	files: readonly Home[],
	{ ends, between }: Gaps,
) {
	const pieces = new Pieces(files);
	let block = 0;
	let held = 0;
	for (const { from, count, origin } of runs.toSorted((a, b) => a.from - b.from)) {
		if (from + count <= block) continue;
		pieces.add((from - block) * blk_sz, block === 0 ? ends : between);
		// What an earlier file has already is not taken from a later one.
		const skipped = Math.max(0, block - from);
		const moved = origin.kind === "copy" ? copyOf(origin.at + skipped * blk_sz, origin.of) : origin;
		pieces.add((count - skipped) * blk_sz, moved);
		held += count - skipped;
		block = from + count;
	}
	pieces.add((total_blks - block) * blk_sz, ends);
	return {
		name: "",
		size: pieces.size,
		bytes: pieces,
		...(held === total_blks
			? {}
			: { detail: `${countText(held)} of ${countText(total_blks)} blocks are here` }),
	};
}
