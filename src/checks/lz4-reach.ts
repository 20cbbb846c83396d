/** The furthest that a match of an LZ4 block reaches back. Nothing is checked: the block was decoded. */
export function furthestMatch(block: Uint8Array, decoded: number): number {
	let furthest = 0;
	let out = 0;
	let p = 0;
	const length = (nibble: number): number => {
		let sum = nibble;
		if (nibble === 15) {
			let more = 255;
			while (more === 255 && p < block.length) {
				more = block[p++] as number;
				sum += more;
			}
		}
		return sum;
	};
	while (p < block.length && out < decoded) {
		const token = block[p++] as number;
		const literals = length(token >> 4);
		p += literals;
		out += literals;
		if (p + 2 > block.length || out >= decoded) break;
		furthest = Math.max(furthest, (block[p] as number) | ((block[p + 1] as number) << 8));
		p += 2;
		out += length(token & 15) + 4;
	}
	return furthest;
}
