/**
 * The tiles. One element has the focus and says which tile it is on; the pointer and the arrow keys
 * move over the same tiles. A click on a directory looks into it, on a file selects it.
 */
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from "react";
import { failureInfo } from "../../../../base/errors";
import type { TreemapColumns } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { keyName, meaningOf, TREEMAP } from "../../../state/keys";
import { navigate } from "../../../state/location";
import { textScale } from "../../../state/media";
import { RESIZED, useBox } from "../../../state/width";
import { Placeholder } from "../../../widgets/EmptyState";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { usePalette } from "../../../widgets/use-palette";
import type { Area, Colour } from "../model";
import { useTreemap } from "../queries";
import { neighbour, sameTile, tileAt } from "./keys.model";
import { paintTreemap, readTreemapPalette } from "./paint";
import { pathBelow, SHAPE, sentenceOf } from "./tiles.model";
import "./treemap.css";

interface TreemapProps {
	readonly image: OpenImage;
	/** The directory that is looked into. */
	readonly zoom: string;
	readonly nid: bigint | undefined;
	readonly selected: bigint | undefined;
	readonly area: Area;
	readonly colour: Colour;
}

export function Treemap({ image, zoom, nid, selected, area, colour }: TreemapProps) {
	const host = useRef<HTMLDivElement>(null);
	const canvas = useRef<HTMLCanvasElement>(null);
	const box = useBox(host, RESIZED);
	// It is laid out for words of the usual size, and drawn as much larger as letters are.
	const [width, height] = [Math.floor(box.width / textScale), Math.floor(box.height / textScale)];
	const { data: tiles, error, refetch } = useTreemap(image, { nid, area, width, height });
	useCanvas(canvas, tiles, { area, colour });
	const [at, setAt] = useState<{
		readonly of: TreemapColumns;
		readonly tile: number;
		/** What was selected then: who selects something else leaves the tile. */
		readonly selected: bigint | undefined;
	}>();
	const [hover, setHover] = useState<{
		readonly tile: number;
		readonly x: number;
		readonly y: number;
	}>();
	const id = useId();
	const isLeft = at && at.selected !== selected && at.of.nid[at.tile] !== selected;
	// Drawn anew, as when the window is another size, the map stays on the tile it was on.
	const current = !tiles
		? -1
		: at && !isLeft
			? sameTile(tiles, at.of, at.tile)
			: tiles.nid.indexOf(selected ?? -1n);
	const goOn = (to: TreemapColumns, tile: number) => setAt({ of: to, tile, selected });
	const open = (tile: number) => tiles && goTo(tiles, tile, zoom);

	const onKeyDown = (event: KeyboardEvent) => {
		const name = keyName(event);
		const meaning = meaningOf(TREEMAP, name);
		if (!meaning) return;
		// The way out is there before the map is drawn.
		if (meaning === "up") goUp(zoom);
		else if (!tiles) return;
		else if (meaning === "open") open(current);
		else goOn(tiles, neighbour(tiles, Math.max(0, current), name));
		event.preventDefault();
	};
	const pointed = ({ nativeEvent: { offsetX, offsetY } }: MouseEvent) =>
		tiles ? tileAt(tiles, offsetX / textScale, offsetY / textScale) : -1;
	const onClick = (event: MouseEvent) => {
		const tile = pointed(event);
		if (!tiles || tile <= 0) return;
		goOn(tiles, tile);
		open(tile);
	};
	const onMove = (event: MouseEvent) => {
		const { offsetX: x, offsetY: y } = event.nativeEvent;
		const tile = pointed(event);
		setHover(tile > 0 ? { tile, x, y } : undefined);
	};

	if (error) {
		return (
			<FailureNotice
				title="The map could not be made"
				info={failureInfo(error)}
				onRetry={() => void refetch()}
			/>
		);
	}
	const isEmpty = tiles && tiles.count <= 1;
	return (
		<div
			ref={host}
			className="treemap"
			role="listbox"
			tabIndex={0}
			aria-label={`Map of ${zoom}: arrow keys move, Enter looks into a directory or selects a file, Backspace goes up`}
			aria-activedescendant={current > 0 ? `${id}-${current}` : undefined}
			onKeyDown={onKeyDown}
		>
			<canvas
				ref={canvas}
				aria-hidden
				onClick={onClick}
				onMouseMove={onMove}
				onMouseLeave={() => setHover(undefined)}
			/>
			{!tiles && <Placeholder label="Drawing the map" lines={4} />}
			{isEmpty && <p className="treemap-empty">Nothing in this directory takes room.</p>}
			{tiles && current > 0 && (
				<>
					<span
						id={`${id}-${current}`}
						className="hidden-text"
						role="option"
						tabIndex={-1}
						aria-selected
					>
						{`${pathBelow(tiles, current)}, ${sentenceOf(tiles, current)}`}
					</span>
					<Frame tiles={tiles} tile={current} />
				</>
			)}
			{tiles && hover && <Tip tiles={tiles} {...hover} width={box.width} />}
		</div>
	);
}

