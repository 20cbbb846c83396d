/**
 * A remote file read by ranges. It has no cache (put pages on top) and is bound to the version
 * that was opened: once an answer shows another one, all reads fail with `http-changed`, so
 * that bytes of two versions never meet.
 */
import { cancelled, checkCancelled } from "../../base/errors";
import type { Range } from "../../base/range";
import type { ByteSource } from "../../base/source";
import { checkInside } from "../check";
import { hostOf } from "./cases";
import { diagnose } from "./diagnose";
import { HttpFailure } from "./failure";
import { type Asked, judgeHead, judgeLength, judgeOverflow } from "./judge";
import { retrying } from "./retry";
import type { Transport } from "./transport";
import { mergeVersion, type Version } from "./version";

/** A server may send less than asked for, but not so little that it would take for ever. */
const LEAST_PART = 4096;

/** Failures of a link whose time is over. Some servers refuse it in answers we may not see. */
const LINK_OVER: readonly string[] = ["http-expired", "http-not-found", "http-unreachable"];

export interface HttpFile {
	readonly id: string;
	/** As the user gave it, without fragment. */
	readonly url: string;
	/** Where its redirects led. */
	readonly address: string;
	readonly size: number;
	readonly version: Version;
}

/** One read under way. */
interface Filling {
	readonly range: Range;
	readonly reason: string;
	readonly signal: AbortSignal;
	readonly out: Uint8Array;
	/** Bytes of `out` that are good. */
	done: number;
	/** Answers that brought their part. */
	parts: number;
}

export class HttpSource implements ByteSource {
	readonly id: string;
	readonly label: string;
	readonly size: number;
	readonly url: string;
	readonly #transport: Transport;
	readonly #closing = new AbortController();
	#address: string;
	#version: Version;
	#changed: HttpFailure | undefined;
	/** When each read that waits asks again. */
	readonly #waits = new Map<Filling, number>();

	constructor(file: HttpFile, transport: Transport) {
		this.id = file.id;
		this.label = labelOf(file.url);
		this.size = file.size;
		this.url = file.url;
		this.#address = file.address;
		this.#version = file.version;
		this.#transport = transport;
	}

	/** What the server has told about the version we read. */
	get version(): Version {
		return this.#version;
	}

	/** When what failed is asked for again, milliseconds since 1970; undefined while nothing waits for that. */
	get again(): number | undefined {
		return this.#waits.size > 0 ? Math.min(...this.#waits.values()) : undefined;
	}

	/** @throws HttpFailure for each row of cases.ts that can befall an open file. */
	async read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array> {
		return this.#read({ start, end }, "", signal);
	}

	withReason(reason: string): ByteSource {
		return {
			id: this.id,
			label: this.label,
			size: this.size,
			read: (start, end, signal) => this.#read({ start, end }, reason, signal),
			withReason: (other) => this.withReason(other),
		};
	}

	/** Ends all requests; later reads are cancelled. */
	close(): void {
		this.#closing.abort();
	}

	async #read(range: Range, reason: string, caller?: AbortSignal): Promise<Uint8Array> {
		checkCancelled(caller);
		checkInside(this, range.start, range.end);
		const closing = this.#closing.signal;
		if (closing.aborted) throw cancelled();
		const signal = caller ? AbortSignal.any([caller, closing]) : closing;
		const out = new Uint8Array(range.end - range.start);
		const filling: Filling = { range, reason, signal, out, done: 0, parts: 0 };
		const { attempts, clock } = this.#transport;
		const progress = () => filling.done;
		try {
			await retrying((attempt) => this.#fill(filling, attempt), {
				attempts,
				clock,
				signal,
				progress,
				onWait: (ms) => void this.#waits.set(filling, clock.now() + ms),
			});
		} catch (error) {
			throw await this.#explain(error, signal);
		} finally {
			this.#waits.delete(filling);
		}
		return out;
	}

	/** When nothing answered, perhaps something did, and the browser kept it to itself. */
	async #explain(error: unknown, signal: AbortSignal): Promise<unknown> {
		if (!(error instanceof HttpFailure && error.code === "http-unreachable")) return error;
		const found = await diagnose(this.url, this.#transport, signal);
		if (found === error.code) return error;
		// It let us read before, so this is no server that never does.
		const code = found === "http-cors" ? "http-unreadable" : found;
		return new HttpFailure(code, { url: this.url }, error);
	}

	/** Asks for what is missing until nothing is. */
	async #fill(filling: Filling, attempt: number): Promise<void> {
		while (filling.done < filling.out.length) {
			if (filling.parts > filling.out.length / LEAST_PART) {
				throw new HttpFailure("http-wrong-range", { url: this.url });
			}
			await this.#ask(filling, attempt);
			filling.parts += 1;
		}
	}

	/**
	 * Asks where the redirects of the first answer led, which saves their round trips. Such
	 * places often live for minutes only; then the original address knows where to go now.
	 */
	async #ask(filling: Filling, attempt: number): Promise<void> {
		const address = this.#address;
		try {
			await this.#request(address, filling, attempt);
		} catch (error) {
			const over = error instanceof HttpFailure && LINK_OVER.includes(error.code);
			if (!over || address === this.url) throw error;
			this.#address = await this.#request(this.url, filling, attempt);
		}
	}

	/** One request for all that is missing. @returns the address that answered. */
	async #request(address: string, filling: Filling, attempt: number): Promise<string> {
		if (this.#changed) throw this.#changed;
		const { out, reason, signal, done: mark } = filling;
		const range = { start: filling.range.start + mark, end: filling.range.end };
		const asked: Asked = { ...range, url: this.url, known: this.#version };
		let expected: number | undefined;
		let plain = false;
		try {
			const answer = await this.#transport.run({
				url: address,
				range,
				reason,
				attempt,
				signal,
				accept: (head) => {
					expected = judgeHead(head, asked);
					plain = head.contentLength === (expected ?? range.end - range.start);
				},
				take: (piece) => {
					judgeOverflow(filling.done - mark + piece.length, expected, asked);
					out.set(piece, filling.done);
					filling.done += piece.length;
				},
				finish: (head) => judgeLength(filling.done - mark, expected, head, asked),
			});
			this.#version = mergeVersion(this.#version, answer.version);
			return answer.url;
		} catch (error) {
			// What came before a cut is good only if nothing decoded it on the way.
			if (!plain) filling.done = mark;
			if (error instanceof HttpFailure && error.code === "http-changed") this.#changed ??= error;
			throw error;
		}
	}
}

/** The file's name in the address, or the host when there is none. */
function labelOf(url: string): string {
	const name = new URL(url).pathname.split("/").at(-1) ?? "";
	try {
		return decodeURIComponent(name) || hostOf(url);
	} catch {
		return name;
	}
}
