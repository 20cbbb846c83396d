/** Fetching a whole file, for servers that cannot send parts of it. */
import { Failure } from "../../base/errors";
import type { OnProgress } from "../../base/progress";
import type { ByteSource } from "../../base/source";
import { exactBytes } from "../../base/words";
import { memorySource } from "../memory";
import { codeOfStatus } from "./cases";
import { checkAddress } from "./environment";
import { isPage, refuse } from "./judge";
import { retrying } from "./retry";
import { type HttpOptions, Transport } from "./transport";
import type { Version } from "./version";

/** Where the bytes go, in order. */
export interface DownloadSink {
	write(bytes: Uint8Array): void | Promise<void>;
	/** Forgets all bytes so far: the download begins anew. */
	restart(): void | Promise<void>;
}

export interface DownloadOptions extends HttpOptions {
	readonly sink: DownloadSink;
	readonly signal?: AbortSignal;
	readonly onProgress?: OnProgress;
}

export interface Downloaded {
	readonly size: number;
	readonly version: Version;
}

/**
 * Fetches the file into the sink. A broken connection starts it anew (a server without ranges
 * cannot go on in the middle), a few times.
 * @throws HttpFailure; whatever the sink throws.
 */
export async function downloadWhole(text: string, options: DownloadOptions): Promise<Downloaded> {
	const transport = new Transport(options);
	const url = checkAddress(text, transport.environment).href;
	const { attempts, clock } = transport;
	return retrying((attempt) => downloadOnce(url, transport, attempt, options), {
		attempts,
		clock,
		signal: options.signal,
	});
}

async function downloadOnce(
	url: string,
	transport: Transport,
	attempt: number,
	{ sink, signal, onProgress }: DownloadOptions,
): Promise<Downloaded> {
	let size = 0;
	let total: { total?: number } = {};
	if (attempt > 1) await sink.restart();
	// fetch itself fails when fewer bytes come than Content-Length says, so the end is the end.
	const answer = await transport.run({
		url,
		reason: "whole file",
		attempt,
		signal,
		accept: (head) => {
			if (head.status !== 200) throw refuse(head, { url }, codeOfStatus(head.status));
			if (isPage(head.contentType)) throw refuse(head, { url }, "http-page");
			// The length of a compressed answer says nothing about the file.
			if (!head.encoded && head.contentLength !== undefined) total = { total: head.contentLength };
		},
		take: async (piece) => {
			await sink.write(piece);
			size += piece.length;
			onProgress?.({ phase: "Downloading", done: size, ...total, unit: "bytes" });
		},
	});
	return { size, version: answer.version };
}

/**
 * Keeps a download in memory.
 * @param limit most bytes; beyond, `write` throws Failure `limit`.
 */
export function memorySink(limit: number): DownloadSink & { source(label: string): ByteSource } {
	let pieces: Uint8Array[] = [];
	let size = 0;
	return {
		write(bytes) {
			size += bytes.length;
			if (size > limit) throw tooLarge(limit);
			pieces.push(bytes);
		},
		restart() {
			pieces = [];
			size = 0;
		},
		source(label) {
			const all = new Uint8Array(size);
			let at = 0;
			for (const piece of pieces) {
				all.set(piece, at);
				at += piece.length;
			}
			return memorySource(all, label);
		},
	};
}

const tooLarge = (limit: number): Failure =>
	new Failure({
		kind: "limit",
		code: "download-too-large",
		message: `The file has more than ${exactBytes(limit)}, too many to hold in memory.`,
		hint: "Download it with the browser and open it from disk.",
	});
