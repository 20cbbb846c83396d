/** What would make an image smaller, or says how it was made: in words, with its own figures. */
import type { Ledger } from "../ledger";

export interface Advice {
	readonly id: string;
	readonly title: string;
	/** What is so today, with figures, and why. */
	readonly text: string;
	/** Bytes that would be saved. */
	readonly saves?: number;
	/** Whether `saves` is a guess: other sums would need the image to be made anew. */
	readonly estimated?: boolean;
	/** Bytes that are saved at least and at most, as far as the guess was off where it was tried. */
	readonly between?: readonly [number, number];
	/** Options of mkfs.erofs that do it. */
	readonly options?: string;
	/** The first Linux that reads the result; absent where any does that reads this image. */
	readonly needs?: string;
}

/**
 * Bytes saved, estimated on samples.
 * @param factor by which such an estimate was off at most, of the trees of `docs/space.md`
 */
export const about = (saves: number, factor: number) => ({
	saves: Math.round(saves),
	estimated: true,
	between: [Math.round(saves / factor), Math.round(saves * factor)] as const,
});

/** @throws Failure `io`, `cancelled` */
export type Adviser = (ledger: Ledger, signal?: AbortSignal) => Promise<Told> | Told;

type Told = Advice | readonly Advice[] | undefined;
