/** Decoding in place over time: output grows from the left, input is read towards the end of the pages. */
import { countText, exactBytes } from "../../../../base/words";
import type { Sequences } from "./inside.model";

const WIDTH = 336;
const HEIGHT = 110;
const TOP = 16;
/** Points of a line at most. */
const MOST = 160;

interface InPlaceDrawingProps {
	readonly sequences: Sequences;
	/** Bytes of the stream, of the output, and of the pages that hold both. */
	readonly input: number;
	readonly output: number;
	readonly pages: number;
	/** The sequence behind which output comes nearest to input. */
	readonly nearest: number;
}

export function InPlaceDrawing(props: InPlaceDrawingProps) {
	const { sequences, input, output, pages, nearest } = props;
	const { count } = sequences;
	const written = (i: number) =>
		(sequences.output[i] ?? 0) + (sequences.literals[i] ?? 0) + (sequences.length[i] ?? 0);
	const read = (i: number) => pages - input + (sequences.end[i] ?? 0);
	const x = (at: number) => (at / pages) * WIDTH;
	const y = (i: number) => TOP + ((i + 1) / count) * (HEIGHT - TOP);
	const step = Math.max(1, Math.floor(count / MOST));
	const times = Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
	const points = (at: (i: number) => number) =>
		[...times, count - 1].map((i) => `${x(at(i)).toFixed(1)},${y(i).toFixed(1)}`).join(" ");
	const gap = read(nearest) - written(nearest);
	const words = `Output ends at byte ${countText(output)} of ${countText(pages)}; nearest behind sequence ${countText(nearest + 1)}: ${exactBytes(gap)} between output and input`;
	return (
		<figure>
			<svg
				className="copy-drawing"
				viewBox={`0 0 ${WIDTH} ${HEIGHT + 16}`}
				role="img"
				aria-label={words}
			>
				<text x={0} y={10}>
					output
				</text>
				<text x={WIDTH} y={10} textAnchor="end">
					stream
				</text>
				<rect className="copy-ribbon" x={0} y={TOP} width={WIDTH} height={HEIGHT - TOP} />
				<polygon className="inplace-output" points={`0,${TOP} ${points(written)} 0,${HEIGHT}`} />
				<polygon
					className="inplace-input"
					points={`${x(pages - input)},${TOP} ${points(read)} ${WIDTH},${HEIGHT} ${WIDTH},${TOP}`}
				/>
				<line className="inplace-nearest" x1={0} x2={WIDTH} y1={y(nearest)} y2={y(nearest)} />
				<text x={0} y={HEIGHT + 13}>
					nearest: {exactBytes(gap)} apart
				</text>
			</svg>
			<figcaption className="learn-small">
				The memory pages from left to right, time from top to bottom. The dashed line is the moment
				when output comes nearest to what is still to be read.
			</figcaption>
		</figure>
	);
}
