/** Bytes that were fetched for a reader, held in memory until it needs them no more. */
import type { Range } from "../base/range";
import type { Missing, Resident } from "../base/resident";

export class Held {
	#windows: { readonly from: Resident; readonly windows: readonly Range[] }[] = [];
	readonly #thrift: number;
	/** Bytes fetched since the beginning. */
	#fetched = 0;

	/**
	 * @param thrift bytes. Slow sources bring some more than they were asked for, as what lies
	 *        behind is often wanted next. In a small image that may be more than all there is to
	 *        want: up to so many bytes they bring at most as much again as they have brought before.
	 */
	constructor(thrift = 0) {
		this.#thrift = thrift;
	}

	/** Fetches all that is missing at once. @throws Failure as `ByteSource.read` */
	async load(missing: readonly Missing[], signal?: AbortSignal): Promise<void> {
		const wanted = new Map<Resident, Range[]>();
		for (const { from, ranges } of missing) {
			wanted.set(from, [...(wanted.get(from) ?? []), ...ranges]);
		}
		const isThrifty = this.#fetched < this.#thrift;
		const loads = [...wanted].map(async ([from, ranges]) => {
			const some = isThrifty ? this.#withMore(from, ranges) : ranges;
			for (const { start, end } of some) this.#fetched += end - start;
			if (isThrifty) await from.prefetch(some, signal);
			this.#windows.push({ from, windows: await from.load(some, signal) });
		});
		await Promise.all(loads);
	}

	/** A single range is the next of many, perhaps; several were planned together. */
	#withMore({ size }: Resident, ranges: readonly Range[]): readonly Range[] {
		const [only] = ranges;
		if (!only || ranges.length > 1) return ranges;
		const end = Math.min(size, Math.max(only.end, only.start + this.#fetched));
		return [{ start: only.start, end }];
	}

	release(): void {
		for (const { from, windows } of this.#windows) from.release(windows);
		this.#windows = [];
	}
}
