/**
 * Between the page cache and the network: reads come from the kept pages as far as those
 * reach, the rest from the network in one request, whose whole pages are then kept.
 */
import { checkCancelled } from "../../base/errors";
import { type ByteSource, because } from "../../base/source";
import { checkInside } from "../check";
import type { KeptImage } from "./image";

export class KeptSource implements ByteSource {
	readonly id: string;
	readonly label: string;
	readonly size: number;
	readonly #inner: ByteSource;
	readonly #image: KeptImage;
	#served = 0;

	/** `image` belongs to this source and to no other; closing the source closes it. */
	constructor(inner: ByteSource, image: KeptImage) {
		this.id = inner.id;
		this.label = inner.label;
		this.size = inner.size;
		this.#inner = inner;
		this.#image = image;
	}

	/** Bytes that came from this device instead of the network. */
	get served(): number {
		return this.#served;
	}

	read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array> {
		return this.#read(this.#inner, start, end, signal);
	}

	withReason(reason: string): ByteSource {
		const inner = because(this.#inner, reason);
		return {
			id: this.id,
			label: this.label,
			size: this.size,
			read: (start, end, signal) => this.#read(inner, start, end, signal),
			withReason: (other) => this.withReason(other),
		};
	}

	close(): void {
		this.#image.close();
		this.#inner.close?.();
	}

	async #read(
		inner: ByteSource,
		start: number,
		end: number,
		signal?: AbortSignal,
	): Promise<Uint8Array> {
		checkCancelled(signal);
		checkInside(this, start, end);
		const out = new Uint8Array(end - start);
		const missing = this.#fillFromKept(out, start);
		if (!missing) return out;
		const fresh = await inner.read(missing.start, missing.end, signal);
		out.set(fresh, missing.start - start);
		await this.#keep(fresh, missing.start);
		return out;
	}

	/** @returns the range from the first missing byte to the last; pages between are read again. */
	#fillFromKept(out: Uint8Array, start: number): { start: number; end: number } | undefined {
		const { pageSize } = this.#image;
		const end = start + out.length;
		let missing: { start: number; end: number } | undefined;
		for (let at = start; at < end; ) {
			const page = Math.floor(at / pageSize);
			const to = Math.min(end, (page + 1) * pageSize);
			const kept = this.#image.read(page)?.subarray(at - page * pageSize, to - page * pageSize);
			if (kept) {
				out.set(kept, at - start);
				this.#served += kept.length;
			} else missing = { start: missing?.start ?? at, end: to };
			at = to;
		}
		return missing;
	}

	async #keep(bytes: Uint8Array, start: number): Promise<void> {
		const { pageSize } = this.#image;
		const first = Math.ceil(start / pageSize);
		const end = start + bytes.length;
		const whole = end === this.size ? end : Math.floor(end / pageSize) * pageSize;
		const from = first * pageSize;
		if (from < whole) await this.#image.add(first, bytes.subarray(from - start, whole - start));
	}
}
