import { useMemo, useRef, useState } from "react";
import { IMAGE_SPACE } from "../../../base/space";
import { percentText } from "../../../base/words";
import type { Network } from "../../../worker/protocol";
import { MAPS, meaningOf } from "../../state/keys";
import { navigate } from "../../state/location";
import { useWidth } from "../../state/width";
import { Cells } from "../../widgets/Cells";
import { CELL, cellRange, columnsFor, type Grid, gridFor, PITCH } from "../../widgets/cells.model";
import { extentText } from "../../widgets/offsets.model";
import { Section } from "../../widgets/Section";
import { Size } from "../../widgets/Size";
import { cellsPath, coverage, touched } from "./map.model";
import { latestRanges, mapText, waitingRanges } from "./network.model";

const MOST_ROWS = 12;

/** The image as a grid of cells; the fetched ones are filled, the latest ones strongest. */
export function BlockMap({ network }: { readonly network: Network }) {
	const box = useRef<HTMLDivElement>(null);
	const width = useWidth(box);
	const { size } = network;
	const grid = useMemo(() => gridFor(size, columnsFor(width), MOST_ROWS), [size, width]);
	const shares = useMemo(
		() => coverage(grid, network.fetched, size),
		[grid, network.fetched, size],
	);
	const [cursor, setCursor] = useState<number>();
	return (
		<Section
			title="What was fetched"
			note={
				<>
					one cell is <Size bytes={grid.cellBytes} />
				</>
			}
		>
			<div ref={box} className="map">
				<Drawing
					grid={grid}
					network={network}
					shares={shares}
					cursor={cursor}
					onCursor={setCursor}
				/>
			</div>
			<p className="map-words">
				{cursor === undefined ? <Legend /> : cellText(grid, cursor, shares, size)}
			</p>
			<p className="hidden-text">{mapText(network)}</p>
		</Section>
	);
}

function cellText(grid: Grid, cell: number, shares: Float32Array, size: number): string {
	const share = shares[cell] ?? 0;
	const range = extentText(cellRange(grid, cell, size));
	if (share === 0) return `${range}: not fetched`;
	return `${range}: ${share < 1 ? `${percentText(share)} fetched` : "fetched"}`;
}

const Legend = () => (
	<span className="map-legend">
		{["idle", "fetched", "latest", "waiting"].map((state) => (
			<span key={state}>
				<svg width={CELL + 2} height={CELL + 2} viewBox="-1 -1 12 12" aria-hidden="true">
					<path className={`map-${state}`} d={`M0 0h${CELL}v${CELL}h-${CELL}z`} />
				</svg>
				{LEGEND[state]}
			</span>
		))}
	</span>
);

const LEGEND: Readonly<Record<string, string>> = {
	idle: "not fetched",
	fetched: "fetched",
	latest: "fetched last",
	waiting: "under way",
};

interface DrawingProps {
	readonly grid: Grid;
	readonly network: Network;
	readonly shares: Float32Array;
	readonly cursor: number | undefined;
	onCursor(cell: number | undefined): void;
}

function Drawing({ grid, network, shares, cursor, onCursor }: DrawingProps) {
	const { log, size } = network;
	const latest = touched(grid, latestRanges(log));
	const waiting = touched(grid, waitingRanges(log));
	const share = (cell: number) => shares[cell] ?? 0;
	const at = cursor ?? 0;
	const show = (cell: number) => navigate({ view: "bytes", space: IMAGE_SPACE, at: startOf(cell) });
	const startOf = (cell: number) => {
		const { start } = cellRange(grid, cell, size);
		return { start, end: start + 1 };
	};
	return (
		<Cells
			className="map-cells"
			label="Part of the image; Enter shows its bytes"
			grid={grid}
			at={at}
			text={cellText(grid, at, shares, size)}
			onMove={onCursor}
			onHover={onCursor}
			onPress={show}
			onKey={(name) => {
				const isShow = meaningOf(MAPS, name) === "show";
				if (isShow) show(at);
				return isShow;
			}}
			onFocus={({ target }) => target.matches(":focus-visible") && onCursor(at)}
			onBlur={() => onCursor(undefined)}
		>
			<svg
				width={grid.columns * PITCH}
				height={grid.rows * PITCH}
				viewBox={`-1 -1 ${grid.columns * PITCH} ${grid.rows * PITCH}`}
				aria-hidden="true"
			>
				<path className="map-idle" d={cellsPath(grid, () => 1)} />
				<path className="map-fetched" d={cellsPath(grid, (c) => (latest[c] ? 0 : share(c)))} />
				<path className="map-latest" d={cellsPath(grid, (c) => (latest[c] ? share(c) : 0))} />
				<path className="map-waiting" d={cellsPath(grid, (c) => waiting[c] ?? 0)} />
				{cursor !== undefined && (
					<path className="map-cursor" d={cellsPath(grid, (c) => (c === cursor ? 1 : 0))} />
				)}
			</svg>
		</Cells>
	);
}
