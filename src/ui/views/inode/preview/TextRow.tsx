/** One row of a text: its number, and its pieces. */
import { memo } from "react";
import type { TextEncoding } from "../../../../worker/protocol";
import { Size } from "../../../widgets/Size";
import type { Row, TextLines } from "./lines.model";
import { type Piece, pieceText, samePieces } from "./pieces.model";

interface Props {
	readonly measure: ((element: Element | null) => void) | undefined;
	readonly index: number;
	/** Pixels below the first row. */
	readonly top: number;
	readonly row: Row;
	readonly pieces: readonly Piece[];
	readonly lines: TextLines;
	readonly encoding: TextEncoding;
}

/** While a search runs the pane draws many times a second; rows nothing happened to stay as they are. */
const same = (a: Props, b: Props): boolean =>
	a.index === b.index &&
	a.top === b.top &&
	a.measure === b.measure &&
	a.encoding === b.encoding &&
	a.lines === b.lines &&
	samePieces(a.pieces, b.pieces);

export const TextRow = memo(function TextRow(props: Props) {
	const { measure, index, top, row, pieces, lines, encoding } = props;
	return (
		<div
			ref={measure}
			data-index={index}
			className="text-row"
			style={{ transform: `translateY(${top}px)` }}
		>
			{row.continued ? (
				<span className="text-no" title="The line goes on here">
					↪
				</span>
			) : (
				<span className="text-no">{row.line}</span>
			)}
			<span className="text-line">
				{pieces.map((piece) => (
					<PieceText key={piece.start} piece={piece} lines={lines} encoding={encoding} />
				))}
			</span>
		</div>
	);
}, same);

interface PieceProps {
	readonly piece: Piece;
	readonly lines: TextLines;
	readonly encoding: TextEncoding;
}

function PieceText({ piece, lines, encoding }: PieceProps) {
	const length = piece.end - piece.start;
	if (piece.kind === "missing" || piece.kind === "zeros") {
		return (
			<em className={`text-hole text-${piece.kind}`}>
				<Size bytes={length} /> {piece.kind === "missing" ? "missing" : "of zeros"}
			</em>
		);
	}
	const text = pieceText(lines, piece, encoding);
	if (piece.kind === "text") return text;
	return <mark className={piece.kind === "current" ? "text-current" : undefined}>{text}</mark>;
}
