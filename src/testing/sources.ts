/** Sources for tests: known content, and reads that the test itself answers. */
import { cancelled } from "../base/errors";
import type { ByteSource } from "../base/source";

/** Bytes that tell their offset, so that a read from the wrong place is seen. */
export function patterned(size: number): Uint8Array {
	const bytes = new Uint8Array(size);
	for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >>> 8) * 7 + (i >>> 16)) & 0xff;
	return bytes;
}

/** Lets promises and timers that are due run. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** One read of a {@link ControllableSource}, waiting for the test to answer it. */
export interface PendingRead {
	readonly start: number;
	readonly end: number;
	readonly reason: string | undefined;
	/** True once the caller's signal has fired. */
	readonly aborted: boolean;
	/** Answers with the true bytes, or with others. */
	answer(bytes?: Uint8Array): Promise<void>;
	fail(error: unknown): Promise<void>;
}

/** Every read waits until the test answers or fails it. */
export class ControllableSource implements ByteSource {
	readonly id = "controllable";
	readonly label = "controllable.img";
	readonly size: number;
	readonly bytes: Uint8Array;
	readonly calls: PendingRead[] = [];
	#answered = 0;

	constructor(size: number) {
		this.size = size;
		this.bytes = patterned(size);
	}

	/** `[start, end]` of every read so far. */
	get ranges(): [number, number][] {
		return this.calls.map(({ start, end }) => [start, end]);
	}

	read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array> {
		return this.#read(start, end, signal);
	}

	withReason(reason: string): ByteSource {
		const { id, label, size } = this;
		return {
			id,
			label,
			size,
			read: (start, end, signal) => this.#read(start, end, signal, reason),
		};
	}

	/** Answers every read that waits, also those that follow from it, until it is quiet. */
	async answerAll(): Promise<void> {
		for (; this.#answered < this.calls.length; this.#answered++) {
			await this.calls[this.#answered]?.answer();
		}
	}

	#read(start: number, end: number, signal?: AbortSignal, reason?: string): Promise<Uint8Array> {
		return new Promise((resolve, reject) => {
			signal?.addEventListener("abort", () => reject(cancelled()));
			this.calls.push({
				start,
				end,
				reason,
				get aborted() {
					return signal?.aborted ?? false;
				},
				answer: (bytes = this.bytes.slice(start, end)) => {
					resolve(bytes);
					return settle();
				},
				fail: (error) => {
					reject(error);
					return settle();
				},
			});
		});
	}
}
