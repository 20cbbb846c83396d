/**
 * Opening a remote file: one small ranged GET tells size, version and first bytes. No HEAD
 * (signed links refuse it), no header but a plain Range (any other costs a CORS preflight).
 */
import { Failure } from "../../base/errors";
import type { Answer } from "./answer";
import { diagnose } from "./diagnose";
import { checkAddress } from "./environment";
import { HttpFailure } from "./failure";
import { type Asked, judgeHead, judgeLength, judgeOverflow } from "./judge";
import { retrying } from "./retry";
import { HttpSource } from "./source";
import { type HttpOptions, Transport } from "./transport";
import { versionKey } from "./version";

/** Enough for the superblock and the magic numbers of every wrapper. */
export const PROBE_BYTES = 64 * 1024;

export interface OpenHttpOptions extends HttpOptions {
	readonly signal?: AbortSignal;
	/** Finds the size in the first bytes; asked only when the server does not tell it. */
	readonly sizeFromHead?: (head: Uint8Array) => number | undefined;
}

export interface OpenedHttp {
	readonly source: HttpSource;
	/** The first bytes of the file, up to {@link PROBE_BYTES}. */
	readonly head: Uint8Array;
}

interface Probed {
	readonly answer: Answer;
	readonly head: Uint8Array;
	/** True when the file ended before the end of the range. */
	readonly whole: boolean;
}

let opened = 0;

/** @throws HttpFailure for each row of cases.ts that can befall the first request. */
export async function openHttp(text: string, options: OpenHttpOptions = {}): Promise<OpenedHttp> {
	const transport = new Transport(options);
	const { signal } = options;
	const url = checkAddress(text, transport.environment).href;
	const { attempts, clock } = transport;
	const probed = await retrying((attempt) => probe(url, transport, attempt, signal), {
		attempts,
		clock,
		signal,
	});
	const { answer, head } = probed;
	const size = sizeOf(probed, options);
	if (size === undefined) throw new HttpFailure("http-size-unknown", { url });
	opened += 1;
	// Without a validator two openings may see different files, so they must not share caches.
	const id = `${url}#${versionKey(answer.version) ?? `opened-${opened}`}`;
	const file = { id, url, address: answer.url, size, version: answer.version };
	return { source: new HttpSource(file, transport), head };
}

function sizeOf({ answer, head, whole }: Probed, options: OpenHttpOptions): number | undefined {
	const told = answer.contentRange?.size ?? (whole ? head.length : options.sizeFromHead?.(head));
	return told === undefined || !Number.isSafeInteger(told) ? undefined : told;
}

async function probe(
	url: string,
	transport: Transport,
	attempt: number,
	signal: AbortSignal | undefined,
): Promise<Probed> {
	try {
		return await firstBytes(url, PROBE_BYTES, transport, attempt, signal);
	} catch (error) {
		if (!(error instanceof HttpFailure)) throw error;
		const { totalBytes = 0 } = error.info;
		// Some servers refuse a range that ends beyond a small file instead of cutting it.
		if (error.code === "http-past-end" && totalBytes > 0 && totalBytes < PROBE_BYTES) {
			return firstBytes(url, totalBytes, transport, attempt, signal);
		}
		if (error.code !== "http-unreachable") throw error;
		const code = await diagnose(url, transport, signal);
		if (code !== error.code) throw new HttpFailure(code, { url }, error);
		// An address just typed is more likely wrong than unlucky: say so at once, do not retry.
		throw new Failure(error.info, { cause: error });
	}
}

async function firstBytes(
	url: string,
	count: number,
	transport: Transport,
	attempt: number,
	signal: AbortSignal | undefined,
): Promise<Probed> {
	const range = { start: 0, end: count };
	const asked: Asked = { ...range, url };
	const buffer = new Uint8Array(count);
	let expected: number | undefined;
	let got = 0;
	const answer = await transport.run({
		url,
		range,
		reason: "size and first bytes",
		attempt,
		signal,
		accept: (head) => {
			expected = judgeHead(head, asked);
		},
		take: (piece) => {
			judgeOverflow(got + piece.length, expected, asked);
			buffer.set(piece, got);
			got += piece.length;
		},
		finish: (head) => judgeLength(got, expected, head, asked),
	});
	return { answer, head: buffer.slice(0, got), whole: got < count || count < PROBE_BYTES };
}
