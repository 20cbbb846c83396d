/**
 * The one interface of every decompressor. A codec knows nothing of EROFS:
 * it turns exact input bytes into exactly as many output bytes as asked for.
 */
import { Failure } from "../base/errors";

export interface DecodeOptions {
	/**
	 * True: the wanted bytes are only the first part of what the stream holds
	 * (dedupe, previews). False: the stream must end exactly at `out.length`,
	 * and all input must be used.
	 */
	readonly partial: boolean;
}

export interface Codec {
	/**
	 * Fills `out` completely from `input` (padding already stripped).
	 * Writes nothing outside `out`; keeps no reference to either array.
	 * @throws Failure `corrupt` (code `codec-…`) when the stream is damaged, ends early,
	 *         or (not partial) does not end exactly where `out` does.
	 */
	decode(input: Uint8Array, out: Uint8Array, options: DecodeOptions): void;
}

/** For who has no use for decoded bytes. */
export interface Checker {
	/**
	 * `size` bytes to put streams into, of any content, until it is called again.
	 * @param longest that one of the streams may decode to
	 * @throws Failure `limit`
	 */
	room(size: number, longest: number): Uint8Array;
	/**
	 * Whether `decode` is sure to fill `length` bytes from bytes [start, end) of the room: it may do
	 * so, too, where the answer is no.
	 */
	accepts(start: number, end: number, length: number, partial: boolean): boolean;
}

/** Something that is loaded on first use. */
export interface Lazy<T> {
	load(): Promise<T>;
	/** Once it was loaded. */
	readonly loaded: T | undefined;
}

/** A registry line. `id` is the algorithm number on disk. */
export interface CodecEntry extends Lazy<Codec> {
	readonly id: number;
	readonly key: string;
	readonly label: string;
	/** One sentence for a learner. */
	readonly doc: string;
	readonly checker: Lazy<Checker>;
}

/** The error every codec throws for a damaged stream. */
export const codecFailure = (label: string, what: string): Failure =>
	new Failure({
		kind: "corrupt",
		code: "codec-stream",
		message: `${label} data is damaged: ${what}.`,
	});
