/** The rows of a text, of which only those in sight are decoded and drawn. */
import { type CSSProperties, type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { countText } from "../../../../base/words";
import type { TextEncoding } from "../../../../worker/protocol";
import { textScale } from "../../../state/media";
import { useWidth } from "../../../state/width";
import { Button } from "../../../widgets/Button";
import { Size } from "../../../widgets/Size";
import { useUnevenRows } from "../../../widgets/uneven-rows";
import { gutterColumns, rowHeight } from "./layout.model";
import { rowPieces, withoutBom } from "./pieces.model";
import { TextRow } from "./TextRow";
import { MOST_ROWS, type TextFile } from "./text-file";
import { type Search, useVersion } from "./use-text-file";
import "./text.css";

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
	/** Bytes of the byte order mark. */
	readonly bom: number;
	readonly wrap: boolean;
	/** Row to begin at. */
	readonly initial: number;
	readonly search: Search | undefined;
}

export function TextRows({ ref, file, encoding, bom, wrap, initial, search }: Props) {
	useVersion(file);
	const { lines } = file;
	const scroller = useRef<HTMLElement>(null);
	const width = useWidth(scroller);
	const gutter = gutterColumns(lines.lines);
	const rows = useUnevenRows({
		rows: lines.rows,
		guess: (index) =>
			textScale * rowHeight(lines.row(index), wrap ? width / textScale : undefined, gutter),
		basis: wrap && width,
		element: scroller,
	});
	const { items, show, first } = rows;
	const last = items.at(-1)?.index ?? 0;
	useEffect(() => {
		if (last >= lines.rows - NEAR) void file.more();
	}, [last, lines.rows, file]);

	// Heights are guessed from the width, so nothing holds before there is one.
	const ready = width > 0;
	useEffect(() => {
		if (ready && initial > 0) show(initial, "start");
	}, [ready, initial, show]);

	useImperativeHandle(ref, () => ({
		first,
		focus: () => scroller.current?.focus(),
	}));

	const hit = search?.find.hits[search.current];
	useEffect(() => {
		if (!ready || hit === undefined) return;
		show(lines.rowAt(hit), "center");
		// The row may still have to be drawn before its word can be brought into sight sideways.
		const frame = requestAnimationFrame(() => {
			const mark = scroller.current?.querySelector(".text-current");
			mark?.scrollIntoView({ block: "nearest", inline: "nearest" });
		});
		return () => cancelAnimationFrame(frame);
	}, [ready, hit, lines, show]);

	const columns = { "--text-gutter": gutter, "--text-columns": lines.columns } as CSSProperties;
	return (
		<section
			ref={scroller}
			className={wrap ? "text text-wrap" : "text"}
			aria-label="Text"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable
			tabIndex={0}
			style={columns}
		>
			<div className="text-rows" style={{ height: rows.height }}>
				{items.map(({ index, start }) => {
					const row = withoutBom(lines.row(index), bom);
					return (
						<TextRow
							key={index}
							measure={wrap ? rows.measure : undefined}
							index={index}
							top={start}
							row={row}
							pieces={rowPieces(row, search)}
							lines={lines}
							encoding={encoding}
						/>
					);
				})}
			</div>
			<TextEnd file={file} />
		</section>
	);
}

/** What stands under the last row that was read. */
function TextEnd({ file }: { readonly file: TextFile }) {
	useVersion(file);
	const { error, cut, size, lines } = file;
	if (error) {
		return (
			<div className="text-end" role="alert">
				{error.message} {error.hint}{" "}
				<Button small onClick={() => void file.more()}>
					Try again
				</Button>
			</div>
		);
	}
	if (cut) {
		const why =
			lines.rows >= MOST_ROWS ? `${countText(MOST_ROWS)} rows` : <Size bytes={lines.size} />;
		return (
			<div className="text-end">
				The preview ends after {why}; the file has <Size bytes={size} />. The place Bytes shows all
				of it, and a download has it whole.
			</div>
		);
	}
	return file.done ? null : <div className="text-end">Reading on …</div>;
}
