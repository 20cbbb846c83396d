/** The worker's methods without a worker: client and server joined in one thread. */
import { FindingLog } from "../base/finding-log";
import { type Channel, type Client, connect } from "../worker/client";
import { createHandlers } from "../worker/handlers";
import type { Found, Reply } from "../worker/protocol";
import { serve } from "../worker/server";

/** All that a worker finds wrong, as far as it has told. */
export function foundBy(client: Client): FindingLog {
	const log = new FindingLog();
	const onEvent = ({ findings }: Found) => findings.forEach(log.add);
	client.call("findings", {}, { onEvent }).catch(() => {}); // it has no end of its own
	return log;
}

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
