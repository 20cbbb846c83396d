/** Asks for what the viewport needs: bytes at a steady pace, annotations once it rests. */
import type { Range } from "../../../../base/range";
import type { NotesLoader } from "./notes";
import type { Pages } from "./pages";

/** Bytes beyond the edges that are fetched along, so that slow scrolling never waits. */
const AHEAD = 16_384;
/** While the viewport flies, pages are asked for this often, ms. */
const PACE = 50;

export class Feed {
	readonly #pages: Pages;
	readonly #notes: NotesLoader;
	#visible: Range = { start: 0, end: 0 };
	#last = Number.NEGATIVE_INFINITY;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(pages: Pages, notes: NotesLoader) {
		this.#pages = pages;
		this.#notes = notes;
	}

	want(visible: Range): void {
		this.#visible = visible;
		this.#notes.want(visible);
		clearTimeout(this.#timer);
		const wait = this.#last + PACE - performance.now();
		if (wait <= 0) this.#ask();
		else this.#timer = setTimeout(() => this.#ask(), wait);
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#pages.close();
		this.#notes.close();
	}

	#ask(): void {
		this.#last = performance.now();
		const { start, end } = this.#visible;
		this.#pages.want({ start: start - AHEAD, end: end + AHEAD });
	}
}
