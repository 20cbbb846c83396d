/** Samples of contents, from which it is estimated what a compressor would make of all of them. */
import { isDamage } from "../../base/errors";
import { openFile } from "../../erofs/data";
import { readInode } from "../../erofs/inode";
import { extensionOf } from "../groups/extension";
import type { Ledger } from "../ledger";
import { estimates } from "./estimate";

/** Bytes of all samples together. */
const ALL_BYTES = 9 << 18;

export interface Sample {
	readonly row: number;
	readonly bytes: Uint8Array;
}

/**
 * From places that are equally far apart in the contents of all the files, one after the other; what
 * is damaged is left out.
 * @param length bytes of a sample: short ones tell more of many files, long ones of large units
 * @throws Failure `io`, `cancelled`
 */
export async function samplesOf(
	ledger: Ledger,
	rows: readonly number[],
	length: number,
	signal?: AbortSignal,
): Promise<Sample[]> {
	const sizeOf = (row: number) => ledger.files.size[row] as number;
	const all = rows.reduce((sum, row) => sum + sizeOf(row), 0);
	const most = Math.floor(ALL_BYTES / length);
	const placeOf = (n: number) => ((n + 0.5) * all) / most;
	const samples: Sample[] = [];
	let before = 0;
	let next = 0;
	for (const row of rows) {
		const end = before + sizeOf(row);
		for (let place = placeOf(next); place < end && next < most; place = placeOf(next)) {
			next++;
			const at = { row, length, middle: place - before };
			const bytes = await sampleAt(ledger, at, signal);
			if (bytes) samples.push({ row, bytes });
		}
		before = end;
	}
	return samples;
}

interface SamplePlace {
	readonly row: number;
	readonly middle: number;
	readonly length: number;
}

async function sampleAt({ ownership }: Ledger, at: SamplePlace, signal?: AbortSignal) {
	const { row, middle, length } = at;
	const { image } = ownership.inhabitants;
	try {
		const inode = await readInode(image, ownership.inhabitants.nid(row), undefined, signal);
		const last = Math.max(0, inode.size - length);
		const start = Math.min(last, Math.max(0, Math.floor(middle - length / 2)));
		const file = await openFile(image, inode, signal);
		return await file.read(start, Math.min(inode.size, start + length), signal);
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

/**
 * What of a file would be left as a share of its size: as of beginnings of samples that are about as
 * long, of files whose names end alike, and of all where there are none.
 * @param isTogether whether files are compressed together: then they repeat what is in others, as the
 * longest samples repeat themselves
 */
export function sharesBy(
	{ tree, files }: Ledger,
	samples: readonly Sample[],
	unit: number,
	algorithm: number,
	isTogether = false,
): (row: number) => number {
	const sums = new Map<string, { bytes: number; left: number }>();
	for (const { row, bytes } of samples) {
		const lengths = LENGTHS.filter((length) => length < bytes.length).concat(bytes.length);
		for (const [i, share] of estimates(bytes, unit, algorithm, lengths).entries()) {
			const length = lengths[i] as number;
			for (const name of [extensionOf(tree, row), ALL]) {
				const key = keyOf(name, sizeClass(length));
				const sum = sums.get(key) ?? { bytes: 0, left: 0 };
				sums.set(key, { bytes: sum.bytes + length, left: sum.left + length * share });
			}
		}
	}
	const shareOf = (name: string, size: number): number => {
		const keys = [name, ALL].flatMap((one) => nearest(size).map((like) => keyOf(one, like)));
		const { left, bytes } = keys.map((key) => sums.get(key)).find(Boolean) ?? { left: 1, bytes: 1 };
		return left / bytes;
	};
	const known = new Map<string, number>();
	return (row) => {
		const name = extensionOf(tree, row);
		const size = isTogether ? LENGTHS.length : sizeClass(files.size[row] as number);
		const key = keyOf(name, size);
		const share = known.get(key) ?? shareOf(name, size);
		known.set(key, share);
		return share;
	};
}

/** Bytes of beginnings that are looked at, beside the whole sample. */
const LENGTHS = [2 ** 12, 2 ** 13, 2 ** 14, 2 ** 15, 2 ** 16] as const;

/** Of what is at least as long as one of LENGTHS, and shorter than the next, its index; -1 of the rest. */
const sizeClass = (length: number): number => LENGTHS.findLastIndex((least) => least <= length);
const nearest = (size: number): number[] =>
	[-1, ...LENGTHS.keys()].sort((a, b) => Math.abs(a - size) - Math.abs(b - size));

const keyOf = (name: string, size: number): string => `${size} ${name}`;
/** No name ends like this. */
const ALL = "/";
