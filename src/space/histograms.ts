/** How often a figure is how large: of files and of compressed units. */

import { atOnce } from "../base/steps";
import { countText, sizeText } from "../base/words";
import { NO_ALGORITHM } from "../census/extents";
import { FT } from "../erofs/structs/dirent";
import type { Ledger } from "./ledger";
import { COLUMNS } from "./lists/column";
import { forEachUnit } from "./units";

/** Figures from `from` on that are below `to`; the last bar of shares has no end. */
export interface Bar {
	readonly label: string;
	readonly from: number;
	readonly to: number | null;
	/** Files or units. */
	readonly count: number;
	/** Their bytes, as `HISTOGRAMS` says which. */
	readonly bytes: number;
}

export interface Histogram {
	readonly id: string;
	readonly label: string;
	readonly doc: string;
	/** What is counted, and which of its bytes are summed up. */
	readonly of: "files" | "units";
	readonly sums: string;
	/** From the first that holds something to the last. */
	readonly bars: readonly Bar[];
}

/** @param value the figure; @param bytes of what is counted */
type Take = (value: number, bytes: number) => void;

interface Scale {
	indexOf(value: number): number;
	/** Where bar `i` begins: those before it end there. */
	begin(i: number): number | undefined;
	label(from: number, to: number | undefined): string;
}

/** 0, 1, 2 to 3, 4 to 7: each as long as all before it. */
const doubling = (
	words: (n: number) => string,
	end = (n: number) => `under ${words(n)}`,
): Scale => ({
	indexOf: (value) => (value < 1 ? 0 : Math.floor(Math.log2(value)) + 1),
	begin: (i) => (i === 0 ? 0 : 2 ** (i - 1)),
	label: (from, to = from + 1) => (to - from <= 1 ? words(from) : `${words(from)} to ${end(to)}`),
});

const TENTHS = 10;
/** The last bar is for what is not smaller than it was. */
const tenths: Scale = {
	indexOf: (share) => Math.min(TENTHS, Math.floor(share * TENTHS)),
	begin: (i) => (i > TENTHS ? undefined : i / TENTHS),
	label: (from, to) =>
		to === undefined
			? "100 % or more"
			: `${Math.round(from * 100)} to under ${Math.round(to * 100)} %`,
};

interface Making extends Omit<Histogram, "bars"> {
	readonly scale: Scale;
	each(ledger: Ledger, take: Take): void;
}

/** Regular files with a name, of any size. */
function forEachFile({ tree, ownership: { inhabitants } }: Ledger, take: (row: number) => void) {
	for (let row = 0; row < tree.inodes.count; row++)
		if (
			inhabitants.isInTree(row) &&
			inhabitants.isReadable(row) &&
			tree.inodes.type(row) === FT.REG
		)
			take(row);
}

const HISTOGRAMS: readonly Making[] = [
	{
		id: "sizes",
		label: "Sizes of files",
		doc: "How long the contents of regular files are.",
		of: "files",
		sums: "contents",
		scale: doubling(sizeText),
		each: (ledger, take) =>
			forEachFile(ledger, (row) => {
				const size = ledger.files.size[row] as number;
				take(size, size);
			}),
	},
	{
		id: "ratios",
		label: "% of size",
		doc: "What compressed files take on disk as a share of their contents. The end of a file that is packed together with others costs its share of the unit around it.",
		of: "files",
		sums: "on disk",
		scale: tenths,
		each(ledger, take) {
			const { units, packed } = ledger.files;
			const share = COLUMNS.ratio.values(ledger);
			const stored = COLUMNS.stored.values(ledger);
			forEachFile(ledger, (row) => {
				const isCompressed = (units[row] as number) > 0 || (packed[row] as number) > 0;
				if (isCompressed) take(share[row] as number, stored[row] as number);
			});
		},
	},
	{
		id: "units",
		label: "Compressed units",
		doc: "Bytes that compressed units take on disk, each unit once: as many have to be read for any byte in one.",
		of: "units",
		sums: "on disk",
		scale: doubling(sizeText),
		each: ({ ownership }, take) =>
			atOnce(
				forEachUnit(ownership, ({ algorithm, physical }) => {
					if (algorithm !== NO_ALGORITHM) take(physical, physical);
				}),
			),
	},
	{
		id: "extents",
		label: "Extents of a file",
		doc: "How many extents the contents of a file are stored in, holes among them.",
		of: "files",
		sums: "contents",
		scale: doubling(countText, (n) => countText(n - 1)),
		each(ledger, take) {
			const { size, extents } = ledger.files;
			forEachFile(ledger, (row) => {
				const bytes = size[row] as number;
				if (bytes > 0) take(extents[row] as number, bytes);
			});
		},
	},
];

export function histogramsOf(ledger: Ledger): Histogram[] {
	return HISTOGRAMS.map(({ scale, each, ...about }) => {
		const sums: { count: number; bytes: number }[] = [];
		each(ledger, (value, bytes) => {
			const i = scale.indexOf(value);
			const sum = sums[i];
			sums[i] = { count: (sum?.count ?? 0) + 1, bytes: (sum?.bytes ?? 0) + bytes };
		});
		const first = Math.max(0, sums.findIndex(Boolean));
		const bars = Array.from({ length: sums.length - first }, (_, n): Bar => {
			const i = first + n;
			const from = scale.begin(i) as number;
			const to = scale.begin(i + 1);
			const { count, bytes } = sums[i] ?? { count: 0, bytes: 0 };
			return { label: scale.label(from, to), from, to: to ?? null, count, bytes };
		});
		return { ...about, bars };
	});
}
