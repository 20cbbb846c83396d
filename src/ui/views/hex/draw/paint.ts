/**
 * Draws the visible rows. Everything comes from the scene and nothing is remembered, so any
 * state can be drawn at any time.
 */
import { paintFields } from "./fields";
import { paintCursor, paintFrames, paintSelection, paintWrong } from "./marks";
import type { Pen } from "./pen";
import { paintBlocks, paintHead, paintMissing, paintNames, paintReasons, paintRows } from "./rows";
import { Frame, HEAD, type Scene } from "./scene";

export function paint(pen: Pen, scene: Scene): void {
	const { context: c, palette, metrics } = pen;
	const { deviceRatio, width, height } = scene;
	const frame = new Frame(scene);
	c.setTransform(deviceRatio, 0, 0, deviceRatio, 0, 0);
	c.fillStyle = palette.surface;
	c.fillRect(0, 0, width, height);
	c.font = metrics.font;
	c.textBaseline = "alphabetic";
	c.save();
	c.beginPath();
	c.rect(0, HEAD, width, height - HEAD);
	c.clip();
	paintFields(pen, frame);
	paintSelection(pen, frame);
	paintMissing(pen, frame);
	paintBlocks(pen, frame);
	paintRows(pen, frame);
	paintNames(pen, frame);
	paintReasons(pen, frame);
	paintWrong(pen, frame);
	paintFrames(pen, frame);
	paintCursor(pen, frame);
	c.restore();
	paintHead(pen, frame);
}
