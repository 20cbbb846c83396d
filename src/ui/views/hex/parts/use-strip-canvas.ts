/** The canvas of the strip: its size, its theme, and when it is drawn. Scrolling draws nothing. */
import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import { readOwnerPalette } from "../../../widgets/owner-paint";
import { usePalette } from "../../../widgets/use-palette";
import { paintStrip } from "../draw/strip-band";
import type { Run } from "../model/strip.model";

export interface StripBox {
	/** Of the band, CSS pixels; 0 before the first layout. */
	readonly width: number;
	readonly height: number;
	readonly ratio: number;
}

const NOTHING: StripBox = { width: 0, height: 0, ratio: 1 };

export function useStripBox(band: RefObject<HTMLElement | null>): StripBox {
	const [box, setBox] = useState(NOTHING);
	useLayoutEffect(() => {
		const element = band.current;
		if (!element) return;
		const measure = () => {
			const { clientWidth: width, clientHeight: height } = element;
			setBox({ width, height, ratio: window.devicePixelRatio || 1 });
		};
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [band]);
	return box;
}

interface Drawing {
	readonly box: StripBox;
	readonly runs: readonly Run[];
	readonly fetched: Float32Array | undefined;
	readonly isFaint: boolean;
}

export function useStripCanvas(
	canvas: RefObject<HTMLCanvasElement | null>,
	{ box, runs, fetched, isFaint }: Drawing,
): void {
	const palette = usePalette(canvas, readOwnerPalette);
	useEffect(() => {
		const element = canvas.current;
		if (!element || !palette || box.height === 0) return;
		const width = Math.round(box.width * box.ratio);
		const height = Math.round(box.height * box.ratio);
		element.width = width;
		element.height = height;
		paintStrip(element, palette, {
			width,
			height,
			deviceRatio: box.ratio,
			runs,
			fetched,
			isFaint,
		});
	}, [canvas, palette, box, runs, fetched, isFaint]);
}
