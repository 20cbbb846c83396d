/** Previews of bytes in memory, and what was read for them. */
import type { ByteSource } from "../base/source";
import type { Preview } from "../preview/kind";
import { HEAD, previewOf } from "../preview/preview";
import { memorySource } from "../sources/memory";

const SPACE = "file:7";

/** The preview of a file that is `bytes`. */
export const lookAt = (bytes: Uint8Array): Promise<Preview> => lookAtSource(memorySource(bytes));

export async function lookAtSource(source: ByteSource): Promise<Preview> {
	const { size } = source;
	const head = await source.read(0, Math.min(HEAD, size));
	return previewOf({ head, missing: [], size, open: async () => ({ space: SPACE, source }) });
}

/** The facts of bytes that are known to have some. */
export async function factsOf(bytes: Uint8Array) {
	const preview = await lookAt(bytes);
	if (preview.kind !== "facts") throw new Error(`a ${preview.kind} is no facts`);
	const rows = Object.fromEntries(preview.rows.map(({ label, values }) => [label, values]));
	return { ...preview, rows };
}

/** The same numbers each time, 32 bits each. */
function* numbers(seed: number): Generator<number, never, void> {
	let x = seed;
	for (;;) {
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		yield x >>> 0;
	}
}

const EDGES = [0, 0xff, 0x7f, 0x80, 1];

/** `count` copies, each with a few bytes changed: near the beginning and end more often. */
export function* mutations(bytes: Uint8Array, count: number): Generator<Uint8Array, void, void> {
	const next = numbers(bytes.length + 1);
	const random = (below: number) => next.next().value % below;
	for (let n = 0; n < count; n++) {
		const copy = Uint8Array.from(bytes);
		for (let k = random(4); k >= 0; k--) {
			const near = random(3) === 0 ? bytes.length : Math.min(bytes.length, 1024);
			const at = random(2) === 0 ? random(near) : bytes.length - 1 - random(near);
			copy[at] = random(2) === 0 ? (EDGES[random(EDGES.length)] as number) : random(256);
		}
		yield copy;
	}
}
