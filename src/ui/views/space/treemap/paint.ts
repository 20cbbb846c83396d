/** Draws the tiles: colour, lines as a second sign, names where they fit. */
import type { TreemapColumns } from "../../../../worker/protocol";
import { readTokens } from "../../../widgets/palette";
import type { Area, Colour } from "../model";
import { figureOf, type Hue, nameOf, SHAPE, swatchOf } from "./tiles.model";

const HUES = [
	"pct-1",
	"pct-2",
	"pct-3",
	"pct-4",
	"pct-5",
	"pct-6",
	"own-compressed",
	"own-plain",
	"own-inode",
	"own-dir",
	"own-table",
] as const satisfies readonly Hue[];

export interface TreemapPalette {
	readonly surface: string;
	readonly head: string;
	readonly line: string;
	readonly text: string;
	readonly quiet: string;
	readonly chosen: string;
	readonly mixed: string;
	readonly hues: Readonly<Record<string, string>>;
	readonly family: string;
	readonly isForced: boolean;
}

/** @param host an element inside the theme */
export const readTreemapPalette = (host: HTMLElement): TreemapPalette =>
	readTokens(host, (read, isForced, style) => ({
		surface: read("--surface", "Canvas"),
		head: read("--surface-2", "Canvas"),
		line: read("--line-strong", "CanvasText"),
		text: read("--text", "CanvasText"),
		quiet: read("--text-2", "CanvasText"),
		chosen: read("--text", "Highlight"),
		mixed: read("--surface-3", "Canvas"),
		hues: Object.fromEntries(HUES.map((hue) => [hue, read(`--${hue}`, "Canvas")])),
		family: style.getPropertyValue("--font").trim() || "sans-serif",
		isForced,
	}));

export interface TreemapScene {
	/** CSS pixels. */
	readonly width: number;
	readonly height: number;
	readonly ratio: number;
	readonly tiles: TreemapColumns;
	readonly area: Area;
	readonly colour: Colour;
}

const LINE = 15;
const PAD = 5;
/** CSS pixels a tile must have for words. */
const WORDS = { width: 34, height: 17 } as const;

export function paintTreemap(
	canvas: HTMLCanvasElement,
	palette: TreemapPalette,
	scene: TreemapScene,
): void {
	const { width, height, ratio, tiles } = scene;
	canvas.width = Math.round(width * ratio);
	canvas.height = Math.round(height * ratio);
	const c = canvas.getContext("2d", { alpha: false });
	if (!c) return;
	c.scale(ratio, ratio);
	c.fillStyle = palette.surface;
	c.fillRect(0, 0, width, height);
	c.font = `12px ${palette.family}`;
	c.textBaseline = "alphabetic";
	const lines = hatch(c, palette, ratio);
	for (let i = 0; i < tiles.count; i++) {
		if (tiles.shape[i] === SHAPE.FRAME) paintFrame(c, palette, scene, i);
		else paintTile(c, palette, scene, i, lines);
	}
}

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

const boxOf = ({ x, y, width, height }: TreemapColumns, i: number): Box => ({
	x: x[i] as number,
	y: y[i] as number,
	width: width[i] as number,
	height: height[i] as number,
});

function paintFrame(
	c: CanvasRenderingContext2D,
	palette: TreemapPalette,
	{ tiles, area }: TreemapScene,
	i: number,
): void {
	if (i === 0) return;
	const box = boxOf(tiles, i);
	c.fillStyle = palette.head;
	c.fillRect(box.x, box.y, box.width, box.height);
	c.strokeStyle = palette.line;
	c.lineWidth = 1;
	c.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
	if (box.width < 44 || box.height < 40) return;
	c.fillStyle = palette.quiet;
	const name = isolated(nameOf(tiles, i));
	const words = `${name}  ${figureOf(tiles, i, area, "kind")}`;
	text(c, words, name, { ...box, y: box.y - 1 });
}

function paintTile(
	c: CanvasRenderingContext2D,
	palette: TreemapPalette,
	{ tiles, area, colour }: TreemapScene,
	i: number,
	lines: CanvasPattern | null,
): void {
	const box = boxOf(tiles, i);
	const { hue, hatched } = swatchOf(tiles, i, colour);
	const isShare = hue.startsWith("pct");
	c.fillStyle = hue === "mixed" ? palette.mixed : (palette.hues[hue] ?? palette.mixed);
	c.fillRect(box.x, box.y, box.width, box.height);
	if (hatched && lines) {
		c.fillStyle = lines;
		c.fillRect(box.x, box.y, box.width, box.height);
	}
	if (palette.isForced) {
		c.strokeStyle = palette.line;
		c.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
	}
	if (box.width < WORDS.width || box.height < WORDS.height) return;
	// On the dark colours of owners words need a ground of their own.
	if (!isShare && hue !== "mixed" && !palette.isForced) {
		c.fillStyle = palette.surface;
		const rows = box.height >= WORDS.height + LINE ? 2 : 1;
		c.globalAlpha = 0.88;
		c.fillRect(box.x, box.y, box.width, rows * LINE + 3);
		c.globalAlpha = 1;
	}
	c.fillStyle = palette.text;
	const name = isolated(nameOf(tiles, i));
	// A number that is cut would be another one.
	text(c, name, tiles.shape[i] === SHAPE.REST ? "" : name, box);
	if (box.height >= WORDS.height + LINE)
		text(c, figureOf(tiles, i, area, colour), "", { ...box, y: box.y + LINE });
}

/** As much as fits; `short` where the words do not. */
function text(c: CanvasRenderingContext2D, words: string, short: string, box: Box): void {
	const room = box.width - 2 * PAD;
	const fitting = c.measureText(words).width <= room ? words : cut(c, short, room);
	if (!fitting) return;
	// Marks above and below letters may be piled up over the tiles around.
	c.save();
	c.beginPath();
	c.rect(box.x, box.y, box.width, LINE + 3);
	c.clip();
	c.fillText(fitting, box.x + PAD, box.y + LINE - 2);
	c.restore();
}

/** From left to right, as in lists; what is written the other way must not reorder what stands beside it. */
const isolated = (name: string): string => `\u2066${name}\u2069`;

function cut(c: CanvasRenderingContext2D, words: string, room: number): string {
	const whole = c.measureText(words).width;
	if (whole <= room) return words;
	const letters = Array.from(words);
	const most = Math.floor((letters.length * room) / Math.max(1, whole)) - 1;
	return most > 1 ? `${letters.slice(0, most).join("")}…` : "";
}

/** Lines that do not hide words. */
function hatch(
	c: CanvasRenderingContext2D,
	palette: TreemapPalette,
	ratio: number,
): CanvasPattern | null {
	const size = Math.max(4, Math.round(7 * ratio));
	const tile = document.createElement("canvas");
	tile.width = tile.height = size;
	const drawing = tile.getContext("2d");
	if (!drawing) return null;
	drawing.strokeStyle = palette.text;
	drawing.globalAlpha = palette.isForced ? 1 : 0.3;
	drawing.lineWidth = Math.max(1, ratio);
	drawing.beginPath();
	for (const shift of [-size, 0, size]) {
		drawing.moveTo(shift, size);
		drawing.lineTo(shift + size, 0);
	}
	drawing.stroke();
	const pattern = c.createPattern(tile, "repeat");
	pattern?.setTransform(new DOMMatrix().scale(1 / ratio));
	return pattern;
}
