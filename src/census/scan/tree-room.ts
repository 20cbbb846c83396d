/** Room for the columns of a tree in the memory of the compiled side, behind what has a place there. */
import type { Column, ColumnType, Room } from "../columns";
import { MEMORY_PAGES } from "./memory";

const WASM_PAGE = 65536;
/** Bytes of the columns for each row at most; what is not used takes no memory of the machine. */
const ROW = 160;
const ALIGN = 8;

export class TreeRoom implements Room {
	/** Entries and inodes that there is room for. */
	readonly rows: number;
	readonly #buffer: ArrayBuffer;
	#next = MEMORY_PAGES * WASM_PAGE;

	/** Makes the memory longer: views of it that there are become useless. */
	constructor(memory: WebAssembly.Memory, rows: number) {
		memory.grow(Math.ceil((rows * ROW) / WASM_PAGE) + 1);
		this.rows = rows;
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
