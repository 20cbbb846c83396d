/** The image or a device block by block, from all of it down to one: what each is. */
import { useEffect, useRef, useState } from "react";
import { failureInfo } from "../../../../base/errors";
import type { Range, SpaceId } from "../../../../base/range";
import { countText, sizeText } from "../../../../base/words";
import type { OpenImage } from "../../../state/image";
import { BLOCKS, meaningOf } from "../../../state/keys";
import { navigate } from "../../../state/location";
import { RESIZED, useBox } from "../../../state/width";
import { Cells } from "../../../widgets/Cells";
import { CELL, PITCH, place } from "../../../widgets/cells.model";
import { Placeholder } from "../../../widgets/EmptyState";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { extentText } from "../../../widgets/offsets.model";
import { ownerPainter, readOwnerPalette } from "../../../widgets/owner-paint";
import { GROUP_WORDS, OWNER_GROUPS, type OwnerGroup } from "../../../widgets/owners.model";
import { PlaceLink } from "../../../widgets/PlaceLink";
import { useOwnerWords } from "../../../widgets/use-owner-words";
import { usePalette } from "../../../widgets/use-palette";
import { useCells } from "../queries";
import { bytesOf, lookedAt, type Sight, sightOf } from "./blocks.model";
import "./blocks.css";

interface BlocksProps {
	readonly image: OpenImage;
	/** The image, or one of its devices. */
	readonly space: SpaceId;
	/** What is looked at. */
	readonly range: Range;
	/** Bytes of the space. */
	readonly size: number;
}

export function Blocks({ image, space, range, size }: BlocksProps) {
	const { blockSize } = image.overview;
	const host = useRef<HTMLDivElement>(null);
	const canvas = useRef<HTMLCanvasElement>(null);
	const box = useBox(host, RESIZED);
	const sight = sightOf(range, blockSize, box);
	const { grid, scale } = sight;
	const { data: groups, error, refetch } = useCells(image, space, range.start, grid);
	const [cursor, setCursor] = useState<{ readonly of: number; readonly cell: number }>();
	const [hover, setHover] = useState<number>();
	useCanvas(canvas, sight, groups, box.width > 0);
	if (error)
		return (
			<FailureNotice
				title="The map of blocks could not be made"
				info={failureInfo(error)}
				onRetry={() => void refetch()}
			/>
		);
	const own = cursor?.of === range.start ? Math.min(cursor.cell, grid.cells - 1) : 0;
	const moveTo = (cell: number) => setCursor({ of: range.start, cell });
	const look = (way: "closer" | "away", cell: number) => {
		const { start, end } = bytesOf(sight, cell);
		const to = lookedAt(range, start, way, size, blockSize);
		if (way === "closer" && grid.cellBytes === blockSize)
			navigate({ view: "bytes", space, at: { start, end } });
		else navigate({ blocks: to });
	};
	return (
		<div className="blocks">
			<Cells
				ref={host}
				className="blocks-cells"
				label="Blocks of the image: arrow keys move, Enter looks closer and shows the bytes of a block, Backspace looks from further away"
				grid={grid}
				scale={scale}
				at={own}
				text={cellText(sight, own, blockSize, groupAt(groups, own))}
				onMove={moveTo}
				onHover={setHover}
				onPress={(cell) => {
					moveTo(cell);
					look("closer", cell);
				}}
				onKey={(name) => {
					const meaning = meaningOf(BLOCKS, name);
					if (meaning !== "closer" && meaning !== "away") return false;
					look(meaning, own);
					return true;
				}}
			>
				<canvas ref={canvas} aria-hidden />
				{!groups && <Placeholder label="Drawing the map" lines={4} />}
				{groups && <Frame sight={sight} cell={hover ?? own} />}
			</Cells>
			<CellLine image={image} space={space} sight={sight} cell={hover ?? own} groups={groups} />
		</div>
	);
}

const groupAt = (groups: Uint8Array | undefined, cell: number): OwnerGroup =>
	OWNER_GROUPS[groups?.[cell] ?? -1] ?? "unread";

function cellText(sight: Sight, cell: number, blockSize: number, group: OwnerGroup): string {
	const { start, end } = bytesOf(sight, cell);
	const first = start / blockSize;
	const blocks = Math.ceil((end - start) / blockSize);
	if (blocks === 1) return `block ${countText(first)}: ${GROUP_WORDS[group]}`;
	return `blocks ${countText(first)} to ${countText(first + blocks - 1)}, most of it ${GROUP_WORDS[group]}`;
}

interface CellLineProps {
	readonly image: OpenImage;
	readonly space: SpaceId;
	readonly sight: Sight;
	readonly cell: number;
	readonly groups: Uint8Array | undefined;
}

/** What the cell under the pointer, or with the cursor, is. */
function CellLine({ image, space, sight, cell, groups }: CellLineProps) {
	const { blockSize } = image.overview;
	const at = bytesOf(sight, cell);
	const isBlock = sight.grid.cellBytes === blockSize;
	const owner = useOwnerWords(image, space, isBlock ? at.start : undefined);
	return (
		<p className="blocks-line">
			<span>
				{cellText(sight, cell, blockSize, groupAt(groups, cell))}
				{owner && ` (begins with ${owner})`}
			</span>
			<PlaceLink to={{ view: "bytes", space, at }} className="mono">
				{extentText(at)}
			</PlaceLink>
			<span className="blocks-scale">
				{isBlock ? "A cell is a block" : "A cell is"} {isBlock ? "of" : ""}{" "}
				{sizeText(sight.grid.cellBytes)}
			</span>
		</p>
	);
}

function Frame({ sight: { grid, scale }, cell }: { readonly sight: Sight; readonly cell: number }) {
	const { x, y } = place(grid, cell);
	const side = CELL * scale;
	return (
		<i
			className="blocks-frame"
			style={{ left: x * scale, top: y * scale, width: side, height: side }}
		/>
	);
}

function useCanvas(
	canvas: React.RefObject<HTMLCanvasElement | null>,
	{ grid, scale }: Sight,
	groups: Uint8Array | undefined,
	isShown: boolean,
): void {
	const palette = usePalette(canvas, readOwnerPalette);
	const { cells, columns, rows } = grid;
	useEffect(() => {
		const element = canvas.current;
		if (!element || !palette || !groups || !isShown) return;
		const ratio = window.devicePixelRatio || 1;
		const side = PITCH * scale;
		element.width = Math.round(columns * side * ratio);
		element.height = Math.round(rows * side * ratio);
		element.style.width = `${columns * side}px`;
		element.style.height = `${rows * side}px`;
		const c = element.getContext("2d", { alpha: false });
		if (!c) return;
		c.fillStyle = palette.surface;
		c.fillRect(0, 0, element.width, element.height);
		const paint = ownerPainter(c, palette, ratio);
		const pixels = (n: number) => Math.round(n * scale * ratio);
		for (let cell = 0; cell < cells; cell++) {
			const { x, y } = place({ columns }, cell);
			const width = pixels(x + CELL) - pixels(x);
			const height = pixels(y + CELL) - pixels(y);
			paint(groupAt(groups, cell), { x: pixels(x), y: pixels(y), width, height });
		}
	}, [canvas, palette, groups, cells, columns, rows, scale, isShown]);
}
