/** Many small pieces as few large ones: each write to a file or a pipe costs the same. */

/**
 * @param size bytes that are gathered at most; a piece this large passes as it is
 * @returns pieces, each valid only until the next one
 */
export async function* gather(
	pieces: AsyncIterable<Uint8Array>,
	size: number,
): AsyncGenerator<Uint8Array, void, void> {
	const buffer = new Uint8Array(size);
	let used = 0;
	for await (const piece of pieces) {
		if (used + piece.length > size) {
			if (used) yield buffer.subarray(0, used);
			used = 0;
		}
		if (piece.length >= size) yield piece;
		else {
			buffer.set(piece, used);
			used += piece.length;
		}
	}
	if (used) yield buffer.subarray(0, used);
}
