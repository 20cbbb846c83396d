/**
 * Failures: we cannot go on *here*. A small closed set, each a plain sentence
 * for the user, and each able to cross a worker boundary as data.
 *
 * Damage in an image is not a failure but a {@link Finding}; only when a finding
 * leaves no value at all is it thrown, wrapped in a failure of kind `corrupt`.
 */
import type { Finding } from "./finding";
import type { Span } from "./range";

export type FailureKind =
	| "io" // bytes could not be had (file gone, network, short read)
	| "corrupt" // the data contradicts the format; `finding` says where
	| "unsupported" // valid, but not something this program can read
	| "limit" // a bound that protects us was hit
	| "cancelled" // the user or a newer request said stop
	| "bug"; // our mistake

export interface FailureInfo {
	readonly kind: FailureKind;
	/** What happened, one sentence. */
	readonly message: string;
	/** What the user can do about it, one sentence. */
	readonly hint?: string;
	/** Stable id for tests and documentation: `not-erofs`, `http-no-range`. */
	readonly code?: string;
	readonly at?: Span;
	readonly finding?: Finding;
	/** Of a file that is no image: the value found, and the one that would be right. */
	readonly seen?: string;
	readonly allowed?: string;
	/** HTTP status and address, when the bytes came from a network. */
	readonly status?: number;
	readonly url?: string;
	/** Size of a remote file that cannot be read in parts, so that a whole download can be offered. */
	readonly totalBytes?: number;
	readonly stack?: string;
}

const DAMAGE: readonly FailureKind[] = ["corrupt", "unsupported", "limit"];

/** How many lines stacks have, in engines that can be told. */
const stacks = Error as unknown as { stackTraceLimit: number | undefined };

export class Failure extends Error {
	override readonly name = "Failure";
	readonly info: FailureInfo;

	constructor(info: FailureInfo, options?: { cause?: unknown }) {
		const { stackTraceLimit } = stacks;
		// Damage can be met a million times, and its finding says where: a stack would take longer than all else.
		if (DAMAGE.includes(info.kind)) stacks.stackTraceLimit = 0;
		super(info.message, options);
		stacks.stackTraceLimit = stackTraceLimit;
		this.info = info;
	}

	get kind(): FailureKind {
		return this.info.kind;
	}
}

export const cancelled = (): Failure => new Failure({ kind: "cancelled", message: "Cancelled." });

/** @throws Failure `cancelled` when the signal has fired. */
export function checkCancelled(signal?: AbortSignal): void {
	if (signal?.aborted) throw cancelled();
}

/**
 * `work`, or a `cancelled` failure as soon as the signal fires. The work itself goes on unless
 * it looks at the signal too; its late failure is not reported twice.
 */
export function abortable<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return work;
	return new Promise((resolve, reject) => {
		const stop = () => reject(cancelled());
		if (signal.aborted) stop();
		signal.addEventListener("abort", stop, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
	});
}

export const isCancelled = (error: unknown): boolean =>
	error instanceof Failure
		? error.kind === "cancelled"
		: error instanceof Error && error.name === "AbortError";

/** The failure for a finding that leaves nothing to return. */
export const corrupt = (finding: Finding): Failure =>
	new Failure({
		kind: "corrupt",
		message: finding.text,
		code: finding.code,
		at: finding.at,
		finding,
	});

/** The failure for data that is described clearly but that this program cannot read, or will not. */
export const refused = (kind: "unsupported" | "limit", finding: Finding, hint?: string): Failure =>
	new Failure({
		kind,
		message: finding.text,
		code: finding.code,
		at: finding.at,
		finding,
		...(hint ? { hint } : {}),
	});

/**
 * The fault of what was opened, not of the way to it: other parts may still be readable. What is
 * no damage (network, cancelled, bug) ends the work: a result that goes on without is incomplete.
 */
export const isDamage = (error: unknown): error is Failure =>
	error instanceof Failure && DAMAGE.includes(error.kind);

/** The finding inside a thrown value, when damage in the image was the reason. */
export const findingOf = (error: unknown): Finding | undefined =>
	error instanceof Failure ? error.info.finding : undefined;

/** Damage goes to the report; anything else (cancelled, unreadable file, bug) goes up. */
export function reportOrThrow(error: unknown, report: (finding: Finding) => void): void {
	const found = findingOf(error);
	if (!found) throw error;
	report(found);
}

/** Any thrown value as data that survives structured cloning. */
export function failureInfo(error: unknown): FailureInfo {
	if (error instanceof Failure) return error.info;
	if (isCancelled(error)) return cancelled().info;
	const e = error instanceof Error ? error : new Error(String(error));
	return {
		kind: "bug",
		message: `${e.name}: ${e.message}`,
		...(e.stack ? { stack: e.stack } : {}),
	};
}
