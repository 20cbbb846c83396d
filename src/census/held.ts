/** Bytes that were fetched for a reader, held in memory until it needs them no more. */
import type { Range } from "../base/range";
import type { Missing, Resident } from "../base/resident";

export class Held {
	#windows: { readonly from: Resident; readonly windows: readonly Range[] }[] = [];

	/** Fetches all that is missing at once. @throws Failure as `ByteSource.read` */
	async load(missing: readonly Missing[], signal?: AbortSignal): Promise<void> {
		const wanted = new Map<Resident, Range[]>();
		for (const { from, ranges } of missing) {
			wanted.set(from, [...(wanted.get(from) ?? []), ...ranges]);
		}
		const loads = [...wanted].map(async ([from, ranges]) => {
			this.#windows.push({ from, windows: await from.load(ranges, signal) });
		});
		await Promise.all(loads);
	}

	release(): void {
		for (const { from, windows } of this.#windows) from.release(windows);
		this.#windows = [];
	}
}
