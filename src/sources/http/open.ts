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
	/** The file may have ended before the end of the range: fewer bytes came. */
	readonly short: boolean;
}

let opened = 0;

/**
 * A file that is empty opens, too: that it is no image is said in the same words wherever it lies.
 * @throws HttpFailure for each other row of cases.ts that can befall the first request.
 */
export async function openHttp(text: string, options: OpenHttpOptions = {}): Promise<OpenedHttp> {
	const transport = new Transport(options);
	const { signal } = options;
	const url = checkAddress(text, transport.environment).href;
	const { attempts, clock } = transport;
	const opener = new Opener(url, transport, signal);
	const { address, version, head, size } = await retrying(
		async (attempt) => {
			const probed = await opener.probe(attempt);
			const { answer, head } = probed;
			const size = await opener.sizeOf(probed, attempt, options);
			return { address: answer.url, version: answer.version, head, size };
		},
		{ attempts, clock, signal },
	).catch((error) => {
		if (!(error instanceof HttpFailure) || error.code !== "http-empty") throw error;
		return { address: url, version: {}, head: new Uint8Array(), size: 0 };
	});
	if (size === undefined || !Number.isSafeInteger(size)) {
		throw new HttpFailure("http-size-unknown", { url });
	}
	opened += 1;
	// Without a validator two openings may see different files, so they must not share caches.
	const id = `${url}#${versionKey(version) ?? `opened-${opened}`}`;
	const file = { id, url, address, size, version };
	return { source: new HttpSource(file, transport), head };
}

/** The questions about a file that was not read before. */
class Opener {
	readonly #url: string;
	readonly #transport: Transport;
	readonly #signal: AbortSignal | undefined;

	constructor(url: string, transport: Transport, signal: AbortSignal | undefined) {
		this.#url = url;
		this.#transport = transport;
		this.#signal = signal;
	}

	async probe(attempt: number): Promise<Probed> {
		const url = this.#url;
		try {
			return await this.#first(PROBE_BYTES, attempt);
		} catch (error) {
			if (!(error instanceof HttpFailure)) throw error;
			// Some servers refuse a range that ends beyond a small file instead of cutting it.
			if (error.code === "http-past-end") {
				const size = error.info.totalBytes ?? (await this.#length(attempt));
				if (size === 0) throw new HttpFailure("http-empty", { url });
				if (size !== undefined && size < PROBE_BYTES) return this.#first(size, attempt);
			}
			if (error.code !== "http-unreachable") throw error;
			const code = await diagnose(url, this.#transport, this.#signal);
			if (code !== error.code) throw new HttpFailure(code, { url }, error);
			// An address just typed is more likely wrong than unlucky: say so at once, do not retry.
			throw new Failure(error.info, { cause: error });
		}
	}

	/**
	 * Bytes of the file. Where the Content-Range does not tell, in the order of their cost: that
	 * no byte follows the first ones, what the volume in them says, the length of the whole.
	 */
	async sizeOf(
		{ answer, head, short }: Probed,
		attempt: number,
		{ sizeFromHead }: OpenHttpOptions,
	): Promise<number | undefined> {
		const told = answer.contentRange?.size;
		if (told !== undefined) return told;
		const volume = sizeFromHead?.(head);
		// A server may send less than asked for: fewer bytes are the whole file only if none follow.
		if (short && (volume === head.length || !(await this.#goesOn(head.length, answer, attempt)))) {
			return head.length;
		}
		const size = volume ?? (await this.#length(attempt));
		return size === undefined ? undefined : Math.max(size, head.length);
	}

	async #first(count: number, attempt: number): Promise<Probed> {
		const asked: Asked = { start: 0, end: count, url: this.#url };
		const { answer, bytes } = await this.#part(asked, "size and first bytes", attempt);
		return { answer, head: bytes, short: bytes.length < PROBE_BYTES };
	}

	/** Whether the file has a byte at `start`. */
	async #goesOn(start: number, { version }: Answer, attempt: number): Promise<boolean> {
		const asked: Asked = { start, end: start + 1, url: this.#url, known: version };
		try {
			await this.#part(asked, "whether more follows", attempt);
			return true;
		} catch (error) {
			if (error instanceof HttpFailure && error.code === "http-past-end") return false;
			throw error;
		}
	}

	/** Content-Length of the whole file, which scripts of every origin may see. Its body is not read. */
	async #length(attempt: number): Promise<number | undefined> {
		const { status, encoded, contentLength } = await this.#transport.run({
			url: this.#url,
			reason: "size",
			attempt,
			signal: this.#signal,
			headOnly: true,
			accept: () => {},
		});
		return status === 200 && !encoded ? contentLength : undefined;
	}

	async #part(asked: Asked, reason: string, attempt: number) {
		const { url, start, end } = asked;
		const buffer = new Uint8Array(end - start);
		let expected: number | undefined;
		let got = 0;
		const answer = await this.#transport.run({
			url,
			range: { start, end },
			reason,
			attempt,
			signal: this.#signal,
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
		return { answer, bytes: buffer.slice(0, got) };
	}
}
