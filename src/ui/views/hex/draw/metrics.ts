/** Sizes of a character cell, chosen so that every cell falls on whole device pixels. */
import { textScale } from "../../../state/media";

export interface FontMetrics {
	/** For `context.font`. */
	readonly font: string;
	/** Width of every character, CSS px; a whole number of device pixels. */
	readonly charWidth: number;
	readonly rowHeight: number;
	/** From the top of a row to the text's baseline. */
	readonly baseline: number;
}

/** Wanted sizes of the text, CSS px: the first at which a row fits is taken. */
export const TEXT_SIZES = [13 * textScale, 12 * textScale] as const;
const ROW = Math.round(20 * textScale);
/** For fingers. */
const ROOMY_ROW = Math.round(26 * textScale);
const SAMPLE = "0".repeat(20);

/**
 * Characters of a fractional width drift away from their cells and blur. So the width is
 * rounded to device pixels first, and the font size follows from it.
 */
export function measureFont(
	context: CanvasRenderingContext2D,
	family: string,
	size: number,
	deviceRatio: number,
	roomy: boolean,
): FontMetrics {
	context.font = `100px ${family}`;
	const perEm = context.measureText(SAMPLE).width / SAMPLE.length / 100;
	const charWidth = Math.max(1, Math.round(size * perEm * deviceRatio)) / deviceRatio;
	const font = `${(charWidth / perEm).toFixed(3)}px ${family}`;
	context.font = font;
	const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = context.measureText(SAMPLE);
	const rowHeight = roomy ? ROOMY_ROW : ROW;
	const baseline = Math.round(((rowHeight + up - down) / 2) * deviceRatio) / deviceRatio;
	return { font, charWidth, rowHeight, baseline };
}
