import { damaged } from "./damaged";

/** Where sequences go. */
export interface Sink {
	/** Whether there is nothing more to do, though the frame may go on. */
	readonly isEnough: boolean;
	append(bytes: Uint8Array): void;
	/** @throws Failure when there are not so many bytes to look back to */
	appendMatch(distance: number, length: number): void;
}

/** What a frame has decoded to so far, which is also where its matches look back. */
export class Output implements Sink {
	readonly #bytes: Uint8Array;
	readonly #partial: boolean;
	#size = 0;

	/** `partial`: the frame may hold more than fits; the rest is dropped. */
	constructor(bytes: Uint8Array, partial: boolean) {
		this.#bytes = bytes;
		this.#partial = partial;
	}

	get size(): number {
		return this.#size;
	}

	get isFull(): boolean {
		return this.#size === this.#bytes.length;
	}

	/** Whether there is nothing more to do, though the frame may go on. */
	get isEnough(): boolean {
		return this.#partial && this.isFull;
	}

	/** Where `size` more bytes end. @throws Failure when they do not all fit but have to. */
	#grow(size: number): number {
		const end = this.#size + size;
		if (end > this.#bytes.length && !this.#partial) throw damaged("it is longer than expected");
		return Math.min(end, this.#bytes.length);
	}

	append(bytes: Uint8Array): void {
		const end = this.#grow(bytes.length);
		this.#bytes.set(bytes.subarray(0, end - this.#size), this.#size);
		this.#size = end;
	}

	appendRun(byte: number, size: number): void {
		const end = this.#grow(size);
		this.#bytes.fill(byte, this.#size, end);
		this.#size = end;
	}

	appendMatch(distance: number, length: number): void {
		if (distance < 1 || distance > this.#size) {
			throw damaged("a match starts before its first byte");
		}
		const bytes = this.#bytes;
		const end = this.#grow(length);
		for (let at = this.#size; at < end; at++) bytes[at] = bytes[at - distance] ?? 0;
		this.#size = end;
	}
}
