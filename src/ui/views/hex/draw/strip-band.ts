/** Draws the strip along a space: colour and texture of each owner, or what was fetched. */
import { type OwnerPalette, ownerPainter } from "../../../widgets/owner-paint";
import type { Run } from "../model/strip.model";

/** What is drawn: everything in device pixels. */
export interface StripScene {
	readonly width: number;
	readonly height: number;
	readonly deviceRatio: number;
	readonly runs: readonly Run[];
	/** Share of each row that was fetched, instead of owners. */
	readonly fetched: Float32Array | undefined;
	/** Owners stay in the background. */
	readonly isFaint: boolean;
}

export function paintStrip(
	canvas: HTMLCanvasElement,
	palette: OwnerPalette,
	scene: StripScene,
): void {
	const c = canvas.getContext("2d", { alpha: false });
	if (!c) return;
	const { width, height, runs, fetched, isFaint } = scene;
	c.fillStyle = palette.surface;
	c.fillRect(0, 0, width, height);
	if (fetched) {
		paintFetched(c, palette, scene, fetched);
		return;
	}
	c.globalAlpha = isFaint ? 0.3 : 1;
	const paint = ownerPainter(c, palette, scene.deviceRatio);
	for (const { group, start, end } of runs)
		paint(group, { x: 0, y: start, width, height: end - start });
	c.globalAlpha = 1;
}

function paintFetched(
	c: CanvasRenderingContext2D,
	palette: OwnerPalette,
	{ width, height }: StripScene,
	fetched: Float32Array,
): void {
	c.fillStyle = palette.unread;
	c.fillRect(0, 0, width, height);
	c.fillStyle = palette.accent;
	fetched.forEach((share, row) => {
		// As wide as much of the row is here, but always enough to be seen.
		if (share > 0) c.fillRect(0, row, Math.max(width / 4, Math.round(width * share)), 1);
	});
}
