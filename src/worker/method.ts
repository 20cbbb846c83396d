/** What a method of the conversation is, and who does it. */
import type { OnProgress } from "../base/progress";

export interface Method<Params, Result, Event = never> {
	params: Params;
	result: Result;
	/** Batches sent before the result, for methods that stream. */
	event: Event;
}

/** What a handler gets besides its parameters. */
export interface Context<Event = never> {
	readonly signal: AbortSignal;
	readonly progress: OnProgress;
	emit(event: Event): void;
}

/** Who does each method of `Api`. */
export type HandlersOf<Api> = {
	readonly [K in keyof Api]: Api[K] extends Method<infer P, infer R, infer E>
		? (params: P, context: Context<E>) => Promise<R>
		: never;
};
