/**
 * The canvas of a hex view: its size, its font and theme, and when it is drawn. Whatever
 * changes asks for a drawing; all requests of a frame are one drawing.
 */
import { intersect } from "../../../../base/range";
import { watchTheme } from "../../../widgets/palette";
import { PAGE } from "../data/pages";
import { fitColumns, type Group, type PerRow } from "../model/geometry.model";
import { type Base, offsetDigits } from "../model/offset.model";
import type { Hex } from "../state/hex";
import { type FontMetrics, measureFont, TEXT_SIZES } from "./metrics";
import { paint } from "./paint";
import { type Palette, readPalette } from "./palette";
import { makePen, type Pen } from "./pen";
import { HEAD, type Scene } from "./scene";

export interface Settings {
	readonly row: PerRow | "auto";
	readonly group: Group;
	readonly base: Base;
	/** Rows high enough for fingers. */
	readonly roomy: boolean;
}

export class Surface {
	readonly #canvas: HTMLCanvasElement;
	readonly #room: HTMLElement;
	readonly #hex: Hex;
	#settings: Settings;
	#palette: Palette | undefined;
	#pen: Pen | undefined;
	#box = { width: 0, height: 0 };
	#width = 0;
	#ratio = 1;
	#frame = 0;
	readonly #stop: (() => void)[];

	/** @param room the element whose inside the canvas fills */
	constructor(canvas: HTMLCanvasElement, room: HTMLElement, hex: Hex, settings: Settings) {
		this.#canvas = canvas;
		this.#room = room;
		this.#hex = hex;
		this.#settings = settings;
		const themed = () => {
			this.#palette = undefined;
			this.#layout();
		};
		// Its first call comes with the layout of the next frame, and draws in it.
		const observer = new ResizeObserver(() => this.#measure());
		observer.observe(room);
		this.#stop = [
			() => observer.disconnect(),
			watchTheme(themed),
			watchRatio(() => this.#measure()),
			hex.store.subscribe(() => this.request()),
		];
	}

	configure(settings: Settings): void {
		this.#settings = settings;
		this.#layout();
	}

	/** Draws before the next paint. */
	request(): void {
		this.#frame ||= requestAnimationFrame(() => {
			this.#frame = 0;
			this.#draw();
		});
	}

	close(): void {
		cancelAnimationFrame(this.#frame);
		this.#frame = 0;
		for (const stop of this.#stop) stop();
	}

	#measure(): void {
		this.#box = { width: this.#room.clientWidth, height: this.#room.clientHeight };
		this.#ratio = window.devicePixelRatio || 1;
		this.#layout();
	}

	#layout(): void {
		const { width, height } = this.#box;
		const context = this.#canvas.getContext("2d", { alpha: false });
		if (!context || height === 0) return;
		this.#palette ??= readPalette(this.#room);
		const palette = this.#palette;
		const { row, group, base, roomy } = this.#settings;
		const digits = offsetDigits(this.#hex.size, base);
		const [large, small] = TEXT_SIZES.map((size) =>
			measureFont(context, palette.family, size, this.#ratio, roomy),
		) as [FontMetrics, FontMetrics];
		const shapes = [
			{ ...large, group, digits },
			{ ...small, group, digits },
		] as const;
		const { columns, size } = fitColumns(width, row, shapes);
		this.#pen = makePen(context, palette, size === 0 ? large : small);
		// Rows the user wants longer than there is room for are scrolled sideways.
		this.#width = Math.max(width, Math.ceil(columns.width));
		this.#canvas.width = Math.round(this.#width * this.#ratio);
		this.#canvas.height = Math.round(height * this.#ratio);
		this.#canvas.style.width = `${this.#width}px`;
		this.#canvas.style.height = `${height}px`;
		this.#hex.layout(columns, height - HEAD);
		// Resizing wiped the canvas: draw now, so that no blank frame is seen.
		this.#draw();
	}

	#draw(): void {
		if (this.#pen && this.#box.height > 0) paint(this.#pen, this.#scene());
	}

	#scene(): Scene {
		const { state, size, blockSize, pages, visible } = this.#hex;
		const here = state.hover ?? state.selection.cursor;
		const leaf = this.#hex.leaf(here);
		const parent = leaf?.path.at(-2);
		// Of a structure that has fields only the part between them.
		const part = leaf && (leaf.node.children?.length ? leaf : leaf.node);
		return {
			...state,
			base: this.#settings.base,
			blockSize,
			size,
			width: this.#width,
			height: this.#box.height,
			deviceRatio: this.#ratio,
			leaves: state.notes.leaves,
			field: part && { start: part.start, end: part.end, role: leaf.node.role },
			structure: parent,
			framed: state.framed,
			wrong: state.findings.flatMap(({ at }) => intersect(at, visible) ?? []),
			row: (offset) => pages.page(offset)?.bytes.subarray(offset % PAGE),
			missing: (range) => pages.missingIn(range),
		};
	}
}

/** Calls back when the window moves to a screen of another density, or is zoomed. */
function watchRatio(changed: () => void): () => void {
	let query: MediaQueryList;
	const again = () => {
		changed();
		watch();
	};
	const watch = () => {
		query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
		query.addEventListener("change", again, { once: true });
	};
	watch();
	return () => query.removeEventListener("change", again);
}
