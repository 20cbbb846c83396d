/** The canvas of the strip: its size, its theme, and when it is drawn. Scrolling draws nothing. */
import { type RefObject, useEffect } from "react";
import type { Box } from "../../../state/width";
import { readOwnerPalette } from "../../../widgets/owner-paint";
import { usePalette } from "../../../widgets/use-palette";
import { paintStrip } from "../draw/strip-band";
import type { Run } from "../model/strip.model";

interface Drawing {
	readonly box: Box;
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
