import { roundUp } from "../../base/range";
import { counted, countText, percentText, sizeText } from "../../base/words";
import { FT } from "../../erofs/structs/dirent";
import type { Ledger } from "../ledger";
import { type Adviser, about } from "./advice";
import { samplesOf, sharesBy } from "./samples";

/** Bytes of a sample. */
const SAMPLE = 16 << 10;
/** Bytes of the head of a map, and of it for each block of contents. */
const MAP = { HEAD: 8, ENTRY: 2 } as const;
const LZ4 = 0;
/** By which estimates of what would be compressed were off at most. */
const OFF = 1.3;

/** Files that are stored as they are, though samples of them can be compressed. */
export const compressible: Adviser = async (ledger, signal) => {
	const { blockSize } = ledger.ownership.inhabitants.image.facts;
	// What fits into a block takes one compressed, too.
	const rows = plainFiles(ledger, blockSize);
	const samples = await samplesOf(ledger, rows, SAMPLE, signal);
	if (samples.length === 0) return undefined;
	const shareOf = sharesBy(ledger, samples, blockSize, LZ4);
	const sizeOf = (row: number) => ledger.files.size[row] as number;
	const saves = (row: number) => {
		const map = MAP.HEAD + MAP.ENTRY * Math.ceil(sizeOf(row) / blockSize);
		return Math.max(0, sizeOf(row) - roundUp(sizeOf(row) * shareOf(row), blockSize) - map);
	};
	const good = rows.filter((row) => saves(row) > 0);
	const sumOf = (of: (row: number) => number) => good.reduce((sum, row) => sum + of(row), 0);
	const saved = Math.round(sumOf(saves));
	if (saved < blockSize) return undefined;
	return {
		id: "compressible",
		title: "Compress what is stored as it is",
		text: `${counted(rows.length, "file")} of more than ${sizeText(blockSize)} ${rows.length === 1 ? "is" : "are"} not compressed. By ${counted(samples.length, "sample")} of their contents, ${countText(good.length)} of them with ${sizeText(sumOf(sizeOf))} would shrink to about ${percentText(1 - saved / sumOf(sizeOf))} of that.`,
		...about(saved, OFF),
		options: "-zlz4hc",
		needs: "5.4",
	};
};

/** @param most bytes of contents of files that do not count */
function plainFiles({ tree, files, ownership: { inhabitants } }: Ledger, most: number): number[] {
	const rows: number[] = [];
	for (let row = 0; row < tree.inodes.count; row++) {
		const isPlain = tree.inodes.type(row) === FT.REG && !tree.inodes.isCompressed(row);
		const isLong = (files.size[row] as number) - (files.holes[row] as number) > most;
		if (isPlain && isLong && inhabitants.isInTree(row)) rows.push(row);
	}
	return rows;
}
