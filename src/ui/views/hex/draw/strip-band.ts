/** Draws the strip along a space: colour and texture of each owner, or what was fetched. */
import { OWNER_GROUPS, type OwnerGroup } from "../../../widgets/owners.model";
import { type Read, readTokens } from "../../../widgets/palette";
import type { Run } from "../model/strip.model";

export interface StripPalette {
	readonly surface: string;
	readonly unread: string;
	readonly waste: string;
	readonly accent: string;
	/** Lines and dots over a colour. */
	readonly grain: string;
	readonly owners: Readonly<Record<OwnerGroup, string>>;
	readonly isForced: boolean;
}

const WASTE: ReadonlySet<OwnerGroup> = new Set(["slack", "unused", "outside", "unread"]);

/** @param host an element inside the theme */
export const readStripPalette = (host: HTMLElement): StripPalette =>
	readTokens(host, (read: Read, isForced) => ({
		surface: read("--surface", "Canvas"),
		unread: read("--surface-3", "Canvas"),
		waste: read("--own-waste", "CanvasText"),
		accent: read("--accent", "Highlight"),
		grain: read("--surface", "Canvas"),
		owners: Object.fromEntries(
			OWNER_GROUPS.map((group) => [
				group,
				WASTE.has(group) ? "" : read(`--own-${group}`, "CanvasText"),
			]),
		) as Record<OwnerGroup, string>,
		isForced,
	}));

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
	palette: StripPalette,
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
	const textures = new Map<OwnerGroup, CanvasPattern | null>();
	for (const { group, start, end } of runs) {
		const ink = palette.owners[group];
		const fill = group === "unread" ? palette.unread : ink || palette.surface;
		c.fillStyle = fill;
		c.fillRect(0, start, width, end - start);
		if (group === "outside") {
			frame(c, palette.waste, scene, start, end);
			continue;
		}
		if (!textures.has(group)) textures.set(group, textureOf(c, group, palette, scene.deviceRatio));
		const texture = textures.get(group);
		if (!texture) continue;
		c.fillStyle = texture;
		c.fillRect(0, start, width, end - start);
	}
	c.globalAlpha = 1;
}

function paintFetched(
	c: CanvasRenderingContext2D,
	palette: StripPalette,
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

function frame(
	c: CanvasRenderingContext2D,
	colour: string,
	{ width, deviceRatio: ratio }: StripScene,
	start: number,
	end: number,
): void {
	c.save();
	c.strokeStyle = colour;
	c.lineWidth = ratio;
	c.setLineDash([3 * ratio, 2 * ratio]);
	c.strokeRect(ratio / 2, start + ratio / 2, width - ratio, Math.max(ratio, end - start - ratio));
	c.restore();
}

/** Draws one tile of a texture. */
type Tile = (c: CanvasRenderingContext2D, size: number, line: number) => void;

const vertical: Tile = (c, size, line) => c.fillRect(0, 0, line, size);
const horizontal: Tile = (c, size, line) => c.fillRect(0, 0, size, line);
const dot: Tile = (c, size, line) => {
	c.beginPath();
	c.arc(size / 2, size / 2, line, 0, 2 * Math.PI);
	c.fill();
};
/** Lines leave a tile where the next ones enter it. */
const slanted =
	(direction: 1 | -1): Tile =>
	(c, size, line) => {
		c.lineWidth = line;
		c.lineCap = "square";
		c.beginPath();
		for (const shift of [-size, 0, size]) {
			c.moveTo(shift, direction > 0 ? size : 0);
			c.lineTo(shift + size, direction > 0 ? 0 : size);
		}
		c.stroke();
	};

/** CSS pixels of a tile, and what is on it; in the colour of the surface, or of what is wasted. */
const TEXTURES: Readonly<Partial<Record<OwnerGroup, readonly [size: number, tile: Tile]>>> = {
	table: [4, vertical],
	xattr: [4, dot],
	dir: [4, horizontal],
	index: [4, slanted(1)],
	plain: [6, slanted(-1)],
	slack: [4, slanted(-1)],
	unused: [5, dot],
};

/** Without colours inodes and compressed contents would look the same. */
const GRID = [
	4,
	(c, size, line) => {
		vertical(c, size, line);
		horizontal(c, size, line);
	},
] as const satisfies readonly [number, Tile];

function textureOf(
	c: CanvasRenderingContext2D,
	group: OwnerGroup,
	{ waste, grain, isForced }: StripPalette,
	ratio: number,
): CanvasPattern | null {
	const texture = isForced && group === "inode" ? GRID : TEXTURES[group];
	if (!texture) return null;
	const [size, tile] = texture;
	const canvas = document.createElement("canvas");
	canvas.width = canvas.height = Math.max(2, Math.round(size * ratio));
	const drawing = canvas.getContext("2d");
	if (!drawing) return null;
	const isWaste = WASTE.has(group);
	drawing.fillStyle = drawing.strokeStyle = isWaste ? waste : grain;
	drawing.globalAlpha = isWaste || isForced ? 1 : 0.62;
	tile(drawing, canvas.width, Math.max(1, Math.round(ratio)));
	return c.createPattern(canvas, "repeat");
}
