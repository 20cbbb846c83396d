/** Clients whose calls somebody wants to hear about, whoever makes them. */
import { Failure, type FailureInfo } from "../../base/errors";
import type { Client } from "../../worker/client";

/** The same client; `tell` hears of every call that fails. */
export const watchFailures = (client: Client, tell: (info: FailureInfo) => void): Client => ({
	call(method, params, options) {
		const answer = client.call(method, params, options);
		answer.catch((error: unknown) => {
			if (error instanceof Failure) tell(error.info);
		});
		return answer;
	},
	close: () => client.close(),
});
