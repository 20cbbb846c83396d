/** Packed files that are unpacked once, however often and by however many they are asked for. */
import { abortable, isCancelled } from "../base/errors";
import type { ByteSource } from "../base/source";
import type { Unpacked } from "../containers/unpack";
import type { Packed } from "../containers/wrapper";

export class Once {
	/** Those that are there, and those that are coming. */
	readonly #made = new Map<string, Promise<Unpacked>>();

	/** @param unpack begins to; told of `signal` by whoever makes it */
	async get(
		{ codec, start, end }: Packed,
		from: ByteSource,
		signal: AbortSignal | undefined,
		unpack: () => Promise<Unpacked>,
	): Promise<Unpacked> {
		// By what is unpacked: two files may have one name.
		const key = `${from.id} ${codec} ${start}-${end}`;
		for (let known = this.#made.get(key); known; known = this.#made.get(key)) {
			try {
				return await abortable(known, signal);
			} catch (error) {
				// Who began it has left: then it is begun anew.
				if (!isCancelled(error) || signal?.aborted) throw error;
			}
		}
		const made = unpack();
		this.#made.set(key, made);
		const forget = () => {
			if (this.#made.get(key) === made) this.#made.delete(key);
		};
		made.catch(forget);
		return made;
	}

	/** Forgets all. */
	clear(): void {
		this.#made.clear();
	}
}
