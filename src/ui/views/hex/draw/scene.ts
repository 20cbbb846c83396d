/** What is to be drawn, and which part of it is visible. */

import { intersect, type Range } from "../../../../base/range";
import { textScale } from "../../../state/media";
import type { Missing } from "../data/pages";
import type { Columns, Side } from "../model/geometry.model";
import type { Leaf } from "../model/leaves.model";
import type { Base } from "../model/offset.model";
import type { RoleName } from "../model/roles";
import type { Selection } from "../model/selection.model";
import { type RowRun, rowRuns } from "./outline";
import { BLANK, LOADING } from "./row-text";

/** Height of the line with the column numbers, px. */
export const HEAD = Math.round(24 * textScale);

export interface Scene {
	readonly columns: Columns;
	readonly base: Base;
	readonly blockSize: number;
	readonly size: number;
	/** Distance of the first visible pixel from the first row, px. */
	readonly top: number;
	/** Of the canvas, px. */
	readonly width: number;
	readonly height: number;
	readonly deviceRatio: number;
	readonly leaves: readonly Leaf[];
	readonly selection: Selection;
	readonly side: Side;
	readonly focused: boolean;
	/** The field under the pointer or cursor, and the structure around it. */
	readonly field: (Range & { readonly role: RoleName }) | undefined;
	readonly structure: Range | undefined;
	/** What the structure tree points at. */
	readonly framed: Range | undefined;
	/** Bytes that look wrong. */
	readonly wrong: readonly Range[];
	/** Bytes from an offset to the end of its row or beyond; undefined while on their way. */
	row(offset: number): Uint8Array | undefined;
	missing(range: Range): readonly Missing[];
}

export class Frame {
	readonly scene: Scene;
	/** Rows [from, to). */
	readonly from: number;
	readonly to: number;
	/** Bytes in them. */
	readonly range: Range;
	readonly missing: readonly Missing[];
	/** Pixels of the first row that are above the edge, in whole device pixels. */
	readonly #hidden: number;
	readonly #cells: Int16Array;

	constructor(scene: Scene) {
		const { top, height, columns, size, deviceRatio } = scene;
		const { rowHeight, perRow } = columns;
		this.scene = scene;
		this.from = Math.floor(top / rowHeight);
		this.to = Math.min(Math.ceil(size / perRow), Math.ceil((top + height - HEAD) / rowHeight));
		this.range = { start: this.from * perRow, end: Math.min(size, this.to * perRow) };
		this.missing = scene.missing(this.range);
		this.#hidden = Math.round((top - this.from * rowHeight) * deviceRatio) / deviceRatio;
		this.#cells = new Int16Array(perRow);
	}

	/** Rows are placed from the first visible one, so that no large number is ever rounded. */
	readonly yOf = (row: number): number =>
		HEAD + (row - this.from) * this.scene.columns.rowHeight - this.#hidden;

	/** Rows of a range, with one more on either side so that frames run off the screen. */
	runs(range: Range): RowRun[] {
		return rowRuns(range, this.scene.columns.perRow, this.from - 1, this.to + 1);
	}

	/** Byte values of a row, or why there is none. Overwritten by the next call. */
	cells(offset: number): Int16Array {
		const { size, columns, row } = this.scene;
		const count = Math.min(columns.perRow, size - offset);
		const bytes = row(offset);
		this.#cells.fill(BLANK);
		for (let i = 0; i < count; i++) this.#cells[i] = bytes?.[i] ?? LOADING;
		for (const gap of this.missing) {
			const part = intersect(gap, { start: offset, end: offset + count });
			if (part) this.#cells.fill(BLANK, part.start - offset, part.end - offset);
		}
		return this.#cells;
	}
}
