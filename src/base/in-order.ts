/** Results of many tasks in the order in which these were begun, however they end. */

/**
 * Begins at most `ahead` tasks before the result of the first is taken, so that no more than
 * that many results wait. When a task fails, or nobody takes any more, no other is begun.
 */
export async function* inOrder<T, R>(
	items: AsyncIterable<T>,
	ahead: number,
	begin: (item: T) => Promise<R>,
): AsyncGenerator<readonly [T, R], void, void> {
	const begun: (readonly [T, Promise<R>])[] = [];
	for await (const item of items) {
		const result = begin(item);
		// Whether it is ever taken or not, a failure is not left without anybody who hears of it.
		result.catch(() => {});
		begun.push([item, result]);
		if (begun.length < ahead) continue;
		const [first, done] = begun.shift() as readonly [T, Promise<R>];
		yield [first, await done];
	}
	for (const [item, result] of begun) yield [item, await result];
}
