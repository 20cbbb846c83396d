/** Clients whose calls somebody wants to hear about, whoever makes them. */
import { Failure, type FailureInfo, findingOf } from "../../base/errors";
import type { Finding } from "../../base/finding";
import type { Client } from "../../worker/client";
import type { BytesResult, Listing } from "../../worker/protocol";

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

/** The same client; `tell` hears of the damage in the image that every answer speaks of. */
export const watchFindings = (
	client: Client,
	tell: (findings: readonly Finding[]) => void,
): Client => ({
	call(method, params, options) {
		const answer = client.call(method, params, options);
		answer.then(
			(value) => tell(findingsIn(value)),
			(error: unknown) => {
				const found = findingOf(error);
				tell(found ? [found] : []);
			},
		);
		return answer;
	},
	close: () => client.close(),
});

/** Several methods answer with findings, and {@link BytesResult} with reasons for gaps. */
function findingsIn(value: unknown): readonly Finding[] {
	if (typeof value !== "object" || value === null) return [];
	const answer: Partial<Pick<Listing, "findings"> & Pick<BytesResult, "missing">> = value;
	const { findings = [], missing = [] } = answer;
	return [...findings, ...missing.flatMap(({ finding }) => finding ?? [])];
}
