/**
 * A scroll bar of our own: the browser's ends at 33 million pixels, which is 26 MB of rows.
 * It is moved by hand, without React, in the frame in which the rows move. Marks show where
 * the selection and the findings are in the whole space.
 */
import { type PointerEvent, useLayoutEffect, useRef } from "react";
import { HEAD } from "../draw/scene";
import { thumbOf, topOfThumb } from "../model/scroll.model";
import type { Hex, HexState } from "../state/hex";
import { useHex } from "./use-hex";

/** Findings marked at most; more would be one red bar. */
const MOST_MARKS = 200;

export function ScrollBar({ hex }: { readonly hex: Hex }) {
	const thumb = useRef<HTMLDivElement>(null);
	/** Where in the thumb it is held, px; undefined while it is not. */
	const held = useRef<number>(undefined);

	useLayoutEffect(() => {
		const place = () => placeThumb(hex, thumb.current);
		place();
		const moved = (now: HexState, before: HexState) => {
			const same = now.top === before.top && now.view === before.view;
			if (!same || now.columns !== before.columns) place();
		};
		return hex.store.subscribe(moved);
	}, [hex]);

	const yOf = (event: PointerEvent<HTMLElement>) =>
		event.clientY - event.currentTarget.getBoundingClientRect().top;

	const press = (event: PointerEvent<HTMLElement>) => {
		const length = trackLength(hex);
		const now = thumbOf(hex.state.top, hex.extent, length);
		if (!now || event.button !== 0) return;
		event.preventDefault();
		const y = yOf(event);
		const onThumb = y >= now.at && y <= now.at + now.length;
		// A press beside the thumb brings it there, held in its middle.
		held.current = onThumb ? y - now.at : now.length / 2;
		event.currentTarget.setPointerCapture(event.pointerId);
		if (!onThumb) hex.scrollTo(topOfThumb(y - held.current, hex.extent, length));
	};
	const drag = (event: PointerEvent<HTMLElement>) => {
		if (held.current === undefined) return;
		hex.scrollTo(topOfThumb(yOf(event) - held.current, hex.extent, trackLength(hex)));
	};
	const release = () => {
		held.current = undefined;
	};
	return (
		<div
			className="hex-track"
			aria-hidden
			onPointerDown={press}
			onPointerMove={drag}
			onPointerUp={release}
			onPointerCancel={release}
		>
			<Marks hex={hex} />
			<div ref={thumb} className="hex-thumb" />
		</div>
	);
}

const trackLength = (hex: Hex): number => hex.state.view + HEAD;

/** The track's height is known from the rows: measuring it would lay out the page in every frame. */
function placeThumb(hex: Hex, thumb: HTMLElement | null): void {
	if (!thumb) return;
	const place = thumbOf(hex.state.top, hex.extent, trackLength(hex));
	thumb.hidden = !place;
	if (!place) return;
	thumb.style.height = `${place.length}px`;
	thumb.style.transform = `translateY(${Math.round(place.at)}px)`;
}

function Marks({ hex }: { readonly hex: Hex }) {
	const start = useHex(hex, (s) => Math.min(s.selection.anchor, s.selection.cursor));
	const findings = useHex(hex, (s) => s.findings);
	if (hex.size === 0) return null;
	const topOf = (offset: number) => ({ top: `calc((100% - 2px) * ${offset / hex.size})` });
	const spots = new Set(findings.slice(0, MOST_MARKS).map(({ at }) => at.start));
	return (
		<>
			{[...spots].map((offset) => (
				<div key={offset} className="hex-mark hex-mark-wrong" style={topOf(offset)} />
			))}
			<div className="hex-mark" style={topOf(start)} />
		</>
	);
}
