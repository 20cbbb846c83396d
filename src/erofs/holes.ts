/**
 * Holes read as zeros, and cost a small image nothing: it can claim more of them than anybody can
 * hash or write down. Who hands out a file whole asks here first.
 */
import { Failure } from "../base/errors";
import { type Exact, MOST_EXACT, sum } from "../base/exact";
import { countText, exactBytes } from "../base/words";
import type { FileReader } from "./data";
import { extents } from "./map/open";

/** Bytes of holes of one file that are handed out as zeros: 1 TiB, a quarter of an hour of hashing. */
const MOST_ZEROS = 2 ** 40;

/**
 * Reads the map of files larger than the limit, and of no others.
 * @throws Failure `limit` (`hole-too-large`, `file-too-large`), or as the map does
 */
export async function checkHoles({ inode, map }: FileReader, signal?: AbortSignal): Promise<void> {
	const { i_size, size } = inode;
	if (i_size <= MOST_ZEROS) return;
	let zeros: Exact = 0;
	let end: Exact = 0;
	for await (const extent of extents(map, 0, size, signal)) {
		end = extent.beyond ?? extent.end;
		if (extent.kind === "hole") zeros = sum(zeros, sum(end, -extent.start));
	}
	if (zeros > MOST_ZEROS) {
		const what = zeros === i_size ? "are a hole" : "have holes";
		throw new Failure({
			kind: "limit",
			code: "hole-too-large",
			message: `The contents ${what} too large to hash or to write out: ${exactBytes(zeros)} of zeros.`,
		});
	}
	if (end < i_size) {
		throw new Failure({
			kind: "limit",
			code: "file-too-large",
			message: `The contents reach beyond byte ${countText(MOST_EXACT)}, further than is counted here: ${exactBytes(i_size)}.`,
		});
	}
}
