/** Packed bytes as they come in, some at a time: decoders ask for a step's worth, and work on that at once. */
import { asPosition } from "../../base/exact";
import { codecFailure } from "../codec";

export class Input {
	readonly #pieces: AsyncIterator<Uint8Array>;
	readonly #label: string;
	#bytes = new Uint8Array();
	#at = 0;
	#ended = false;

	/** @param label for failures: what kind of data it is */
	constructor(pieces: AsyncIterable<Uint8Array>, label: string) {
		this.#pieces = pieces[Symbol.asyncIterator]();
		this.#label = label;
	}

	/** Bytes that are here. */
	get here(): number {
		return this.#bytes.length - this.#at;
	}

	/** Waits for `size` bytes, or for the end; says whether so many are here. */
	async fill(size: number): Promise<boolean> {
		while (this.here < size && !this.#ended) {
			const { value, done } = await this.#pieces.next();
			if (done) this.#ended = true;
			else this.#add(value);
		}
		return this.here >= size;
	}

	#add(piece: Uint8Array): void {
		const rest = this.#bytes.subarray(this.#at);
		const joined = new Uint8Array(rest.length + piece.length);
		joined.set(rest);
		joined.set(piece, rest.length);
		this.#bytes = joined;
		this.#at = 0;
	}

	/** The next bytes, of those that are here: to look at, not to have. */
	peek(size: number): Uint8Array {
		return this.#bytes.subarray(this.#at, this.#at + size);
	}

	skip(size: number): void {
		this.#at += size;
	}

	/** The next `size` bytes. @throws Failure `corrupt` when it ends before */
	async take(size: number): Promise<Uint8Array> {
		if (!(await this.fill(size))) throw codecFailure(this.#label, "it ends early");
		const bytes = this.peek(size);
		this.skip(size);
		return bytes;
	}

	/** The next `size` bytes, or fewer where it ends before. */
	async upTo(size: number): Promise<Uint8Array> {
		await this.fill(size);
		const bytes = this.peek(size);
		this.skip(bytes.length);
		return bytes;
	}

	/** Whether what follows begins so, as far as it goes on at all. */
	async begins(magic: ArrayLike<number>): Promise<boolean> {
		await this.fill(magic.length);
		return this.peek(magic.length).every((byte, i) => byte === magic[i]);
	}

	/** The decoder needs no more. */
	async close(): Promise<void> {
		await this.#pieces.return?.();
	}
}

/** What is wrong where a stream or frame is whole, and another one does not follow. */
export const BEHIND = "something else lies behind its end";

export const u32At = (bytes: Uint8Array, at: number): number =>
	((bytes[at] as number) |
		((bytes[at + 1] as number) << 8) |
		((bytes[at + 2] as number) << 16) |
		((bytes[at + 3] as number) << 24)) >>>
	0;

/** Bytes of contents, of 64 bits: more than anything can have stays more than that. */
export const sizeAt = (bytes: Uint8Array, at: number): number =>
	asPosition((BigInt(u32At(bytes, at + 4)) << 32n) | BigInt(u32At(bytes, at)));
