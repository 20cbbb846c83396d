/**
 * The whole space from top to bottom: whose bytes are, where something is wrong, what is fetched;
 * and in a frame what is on screen. It is the scroll bar of the view: the browser's own ends at 33
 * million pixels, which is 25 MiB of rows. What moves while bytes scroll is moved by hand, without
 * React and without drawing.
 */
import {
	type KeyboardEvent,
	type RefObject,
	useLayoutEffect,
	useMemo,
	useRef,
	useState,
} from "react";
import { counted } from "../../../../base/words";
import type { OpenFile } from "../../../state/image";
import { keyName, MAPS, meaningOf } from "../../../state/keys";
import { usePrefs } from "../../../state/prefs";
import { type Box, useBox } from "../../../state/width";
import { GROUP_WORDS, OWNER_GROUPS } from "../../../widgets/owners.model";
import { Size } from "../../../widgets/Size";
import { useOwnerWords } from "../../../widgets/use-owner-words";
import { useFindingsElsewhere } from "../data/elsewhere";
import { useFetched, useStrip } from "../data/strip";
import { hexOffset } from "../model/offset.model";
import { thumbOf } from "../model/scroll.model";
import {
	type Band,
	bandOf,
	cellsFor,
	fetchedRows,
	MARK,
	type Mark,
	marksOf,
	runsOf,
	stepOf,
	unreadBand,
} from "../model/strip.model";
import { goToBytes } from "../state/commands";
import type { Hex, HexState } from "../state/hex";
import { modesOf, StripMenu } from "./StripMenu";
import { useHex } from "./use-hex";
import { useStripCanvas } from "./use-strip-canvas";
import { useStripPointer } from "./use-strip-pointer";
import "./map-strip.css";

interface MapStripProps {
	readonly image: OpenFile;
	readonly hex: Hex;
	/** Name of the space. */
	readonly label: string;
}

/** Least height of metadata, px. */
const LEAST = 3;

export function MapStrip({ image, hex, label }: MapStripProps) {
	const track = useRef<HTMLDivElement>(null);
	const canvas = useRef<HTMLCanvasElement>(null);
	const chosen = usePrefs((s) => s.hexStrip);
	const mode = modesOf(image, hex).includes(chosen) ? chosen : "owner";
	const box = useBox(track);
	const { band, rows } = useBand(image, hex, box);
	const here = useHex(hex, (s) => s.findings);
	const elsewhere = useFindingsElsewhere(image, hex.space);
	const marks = useMemo(
		() => marksOf([...here, ...elsewhere], box.height, hex.size),
		[here, elsewhere, box.height, hex.size],
	);
	const fetched = useFetched(image, hex.space, mode === "fetched");
	const shares = useMemo(
		() => (mode === "fetched" && fetched ? fetchedRows(fetched, rows, hex.size) : undefined),
		[mode, fetched, rows, hex.size],
	);
	const runs = useMemo(() => runsOf(band), [band]);
	useStripCanvas(canvas, { box, runs, fetched: shares, isFaint: mode === "findings" });

	const rowAt = (y: number) => Math.max(0, Math.min(rows - 1, Math.floor(y * box.ratio)));
	const { hover, handlers } = useStripPointer(hex, box.height, (y) => band.bytes[rowAt(y)] ?? 0);
	const { top, onKeyDown } = useStripKeys(hex, box.height);
	const words = groupWords(band, rowAt((top / hex.size) * box.height));
	const owner = useOwnerWords(image, hex.space, top) ?? words;
	return (
		<div className="hex-map">
			<StripMenu image={image} hex={hex} mode={mode} />
			<div
				ref={track}
				className="hex-map-track"
				role="slider"
				tabIndex={0}
				aria-label={`Place in ${label}; Enter puts the cursor there`}
				aria-orientation="vertical"
				aria-valuemin={0}
				aria-valuemax={Math.max(0, hex.size - 1)}
				aria-valuenow={top}
				aria-valuetext={spokenPlace(top, hex.size, owner)}
				onKeyDown={onKeyDown}
				{...handlers}
			>
				<canvas ref={canvas} className="hex-map-band" aria-hidden />
				<Marks marks={marks} />
				<Moving hex={hex} height={box.height} />
			</div>
			<p className="hex-map-size" aria-hidden>
				<Size bytes={hex.size} />
			</p>
			{hover !== undefined && box.height > 0 && (
				<Tip
					image={image}
					hex={hex}
					y={hover}
					marks={marks}
					offset={band.bytes[rowAt(hover)] ?? 0}
					words={groupWords(band, rowAt(hover))}
				/>
			)}
		</div>
	);
}

function useBand(image: OpenFile, hex: Hex, box: Box) {
	const rows = Math.round(box.height * box.ratio);
	const strip = useStrip(image, hex.space, hex.size, rows > 0 ? cellsFor(rows, hex.size) : 0);
	const band = useMemo(
		() =>
			strip
				? bandOf(strip, rows, hex.size, Math.round(LEAST * box.ratio))
				: unreadBand(rows, hex.size),
		[strip, rows, hex.size, box.ratio],
	);
	return { band, rows };
}

