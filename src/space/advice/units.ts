import { roundUp } from "../../base/range";
import { counted, countText, percentText, sizeText } from "../../base/words";
import { FT } from "../../erofs/structs/dirent";
import { ALGORITHMS, algorithmLabel, hasIncompat } from "../../erofs/structs/features";
import type { Ledger } from "../ledger";
import { largestUnit } from "../units";
import { type Advice, type Adviser, about } from "./advice";
import { samplesOf, sharesBy } from "./samples";

/** Bytes of a sample. */
const SAMPLE = 96 << 10;
/** Bytes of the larger units that are advised. */
const LARGE = 1 << 16;
/** The first Linux that reads units of several blocks. */
const LARGE_SINCE = "5.13";
/** By algorithm id, as mkfs.erofs calls its compressors. */
const COMPRESSORS = ["lz4hc", "lzma", "deflate", "zstd"] as const;
/**
 * Makes less of most contents than the others. At the default levels of mkfs.erofs, DEFLATE saves a
 * few hundredths beside LZ4HC, and Zstandard nothing (`docs/space.md`).
 */
const STRONGEST = 1;
/** By which estimates of other units and algorithms were off at most. */
const OFF = 1.6;
/** Of what is stored: what saves less is within the error. */
const LEAST = 0.03;

/** How contents are compressed, which Linux that takes, and what other ways would make of them. */
export const units: Adviser = async (ledger, signal) => {
	const { account, files, ownership } = ledger;
	const largest = largestUnit(ownership);
	if (account.units.size === 0 || largest === 0) return undefined;
	const rows = compressedFiles(ledger);
	const [[algorithm] = [0]] = [...account.units].sort(([, a], [, b]) => b.physical - a.physical);
	const samples = await samplesOf(ledger, rows, SAMPLE, signal);
	const now = { algorithm, unit: 2 ** Math.ceil(Math.log2(Math.max(1, largest))) };
	const unit = Math.max(now.unit, LARGE);
	const others: readonly Way[] = [
		...(now.unit < LARGE ? [{ algorithm, unit }] : []),
		...(algorithm === STRONGEST ? [] : [{ algorithm: STRONGEST, unit }]),
	];
	const size = rows.reduce((sum, row) => sum + (files.size[row] as number), 0);
	const stored = rows.reduce((sum, row) => sum + storedOf(ledger, row), 0);
	const model = (way: Way) =>
		modelOf(ledger, rows, sharesBy(ledger, samples, way.unit, way.algorithm));
	// What the model makes of the way that it is now tells how far it is off.
	const error = stored / Math.max(1, model(now));
	const advice = others.map((way): Advice => {
		const left = Math.round(model(way) * error);
		const isOther = way.algorithm !== algorithm;
		return {
			id: isOther ? `algorithm-${COMPRESSORS[way.algorithm]}` : "larger-units",
			title: isOther
				? `${algorithmLabel(way.algorithm)} instead of ${algorithmLabel(algorithm)}`
				: `Units of ${sizeText(unit)}`,
			text: `${counted(rows.length, "compressed file")} ${rows.length === 1 ? "takes" : "take"} ${sizeText(stored)}, ${percentText(stored / (size || 1))} of their size. By ${countText(samples.length)} samples of their contents, units of ${sizeText(unit)} would make that about ${percentText(left / (size || 1))}. ${isOther ? "It takes longer to read." : "A short read has to read and decode a whole unit, so it costs more."}`,
			...about(stored - left, OFF),
			options: `-z${COMPRESSORS[way.algorithm]} -C${unit}`,
			needs: (isOther && ALGORITHMS[way.algorithm]?.since) || LARGE_SINCE,
		};
	});
	const worth = advice.filter(({ saves = 0 }) => saves > stored * LEAST);
	return [...worth, asItIs(ledger, largest)];
};

interface Way {
	/** Id. */
	readonly algorithm: number;
	/** Bytes. */
	readonly unit: number;
}

/** What was found, without a saving. */
function asItIs({ account }: Ledger, largest: number): Advice {
	const used = Array.from(account.units, ([id, { units: count, physical, logical }]) => {
		const rate = logical > 0 ? `, ${percentText(physical / logical)} of size` : "";
		const since = ALGORITHMS[id]?.since;
		return `${algorithmLabel(id)} in ${counted(count, "unit")}${rate}${since ? ` (Linux ${since})` : ""}`;
	});
	return {
		id: "units",
		title: "Units and algorithms",
		text: `Contents are compressed with ${used.join("; ")}. The largest unit takes ${sizeText(largest)}.`,
	};
}

function compressedFiles({ tree, files, ownership: { inhabitants } }: Ledger): number[] {
	const rows: number[] = [];
	for (let row = 0; row < tree.inodes.count; row++) {
		const isOne = (files.units[row] as number) > 0 && tree.inodes.type(row) === FT.REG;
		if (isOne && inhabitants.isInTree(row)) rows.push(row);
	}
	return rows;
}

const storedOf = ({ account: { inodes } }: Ledger, row: number): number =>
	inodes.portion[row] as number;

/** Bytes of all files, each in whole blocks where ends are not packed. */
function modelOf(
	{ files, ownership: { inhabitants } }: Ledger,
	rows: readonly number[],
	shareOf: (row: number) => number,
): number {
	const { facts } = inhabitants.image;
	const isPacked = (["FRAGMENTS", "ZTAILPACKING"] as const).some((one) => hasIncompat(facts, one));
	const unit = isPacked ? 1 : facts.blockSize;
	let sum = 0;
	for (const row of rows) {
		const size = files.size[row] as number;
		sum += roundUp(size * Math.min(1, shareOf(row)), unit);
	}
	return sum;
}
