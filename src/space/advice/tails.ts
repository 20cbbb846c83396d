import { countText, sizeText } from "../../base/words";
import { FT } from "../../erofs/structs/dirent";
import { hasIncompat } from "../../erofs/structs/features";
import { LAYOUT } from "../../erofs/structs/inode";
import { largestUnit } from "../units";
import { type Adviser, about } from "./advice";
import { samplesOf, sharesBy } from "./samples";

/** Bytes of a sample. */
const SAMPLE = 32 << 10;
/** By which estimates of packed ends were off at most. */
const OFF = 1.3;

/** Ends of files that have blocks for themselves and could lie behind their inodes. */
export const inlineTails: Adviser = ({ tree, files, ownership: { inhabitants } }) => {
	let count = 0;
	let saves = 0;
	for (let row = 0; row < tree.inodes.count; row++) {
		const slack = files.slack[row] as number;
		if (slack === 0 || tree.inodes.layout(row) !== LAYOUT.FLAT_PLAIN) continue;
		if (tree.inodes.type(row) !== FT.REG || !inhabitants.isInTree(row)) continue;
		count++;
		saves += slack;
	}
	if (count === 0) return undefined;
	return {
		id: "inline-tails",
		title: "Ends of files behind their inodes",
		text: `${count === 1 ? "1 uncompressed file ends inside a block of its own and leaves" : `${countText(count)} uncompressed files end inside a block of their own and leave`} ${sizeText(saves)} of ${count === 1 ? "it" : "these blocks"} unused. An end that fits into the block of its inode needs none.`,
		saves,
		estimated: true,
		options: "without -Enoinline_data",
	};
};

/** Without packing each file ends with whole blocks, or is too short to be compressed at all. */
export const packedTails: Adviser = async (ledger, signal) => {
	const { account, files, ownership, tree } = ledger;
	const { inhabitants } = ownership;
	const { facts } = inhabitants.image;
	const others = ["FRAGMENTS", "ZTAILPACKING", "48BIT"] as const;
	if (others.some((one) => hasIncompat(facts, one)) || account.units.size === 0) return undefined;
	const rows: number[] = [];
	for (const [row, size] of files.size.entries())
		if (size > 0 && tree.inodes.type(row) === FT.REG && inhabitants.isInTree(row)) rows.push(row);
	const samples = await samplesOf(ledger, rows, SAMPLE, signal);
	const [[algorithm] = [0]] = account.units;
	const largest = Math.max(largestUnit(ownership), facts.blockSize);
	const shareOf = sharesBy(ledger, samples, largest, algorithm, true);
	let saves = 0;
	for (const row of rows) {
		const size = files.size[row] as number;
		const isCompressed = (files.units[row] as number) > 0;
		const stored = isCompressed ? (account.inodes.portion[row] as number) : size;
		saves += Math.max(0, Math.min(stored - size * shareOf(row), facts.blockSize));
	}
	if (saves < facts.blockSize) return undefined;
	return {
		id: "packed-tails",
		title: "Pack the ends of files together",
		text: `${countText(rows.length)} files end with whole blocks of their own, or are too short to be compressed for themselves. Packed together their ends need fewer blocks, but a short read of an end may then decode a larger unit.`,
		...about(saves, OFF),
		options: "-Efragments",
		needs: "6.1",
	};
};