/** Around the tile that is looked at. */
function Frame({ tiles, tile }: { readonly tiles: TreemapColumns; readonly tile: number }) {
	const scaled = (pixels: Float32Array) => (pixels[tile] as number) * textScale;
	const style = {
		left: scaled(tiles.x),
		top: scaled(tiles.y),
		width: scaled(tiles.width),
		height: scaled(tiles.height),
	};
	return <i className="treemap-frame" style={style} />;
}

interface TipProps {
	readonly tiles: TreemapColumns;
	readonly tile: number;
	readonly x: number;
	readonly y: number;
	readonly width: number;
}

/** What is under the pointer; the list box says the same. */
function Tip({ tiles, tile, x, y, width }: TipProps) {
	const side = x > width / 2 ? { right: width - x + 12 } : { left: x + 12 };
	return (
		<div className="treemap-tip" style={{ top: y + 14, ...side }} aria-hidden>
			<p className="mono">{pathBelow(tiles, tile)}</p>
			<p>{sentenceOf(tiles, tile)}</p>
		</div>
	);
}

const joined = (zoom: string, below: string): string =>
	zoom === "/" ? `/${below}` : `${zoom}/${below}`;

function goTo(tiles: TreemapColumns, tile: number, zoom: string): void {
	if (tile <= 0) return;
	const shape = tiles.shape[tile];
	// What is in no file can only be seen among the blocks.
	if (shape === SHAPE.OTHER) {
		navigate({ blocks: { start: 0, end: Math.round(tiles.disk[0] as number) } });
		return;
	}
	const isAround = shape === SHAPE.LIST || shape === SHAPE.REST;
	const of = isAround ? (tiles.frame[tile] as number) : tile;
	const path = of > 0 ? joined(zoom, pathBelow(tiles, of)) : zoom;
	const isDirectory = shape !== SHAPE.FILE;
	navigate({ path, nid: undefined, ...(isDirectory ? { zoom: path } : {}) });
}

/** To the directory around. */
export function goUp(zoom: string): void {
	if (zoom === "/") return;
	const above = zoom.slice(0, Math.max(1, zoom.lastIndexOf("/")));
	navigate({ zoom: above === "/" ? undefined : above });
}

function useCanvas(
	canvas: React.RefObject<HTMLCanvasElement | null>,
	tiles: TreemapColumns | undefined,
	{ area, colour }: { readonly area: Area; readonly colour: Colour },
): void {
	const palette = usePalette(canvas, readTreemapPalette);
	useEffect(() => {
		const element = canvas.current;
		if (!element || !palette || !tiles || tiles.count === 0) return;
		const width = tiles.width[0] as number;
		const height = tiles.height[0] as number;
		const ratio = (window.devicePixelRatio || 1) * textScale;
		element.style.width = `${width * textScale}px`;
		element.style.height = `${height * textScale}px`;
		paintTreemap(element, palette, { width, height, ratio, tiles, area, colour });
	}, [canvas, palette, tiles, area, colour]);
}
