/** Draws whose bytes are on a canvas: a colour and a texture each, as `OwnerSign` shows them. */
import { OWNER_GROUPS, type OwnerGroup } from "./owners.model";
import { type Read, readTokens } from "./palette";

export interface OwnerPalette {
	readonly surface: string;
	readonly unread: string;
	readonly waste: string;
	readonly accent: string;
	/** Lines and dots over a colour. */
	readonly grain: string;
	readonly owners: Readonly<Record<OwnerGroup, string>>;
	readonly isForced: boolean;
}

const WASTE: ReadonlySet<OwnerGroup> = new Set(["slack", "unused", "outside", "unknown", "unread"]);

/** @param host an element inside the theme */
export const readOwnerPalette = (host: HTMLElement): OwnerPalette =>
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

/** Device pixels. */
export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** @param ratio device pixels of a CSS pixel @returns what fills a box for one owner */
export function ownerPainter(
	c: CanvasRenderingContext2D,
	palette: OwnerPalette,
	ratio: number,
): (group: OwnerGroup, box: Box) => void {
	const textures = new Map<OwnerGroup, CanvasPattern | null>();
	return (group, { x, y, width, height }) => {
		c.fillStyle = group === "unread" ? palette.unread : palette.owners[group] || palette.surface;
		c.fillRect(x, y, width, height);
		if (group === "outside") {
			frame(c, palette.waste, ratio, { x, y, width, height });
			return;
		}
		if (!textures.has(group)) textures.set(group, textureOf(c, group, palette, ratio));
		const texture = textures.get(group);
		if (!texture) return;
		c.fillStyle = texture;
		c.fillRect(x, y, width, height);
	};
}

function frame(
	c: CanvasRenderingContext2D,
	colour: string,
	ratio: number,
	{ x, y, width, height }: Box,
): void {
	c.save();
	c.strokeStyle = colour;
	c.lineWidth = ratio;
	c.setLineDash([3 * ratio, 2 * ratio]);
	c.strokeRect(x + ratio / 2, y + ratio / 2, width - ratio, Math.max(ratio, height - ratio));
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

const crossed: Tile = (c, size, line) => {
	slanted(1)(c, size, line);
	slanted(-1)(c, size, line);
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
	unknown: [6, crossed],
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
	{ waste, grain, isForced }: OwnerPalette,
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
