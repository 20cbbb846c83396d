/** Which item of a menu a key leads to. */

/**
 * @param texts of the items, in their order
 * @param at index of the item the keys are on; -1 for none
 * @returns undefined when the key means nothing
 */
export function nextItem(texts: readonly string[], at: number, key: string): number | undefined {
	const count = texts.length;
	if (count === 0) return undefined;
	switch (key) {
		case "ArrowDown":
			return (at + 1) % count;
		case "ArrowUp":
			return at <= 0 ? count - 1 : at - 1;
		case "Home":
			return 0;
		case "End":
			return count - 1;
	}
	if (key.length !== 1 || key === " ") return undefined;
	const start = key.toLowerCase();
	const order = texts.map((_, i) => (at + 1 + i) % count);
	return order.find((i) => texts[i]?.trimStart().toLowerCase().startsWith(start));
}
