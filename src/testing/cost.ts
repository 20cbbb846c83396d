/** What work with a remote image costs, as the server counts it. */

export interface Cost {
	readonly requests: number;
	/** Bytes of all bodies. */
	readonly bytes: number;
}

/** The server's book, or a copy of it. */
interface Traffic {
	readonly requests: readonly { readonly bytes: number }[];
}

/** Requests that the work causes, with what it returns. */
export async function costOf<T>(
	traffic: Traffic,
	work: () => Promise<T>,
): Promise<Cost & { readonly result: T }> {
	const from = traffic.requests.length;
	const result = await work();
	return { ...sum(traffic.requests.slice(from)), result };
}

export const sum = (requests: readonly { readonly bytes: number }[]): Cost => ({
	requests: requests.length,
	bytes: requests.reduce((total, { bytes }) => total + bytes, 0),
});
