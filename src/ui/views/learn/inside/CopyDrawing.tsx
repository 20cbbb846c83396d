/** The output around one sequence: its literals, its match, and an arrow from where that copies. */
import { counted, countText, exactBytes } from "../../../../base/words";
import type { Sequence } from "./inside.model";

const WIDTH = 340;
const TOP = 34;
const HEIGHT = 22;
/** Ticks of an overlap at most. */
const MOST_TICKS = 60;

export function CopyDrawing({
	sequence,
	first,
}: {
	readonly sequence: Sequence;
	readonly first: number;
}) {
	const { output, literals, length, distance, distanceAt } = sequence;
	const match = output + literals;
	const end = match + length;
	const source = distanceAt >= 0 ? match - distance : output;
	const from = Math.min(source, output);
	const scale = WIDTH / Math.max(1, end - from);
	const x = (at: number) => (at - from) * scale;
	const width = (bytes: number) => Math.max(1, bytes * scale);
	const copied = Math.min(length, distance);
	const middle = (start: number, bytes: number) => x(start) + width(bytes) / 2;
	const overlaps = distanceAt >= 0 && distance < length;
	const ticks = overlaps ? Math.min(MOST_TICKS, Math.floor(length / distance)) : 0;
	const words =
		distanceAt >= 0
			? `${counted(literals, "literal")}, then ${exactBytes(length)} copied from ${exactBytes(distance)} before`
			: counted(literals, "literal");
	return (
		<svg className="copy-drawing" viewBox={`0 0 ${WIDTH} 84`} role="img" aria-label={words}>
			<rect className="copy-ribbon" x={0} y={TOP} width={WIDTH} height={HEIGHT} />
			{distanceAt >= 0 && (
				<rect className="copy-source" x={x(source)} y={TOP} width={width(copied)} height={HEIGHT} />
			)}
			<rect
				className="copy-literals"
				x={x(output)}
				y={TOP}
				width={width(literals)}
				height={HEIGHT}
			/>
			{length > 0 && (
				<rect className="copy-match" x={x(match)} y={TOP} width={width(length)} height={HEIGHT} />
			)}
			{Array.from({ length: ticks }, (_, i) => x(match + i * distance)).map((at) => (
				<line key={at} className="copy-tick" x1={at} x2={at} y1={TOP} y2={TOP + HEIGHT} />
			))}
			{distanceAt >= 0 && (
				<path
					className="copy-arrow"
					d={`M ${middle(source, copied)} ${TOP - 2} C ${middle(source, copied)} 4, ${middle(match, length)} 4, ${middle(match, length)} ${TOP - 3} l -4 -6 m 4 6 l 4 -6`}
				/>
			)}
			<text x={0} y={TOP + HEIGHT + 16}>
				{countText(first + from)}
			</text>
			<text x={WIDTH} y={TOP + HEIGHT + 16} textAnchor="end">
				{countText(first + end)}
			</text>
		</svg>
	);
}
