/** What drawing needs besides the scene: the context, the theme, the font. */
import type { Range } from "../../../../base/range";
import type { Side } from "../model/geometry.model";
import type { FontMetrics } from "./metrics";
import { outline } from "./outline";
import type { Palette } from "./palette";
import type { Frame } from "./scene";

export interface Pen {
	readonly context: CanvasRenderingContext2D;
	readonly palette: Palette;
	readonly metrics: FontMetrics;
	/** Fill of ranges without bytes. */
	readonly hatch: CanvasPattern | string;
}

export const BOTH_SIDES = ["hex", "text"] as const;

export const makePen = (
	context: CanvasRenderingContext2D,
	palette: Palette,
	metrics: FontMetrics,
): Pen => ({ context, palette, metrics, hatch: hatching(context, palette) });

/**
 * Begins a path around a range.
 * @param shift 0.5 puts lines of an odd width on the middle of pixels, where they are sharp
 */
export function trace(
	{ context }: Pen,
	frame: Frame,
	range: Range,
	sides: readonly Side[],
	shift: 0 | 0.5,
): void {
	const runs = frame.runs(range);
	context.beginPath();
	for (const side of sides) {
		for (const polygon of outline(runs, frame.scene.columns, side, frame.yOf)) {
			polygon.forEach(([x, y], i) => {
				const point = [Math.round(x) + shift, Math.round(y) + shift] as const;
				if (i === 0) context.moveTo(...point);
				else context.lineTo(...point);
			});
			context.closePath();
		}
	}
}

const TILE = 8;

/** Thin diagonal lines: a sign that needs no colour. */
function hatching(context: CanvasRenderingContext2D, palette: Palette): CanvasPattern | string {
	const tile = document.createElement("canvas");
	tile.width = TILE;
	tile.height = TILE;
	const c = tile.getContext("2d");
	if (!c) return palette.errorSoft;
	c.strokeStyle = palette.error;
	c.globalAlpha = 0.45;
	c.beginPath();
	for (const x of [-TILE, 0, TILE]) {
		c.moveTo(x, TILE);
		c.lineTo(x + TILE, 0);
	}
	c.stroke();
	return context.createPattern(tile, "repeat") ?? palette.errorSoft;
}
