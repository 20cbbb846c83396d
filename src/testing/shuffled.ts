/**
 * A source whose reads end in an order of their own, some soon and some late, and that has
 * nothing in memory beforehand: whoever keeps state across a wait is found out. All chance comes
 * from a seed and all time is counted in microtasks, so a run can be repeated.
 */
import { checkCancelled } from "../base/errors";
import type { ByteSource } from "../base/source";
import { checkInside } from "../sources/check";

/** Numbers in [0, 1) from a seed (a 32-bit linear congruence, its high bits mixed). */
export function chance(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
		return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
	};
}

/** A whole number from 0 to `below` - 1. */
export const pick = (random: () => number, below: number): number => Math.floor(random() * below);

/** Microtasks between two answers at most: enough for a reader to go on to its next read. */
const LONGEST_WAIT = 24;

export function shuffledSource(inner: ByteSource, seed: number): ByteSource {
	const random = chance(seed);
	const pending: (() => void)[] = [];

	async function answer(): Promise<void> {
		while (pending.length > 0) {
			for (let wait = pick(random, LONGEST_WAIT); wait > 0; wait--) await undefined;
			const [next] = pending.splice(pick(random, pending.length), 1);
			next?.();
		}
	}

	const { id, label, size } = inner;
	return {
		id,
		label,
		size,
		async read(start, end, signal) {
			checkCancelled(signal);
			checkInside(inner, start, end);
			await new Promise<void>((resolve) => {
				if (pending.push(resolve) === 1) void answer();
			});
			checkCancelled(signal);
			// Of its own, as from a file or a network.
			return new Uint8Array(await inner.read(start, end, signal));
		},
	};
}
