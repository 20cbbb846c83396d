/** The rows of a text, of which only those in sight are decoded and drawn. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { countText, sizeText } from "../../../../base/words";
import { type Piece, pieceText, rowPieces, withoutBom } from "./pieces.model";
import type { TextEncoding } from "./sniff.model";
import { TextEnd } from "./TextEnd";
import type { TextFile } from "./text-file";
import { type Search, useVersion } from "./use-text-file";
import "./text.css";

/** Pixels of a row that is not wrapped; the style sheet has the same. */
const ROW = 20;
/** Rows before the end at which the next bytes are asked for. */
const NEAR = 200;

export interface RowsHandle {
	/** Index of the first row in sight. */
	first(): number;
	focus(): void;
}

interface Props {
	readonly ref: Ref<RowsHandle>;
	readonly file: TextFile;
	readonly encoding: TextEncoding;
	readonly bom: boolean;
	readonly wrap: boolean;
	/** Row to begin at. */
	readonly initial: number;
	readonly search: Search | undefined;
}

export function TextRows({ ref, file, encoding, bom, wrap, initial, search }: Props) {
	useVersion(file);
	const { lines } = file;
	const scroller = useRef<HTMLElement>(null);
	const rows = useVirtualizer({
		count: lines.rows,
		getScrollElement: () => scroller.current,
		estimateSize: () => ROW,
		initialOffset: initial * ROW,
		overscan: 8,
	});
	const items = rows.getVirtualItems();
	const last = items.at(-1)?.index ?? 0;
	useEffect(() => {
		if (last >= lines.rows - NEAR) void file.more();
	}, [last, lines.rows, file]);

	useImperativeHandle(ref, () => ({
		first: () => rows.getVirtualItemForOffset(rows.scrollOffset ?? 0)?.index ?? 0,
		focus: () => scroller.current?.focus(),
	}));

	const hit = search?.find.hits[search.current];
	useEffect(() => {
		if (hit === undefined) return;
		rows.scrollToIndex(lines.rowAt(hit), { align: "center" });
		// The row may still have to be drawn before its word can be brought into sight sideways.
		const frame = requestAnimationFrame(() => {
			const mark = scroller.current?.querySelector(".text-current");
			mark?.scrollIntoView({ block: "nearest", inline: "nearest" });
		});
		return () => cancelAnimationFrame(frame);
	}, [hit, lines, rows]);

	const digits = Math.max(3, String(lines.lines).length);
	return (
		<section
			ref={scroller}
			className={wrap ? "text text-wrap" : "text"}
			aria-label="Text"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable
			tabIndex={0}
			style={{ "--text-digits": digits, "--text-columns": lines.columns } as object}
		>
			<div className="text-rows" style={{ height: rows.getTotalSize() }}>
				{items.map(({ index, start }) => {
					const row = withoutBom(lines.row(index), bom);
					return (
						<div
							key={index}
							ref={wrap ? rows.measureElement : undefined}
							data-index={index}
							className="text-row"
							style={{ transform: `translateY(${start}px)` }}
						>
							{row.continued ? (
								<span className="text-no" title="The line goes on here">
									↪
								</span>
							) : (
								<span className="text-no">{row.line}</span>
							)}
							<span className="text-line">
								{rowPieces(row, file.missing, search).map((piece) => (
									<PieceText key={piece.start} piece={piece} file={file} encoding={encoding} />
								))}
							</span>
						</div>
					);
				})}
			</div>
			<TextEnd file={file} />
		</section>
	);
}

interface PieceProps {
	readonly piece: Piece;
	readonly file: TextFile;
	readonly encoding: TextEncoding;
}

function PieceText({ piece, file, encoding }: PieceProps) {
	if (piece.kind === "missing") {
		return (
			<em className="text-missing" title={`${countText(piece.end - piece.start)} bytes`}>
				[{sizeText(piece.end - piece.start)} missing]
			</em>
		);
	}
	const text = pieceText(file.lines, piece, encoding);
	if (piece.kind === "text") return text;
	return <mark className={piece.kind === "current" ? "text-current" : undefined}>{text}</mark>;
}
