/** Many small pieces as few large ones: each write to a file or a pipe costs the same. */

/**
 * @param buffer where pieces are gathered; one as large as the buffer passes as it is
 * @returns pieces, each valid only until the next one
 */
export async function* gather(
	pieces: AsyncIterable<Uint8Array>,
	buffer: Uint8Array,
): AsyncGenerator<Uint8Array, void, void> {
	let used = 0;
	for await (const piece of pieces) {
		if (used + piece.length > buffer.length) {
			if (used) yield buffer.subarray(0, used);
			used = 0;
		}
		if (piece.length >= buffer.length) yield piece;
		else {
			buffer.set(piece, used);
			used += piece.length;
		}
	}
	if (used) yield buffer.subarray(0, used);
}