/** The byte at the top of the view once scrolling rests, and keys that move it. */
function useStripKeys(hex: Hex, rows: number) {
	const [top, setTop] = useState(0);
	useLayoutEffect(() => {
		const place = () => setTop(Math.min(firstByte(hex.state), Math.max(0, hex.size - 1)));
		let timer: ReturnType<typeof setTimeout> | undefined;
		place();
		const stop = hex.store.subscribe((now, before) => {
			if (now.top === before.top && now.columns === before.columns) return;
			clearTimeout(timer);
			timer = setTimeout(place, REST);
		});
		return () => {
			stop();
			clearTimeout(timer);
		};
	}, [hex]);
	const onKeyDown = (event: KeyboardEvent) => {
		const name = keyName(event);
		const here = firstByte(hex.state);
		if (meaningOf(MAPS, name) === "show") goToBytes(hex.space, { start: here, end: here + 1 });
		else {
			const to = stepOf(name, here, hex.size, rows);
			if (to === undefined) return;
			const { perRow, rowHeight } = hex.state.columns;
			hex.scrollTo(Math.floor(to / perRow) * rowHeight);
		}
		event.preventDefault();
	};
	return { top, onKeyDown };
}

const firstByte = ({ top, columns }: HexState): number =>
	Math.floor(top / columns.rowHeight) * columns.perRow;

/** Scrolling must rest this long, ms, before its place is told. */
const REST = 60;

/** Selection and frame: placed in the frame in which the rows move. */
function Moving({ hex, height }: { readonly hex: Hex; readonly height: number }) {
	const frame = useRef<HTMLDivElement>(null);
	const selected = useRef<HTMLDivElement>(null);
	useLayoutEffect(() => {
		const place = () => {
			placeFrame(hex, height, frame);
			placeSelected(hex, height, selected);
		};
		place();
		return hex.store.subscribe((now, before) => {
			if (now.top !== before.top || now.view !== before.view || now.columns !== before.columns)
				placeFrame(hex, height, frame);
			if (now.selection !== before.selection) placeSelected(hex, height, selected);
		});
	}, [hex, height]);
	return (
		<>
			<div ref={selected} className="hex-map-selected" />
			<div ref={frame} className="hex-map-frame" />
		</>
	);
}

function placeFrame(hex: Hex, height: number, { current }: RefObject<HTMLElement | null>): void {
	if (!current) return;
	const { at, length } = thumbOf(hex.state.top, hex.extent, height) ?? { at: 0, length: height };
	current.style.height = `${length}px`;
	current.style.transform = `translateY(${Math.round(at)}px)`;
}

function placeSelected(hex: Hex, height: number, { current }: RefObject<HTMLElement | null>): void {
	if (!current || hex.size === 0) return;
	const { start, end } = hex.selected;
	const y = Math.round((start / hex.size) * Math.max(0, height - 2));
	current.style.height = `${Math.max(2, Math.round(((end - start) / hex.size) * height))}px`;
	current.style.transform = `translateY(${y}px)`;
}

/** Severity by shape: circle, triangle, ring. */
const Marks = ({ marks }: { readonly marks: readonly Mark[] }) =>
	marks.map(({ y, severity }) => (
		<i key={y} className={`hex-map-mark hex-map-${severity}`} style={{ top: y }} />
	));

interface TipProps {
	readonly image: OpenFile;
	readonly hex: Hex;
	/** Of the pointer. */
	readonly y: number;
	readonly marks: readonly Mark[];
	readonly offset: number;
	readonly words: string;
}

/** What is under the pointer. Everything it says, the slider says too. */
function Tip({ image, hex, y, marks, offset, words }: TipProps) {
	const owner = useOwnerWords(image, hex.space, offset);
	const mark = marks.find((each) => y >= each.y && y < each.y + MARK);
	return (
		<div className="hex-map-tip" style={{ top: y }} aria-hidden>
			<p className="mono">{spokenPlace(offset, hex.size, "").replace(/, $/, "")}</p>
			<p>{owner ?? words}</p>
			{mark && (
				<p className="hex-map-wrong">{counted(mark.count, mark.severity, "findings")} here</p>
			)}
		</div>
	);
}

/** What the strip shows at a row, before anybody was asked whose the byte is. */
const groupWords = ({ groups }: Band, row: number): string =>
	GROUP_WORDS[OWNER_GROUPS[groups[row] ?? -1] ?? "unread"];

/** `byte 0x1920 of 0x138000, inode of /system/bin/bash` */
const spokenPlace = (offset: number, size: number, words: string): string =>
	`byte ${hexOffset(offset)} of ${hexOffset(size)}, ${words}`;
