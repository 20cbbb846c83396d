/**
 * A static file server for tests, which understands ranges, counts, and misbehaves on command.
 *
 *   const server = await startServer({ files: { "a.img": bytes } });
 *   await fetch(server.url("a.img", { cut: 1000, times: 1 }));
 *   server.requests   // what was asked, what was sent
 *   await server.close();
 *
 * Without faults it does what RFC 9110 says of GET, HEAD and single ranges. The address
 * `/__requests` tells the counters as JSON.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, answerFile } from "./answer";
import { sendBody } from "./body";
import { RequestBook, type ServedRequest } from "./book";
import { bufferContent, type Content, edition, folderContent } from "./content";
import { type FaultQuery, type Faults, faultQuery, noFaults, parseFaults } from "./faults";

export interface TestServer {
	/** `http://127.0.0.1:port`, no slash at the end. */
	readonly origin: string;
	/** Files in memory by name; may be changed at any time. */
	readonly files: Map<string, Uint8Array>;
	/** Every request for a file, in order. */
	readonly requests: readonly ServedRequest[];
	/** CORS preflights; a plain ranged GET must cause none. */
	readonly preflights: number;
	/** Body bytes sent over all requests. */
	readonly bytesSent: number;
	url(name: string, faults?: FaultQuery): string;
	/** From now on an address made by `url` misbehaves so, whatever its query says. */
	misbehave(url: string, faults: FaultQuery): void;
	/**
	 * Answers for an address made by `url` wait from now on: whole, or once `at` bytes of their
	 * body are sent. @returns lets them go on
	 */
	hold(url: string, at?: number): () => void;
	/** Forgets requests, fault counters, later faults and holds. */
	reset(): void;
	close(): Promise<void>;
}

export interface ServerOptions {
	readonly files?: Readonly<Record<string, Uint8Array>>;
	/** Folder whose files are served beside those in memory. */
	readonly folder?: string;
	/** 0, the default, takes a free one. */
	readonly port?: number;
}

export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
	const files = new Map(Object.entries(options.files ?? {}));
	const folder = options.folder === undefined ? undefined : resolve(options.folder);
	const book = new RequestBook();
	const find = async (path: string): Promise<Content | undefined> => {
		const bytes = files.get(path.slice(1));
		if (bytes) return bufferContent(bytes);
		return folder === undefined ? undefined : folderContent(folder, path);
	};
	// A connection that is closed for being idle may be in use again by then.
	const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
		handle(request, response, book, find).catch((error) => response.destroy(error));
	});
	await new Promise<void>((done) => server.listen(options.port ?? 0, "127.0.0.1", done));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		origin,
		files,
		requests: book.requests,
		get preflights() {
			return book.preflights;
		},
		get bytesSent() {
			return book.bytesSent;
		},
		url: (name, faults = {}) => `${origin}/${encodeURI(name)}${faultQuery(faults)}`,
		misbehave: (url, faults) =>
			book.order(url.slice(origin.length), parseFaults(new URLSearchParams(faultQuery(faults)))),
		hold: (url, at) => book.hold(url.slice(origin.length), at),
		reset: () => book.reset(),
		close: () =>
			new Promise((done) => {
				server.close(() => done());
				server.closeAllConnections();
			}),
	};
}

async function handle(
	request: IncomingMessage,
	response: ServerResponse,
	book: RequestBook,
	find: (path: string) => Promise<Content | undefined>,
): Promise<void> {
	const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
	if (pathname === "/__requests") {
		const { preflights, requests, bytesSent } = book;
		return sendJson(response, { preflights, bytesSent, requests });
	}
	if (request.method === "OPTIONS") {
		book.preflights += 1;
		return sendPreflight(response);
	}
	const { served, count } = book.note(request);
	const asked = book.ordered(served.address) ?? parseFaults(searchParams);
	const faults = count >= asked.after && count < asked.after + asked.times ? asked : noFaults;
	const found = await find(decodeURIComponent(pathname));
	const content = found && edition(found, count >= asked.change ? 1 : 0);
	await serve(request, response, content, faults, served, book);
}

async function serve(
	request: IncomingMessage,
	response: ServerResponse,
	content: Content | undefined,
	faults: Faults,
	served: ServedRequest,
	book: RequestBook,
): Promise<void> {
	const hold = book.holdOf(served.address);
	if (hold && hold.at === undefined) await hold.over;
	if (faults.delay > 0) await sleep(faults.delay);
	const answer = await decide(request, content, faults);
	served.status = answer.status;
	response.writeHead(answer.status, headersOf(answer, faults));
	response.once("close", () => {
		served.ended = true;
	});
	if (request.method === "HEAD" || !answer.body) response.end();
	else {
		const line = book.lineOf(served.address);
		await sendBody(response, answer.body, faults, { line, hold }, (bytes) => {
			served.bytes += bytes;
		});
	}
}

async function decide(
	request: IncomingMessage,
	content: Content | undefined,
	faults: Faults,
): Promise<Answer> {
	if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "Only GET.");
	if (faults.redirect !== undefined) {
		const { pathname } = new URL(request.url ?? "/", "http://localhost");
		return { status: 302, headers: { location: `${pathname}?${faults.redirect}` } };
	}
	if (faults.status !== undefined) {
		const wait = faults.retryAfter;
		const answer = plain(faults.status, "As ordered.");
		return wait === undefined
			? answer
			: { ...answer, headers: { ...answer.headers, "retry-after": wait } };
	}
	if (faults.page) return plain(200, "<!doctype html><title>Log in</title>", "text/html");
	if (!content) return plain(404, "No such file.");
	const { range, "if-range": ifRange } = request.headers;
	return answerFile(content, { range, ifRange: ifRange as string | undefined }, faults);
}

const plain = (status: number, text: string, type = "text/plain"): Answer => ({
	status,
	headers: { "content-type": type },
	body: bufferContent(new TextEncoder().encode(text)),
});

const EXPOSED = [
	"accept-ranges",
	"content-encoding",
	"content-length",
	"content-range",
	"etag",
	"last-modified",
	"retry-after",
];

function headersOf({ headers, body }: Answer, faults: Faults): Record<string, string> {
	const all: Record<string, string> = { ...headers };
	if (faults.short === Number.POSITIVE_INFINITY) all["content-length"] = String(body?.size ?? 0);
	for (const name of faults.drop) delete all[name];
	if (faults.noCors) return all;
	all["access-control-allow-origin"] = "*";
	const exposed = EXPOSED.filter((name) => !faults.hide.includes(name));
	all["access-control-expose-headers"] = exposed.join(", ");
	return all;
}

function sendPreflight(response: ServerResponse): void {
	response.writeHead(204, {
		"access-control-allow-origin": "*",
		"access-control-allow-methods": "GET, HEAD",
		"access-control-allow-headers": "*",
	});
	response.end();
}

function sendJson(response: ServerResponse, value: unknown): void {
	response.writeHead(200, {
		"content-type": "application/json",
		"access-control-allow-origin": "*",
	});
	response.end(JSON.stringify(value));
}
