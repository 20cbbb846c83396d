/** The end of what has come out so far, to which later bytes refer. It grows as it is needed, to a bound. */
const LEAST = 1 << 20;
const SPARE = 64 << 20;

export class Window {
	bytes: Uint8Array<ArrayBufferLike>;
	/** Where the next byte goes. */
	at = 0;
	/** Bytes in front of it that may be referred to: fewer at the beginning, and after a reset. */
	known = 0;
	readonly #size: number;

	/**
	 * @param size bytes back that may be referred to
	 * @param bytes to begin with
	 */
	constructor(size: number, bytes: Uint8Array = new Uint8Array(LEAST)) {
		this.#size = size;
		this.bytes = bytes;
	}

	/** Makes room for `more` bytes; call it before each step, since `bytes` and `at` change. */
	room(more: number): void {
		if (this.at + more <= this.bytes.length) return;
		const kept = Math.min(this.known, this.#size);
		const wanted = kept + more;
		// More than the window, so that what is kept is not moved too often.
		const most = this.#size + Math.min(Math.max(LEAST, this.#size), SPARE) + more;
		const bytes =
			wanted * 2 <= this.bytes.length
				? this.bytes
				: new Uint8Array(Math.min(most, Math.max(LEAST, wanted * 2)));
		bytes.set(this.bytes.subarray(this.at - kept, this.at));
		this.bytes = bytes;
		this.at = kept;
		this.known = kept;
	}

	/** Forgets what came out: nothing may be referred to. */
	reset(): void {
		this.known = 0;
	}

	/** What has come out since `start`, as bytes of their own. */
	since(start: number): Uint8Array {
		return this.bytes.slice(start, this.at);
	}

	append(bytes: Uint8Array): void {
		this.bytes.set(bytes, this.at);
		this.at += bytes.length;
		this.known += bytes.length;
	}

	/** @returns whether there are bytes so far back */
	appendMatch(distance: number, length: number): boolean {
		if (distance < 1 || distance > this.known || distance > this.#size) return false;
		const { bytes } = this;
		const end = this.at + length;
		if (distance >= length)
			bytes.copyWithin(this.at, this.at - distance, this.at - distance + length);
		else for (let at = this.at; at < end; at++) bytes[at] = bytes[at - distance] as number;
		this.at = end;
		this.known += length;
		return true;
	}
}
