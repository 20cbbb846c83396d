/**
 * The contexts of structure tables are the image's facts plus a few flags. There
 * are few combinations and millions of structures, so each is made once per image.
 */
import type { Facts } from "./structs/facts";

/**
 * @param make builds the context for `flags`; equal `key`s must mean equal flags.
 * @param key a small non-negative integer.
 */
export function contextCache<Flags, C>(
	key: (flags: Flags) => number,
	make: (facts: Facts, flags: Flags) => C,
): (facts: Facts, flags: Flags) => C {
	const byImage = new WeakMap<Facts, C[]>();
	return (facts, flags) => {
		const known = byImage.get(facts) ?? [];
		if (known.length === 0) byImage.set(facts, known);
		const index = key(flags);
		const context = known[index] ?? make(facts, flags);
		known[index] = context;
		return context;
	};
}
