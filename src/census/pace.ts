/** How work lets others have their turn, and hears that it shall stop. */
export interface Pace {
	readonly signal?: AbortSignal | undefined;
	/** Called often; what it returns is waited for. */
	breathe?(): Promise<void> | undefined;
}
