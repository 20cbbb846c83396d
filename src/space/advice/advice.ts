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
	/** Options of mkfs.erofs that do it. */
	readonly options?: string;
	/** The first Linux that reads the result; absent where any does that reads this image. */
	readonly needs?: string;
}

/** @throws Failure `io`, `cancelled` */
export type Adviser = (ledger: Ledger, signal?: AbortSignal) => Promise<Told> | Told;

type Told = Advice | readonly Advice[] | undefined;
