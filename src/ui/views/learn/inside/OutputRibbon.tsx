/** The output around one sequence, 64 bytes a row: what was taken as it is, and what was copied. */
import { countText } from "../../../../base/words";
import { type Sequences, sequenceAt } from "./inside.model";

const PER_ROW = 64;
const WIDTH = 336;
const ROW = 11;
const BAR = 8;
const ROWS = 10;
/** Rows in front of the sequence. */
const BEFORE = 3;

interface Run {
	readonly kind: "literals" | "match" | "source";
	readonly start: number;
	readonly end: number;
	readonly isChosen: boolean;
}

/** Runs that touch [start, end) of the output. */
function runsIn(all: Sequences, n: number, start: number, end: number): Run[] {
	let i = n;
	while (i > 0 && (all.output[i] ?? 0) > start) i--;
	const runs: Run[] = [];
	for (; i < all.count && (all.output[i] ?? 0) < end; i++) {
		const { output, literals, length } = sequenceAt(all, i);
		const match = output + literals;
		const isChosen = i === n;
		runs.push({ kind: "literals", start: output, end: match, isChosen });
		runs.push({ kind: "match", start: match, end: match + length, isChosen });
	}
	const { output, literals, length, distance, distanceAt } = sequenceAt(all, n);
	const from = output + literals - distance;
	if (distanceAt >= 0 && distance > 0)
		runs.push({
			kind: "source",
			start: from,
			end: from + Math.min(length, distance),
			isChosen: true,
		});
	return runs.filter((run) => run.end > start && run.start < end && run.end > run.start);
}

interface OutputRibbonProps {
	readonly sequences: Sequences;
	readonly n: number;
	/** Byte of the file that comes out first. */
	readonly first: number;
	/** Bytes that come out. */
	readonly size: number;
}

export function OutputRibbon({ sequences, n, first, size }: OutputRibbonProps) {
	const rows = Math.ceil(size / PER_ROW);
	const here = Math.floor((sequences.output[n] ?? 0) / PER_ROW);
	const top = Math.max(0, Math.min(here - BEFORE, rows - ROWS));
	const start = top * PER_ROW;
	const end = Math.min(size, start + ROWS * PER_ROW);
	const shown = Math.ceil((end - start) / PER_ROW);
	return (
		<figure>
			<figcaption className="learn-small">
				What comes out, bytes {countText(first + start)} to {countText(first + end - 1)}, {PER_ROW}{" "}
				a row: taken as they are (full), copied (light), and where this copy comes from (dashed)
			</figcaption>
			<svg className="copy-drawing" viewBox={`0 0 ${WIDTH} ${shown * ROW}`} aria-hidden>
				{runsIn(sequences, n, start, end).flatMap(({ kind, isChosen, ...run }) =>
					pieces(Math.max(run.start, start), Math.min(run.end, end)).map(({ row, from, to }) => (
						<rect
							key={`${kind} ${row} ${from}`}
							className={`ribbon-${kind}${isChosen ? " ribbon-chosen" : ""}`}
							x={(from / PER_ROW) * WIDTH}
							y={(row - top) * ROW + 1}
							width={Math.max(1, ((to - from) / PER_ROW) * WIDTH - 1)}
							height={BAR}
						/>
					)),
				)}
			</svg>
		</figure>
	);
}

/** [start, end) cut at the ends of rows. */
function pieces(start: number, end: number) {
	const out: { readonly row: number; readonly from: number; readonly to: number }[] = [];
	for (let at = start; at < end; ) {
		const row = Math.floor(at / PER_ROW);
		const stop = Math.min(end, (row + 1) * PER_ROW);
		out.push({ row, from: at - row * PER_ROW, to: stop - row * PER_ROW });
		at = stop;
	}
	return out;
}
