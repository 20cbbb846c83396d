/** Clients whose calls somebody wants to hear about, whoever makes them. */
import { Failure, type FailureInfo } from "../../base/errors";
import type { Client } from "../../worker/client";
import type { CheckResult } from "../../worker/protocol";

/** What ended a check before its time is a part of its answer, as is what was looked at until then. */
function endOf(answer: unknown): FailureInfo | undefined {
	const { stopped } = (answer ?? {}) as Partial<CheckResult>;
	return typeof stopped === "object" ? stopped : undefined;
}

/** The same client; `tell` hears of every call that fails, or ends before its time. */
export const watchFailures = (client: Client, tell: (info: FailureInfo) => void): Client => ({
	call(method, params, options) {
		const answer = client.call(method, params, options);
		answer.then(
			(result) => {
				const why = endOf(result);
				if (why) tell(why);
			},
			(error: unknown) => {
				if (error instanceof Failure) tell(error.info);
			},
		);
		return answer;
	},
	close: () => client.close(),
});
