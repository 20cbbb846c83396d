/** Many small pieces as few large ones: each write to a file or a pipe costs the same. */

/** @param size bytes of each piece but the last. A piece is valid only until the next one. */
export async function* gather(
	pieces: AsyncIterable<Uint8Array>,
	size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
	const buffer = new Uint8Array(size);
	let used = 0;
	for await (const piece of pieces) {
		for (let at = 0; at < piece.length; ) {
			const count = Math.min(size - used, piece.length - at);
			buffer.set(piece.subarray(at, at + count), used);
			at += count;
			used += count;
			if (used < size) continue;
			yield buffer;
			used = 0;
		}
	}
	if (used) yield buffer.subarray(0, used);
}
