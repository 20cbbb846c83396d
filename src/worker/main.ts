/** Entry of the worker: connects the handlers to the page. */
import { createHandlers } from "./handlers";
import type { Request } from "./protocol";
import { clearSaves } from "./save";
import { serve } from "./server";
import { clearUnpacked } from "./unpacker";

const receive = serve(
	createHandlers(),
	{ postMessage: (message, transfer) => self.postMessage(message, { transfer }) },
	() => performance.now(),
);

self.onmessage = (event: MessageEvent<Request>) => receive(event.data);

// Best effort: a browser that forbids it keeps the files until the next visit.
clearSaves().catch(() => {});
clearUnpacked().catch(() => {});
