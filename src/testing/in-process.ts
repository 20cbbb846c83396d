/** The worker's methods without a worker: client and server joined in one thread. */
import { type Channel, type Client, connect } from "../worker/client";
import { createHandlers } from "../worker/handlers";
import type { Reply } from "../worker/protocol";
import { serve } from "../worker/server";

/** As through a real worker, answers are cloned and their buffers moved. */
export function inProcess(): Client {
	const channel: Channel = {
		postMessage: (message) => queueMicrotask(() => receive(message)),
		onmessage: null,
	};
	const receive = serve(
		createHandlers(),
		{
			postMessage: (reply: Reply, transfer) => {
				const data = structuredClone(reply, { transfer });
				queueMicrotask(() => channel.onmessage?.({ data }));
			},
		},
		() => performance.now(),
	);
	return connect(channel);
}
