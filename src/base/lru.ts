/**
 * Least-recently-used cache with a budget in bytes. An entry larger than the
 * whole budget is kept alone, so that a caller can still use what it stored.
 */
export class ByteLru<K, V> {
	readonly #entries = new Map<K, { value: V; bytes: number }>();
	readonly #budget: number;
	#used = 0;

	constructor(budgetBytes: number) {
		this.#budget = budgetBytes;
	}

	get usedBytes(): number {
		return this.#used;
	}

	get(key: K): V | undefined {
		const entry = this.#entries.get(key);
		if (!entry) return undefined;
		this.#entries.delete(key);
		this.#entries.set(key, entry);
		return entry.value;
	}

	set(key: K, value: V, bytes: number): void {
		this.delete(key);
		this.#entries.set(key, { value, bytes });
		this.#used += bytes;
		for (const oldest of this.#entries.keys()) {
			if (this.#used <= this.#budget || oldest === key) break;
			this.delete(oldest);
		}
	}

	delete(key: K): void {
		const entry = this.#entries.get(key);
		if (!entry) return;
		this.#entries.delete(key);
		this.#used -= entry.bytes;
	}

	clear(): void {
		this.#entries.clear();
		this.#used = 0;
	}
}
