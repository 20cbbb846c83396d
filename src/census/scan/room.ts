/**
 * Room for columns in the memory of the compiled side, behind what has a place there: for those that
 * it fills, and for those that would be copied again and again while they grow.
 */
import type { Column, ColumnType, Room } from "../columns";
import { MEMORY_PAGES } from "./memory";

const WASM_PAGE = 65536;
/** Bytes of the columns for each row at most; what is not used takes no memory of the machine. */
const ROW = 160;
const EXTENT_ROW = 32;
const ALIGN = 8;

export class ScanRoom implements Room {
	/** Entries and inodes that there is room for. */
	readonly rows: number;
	/** Extents of their contents. */
	readonly extents: number;
	readonly #buffer: ArrayBuffer;
	#next = MEMORY_PAGES * WASM_PAGE;

	/** Makes the memory longer: views of it that there are become useless. */
	constructor(memory: WebAssembly.Memory, rows: number, extents: number) {
		memory.grow(Math.ceil((rows * ROW + extents * EXTENT_ROW) / WASM_PAGE) + 1);
		this.rows = rows;
		this.extents = extents;
		this.#buffer = memory.buffer as ArrayBuffer;
	}

	make<T extends Column>(type: ColumnType<T>, length: number): T {
		const first = this.#next;
		const end = first + length * type.BYTES_PER_ELEMENT;
		if (end > this.#buffer.byteLength) return new type(length);
		this.#next = Math.ceil(end / ALIGN) * ALIGN;
		return new type(this.#buffer, first, length);
	}

	holds({ buffer }: Column): boolean {
		return buffer === this.#buffer;
	}
}
