/**
 * What the answer to a ranged request is worth. The head is judged before any byte of the body
 * is read, the length when the body has ended.
 *
 * Headers may be hidden from us (CORS): a 206 without a visible Content-Range is trusted, and
 * its body length then says how much it is.
 */
import type { Range } from "../../base/range";
import type { Answer } from "./answer";
import { codeOfStatus, type HttpCode } from "./cases";
import { HttpFailure } from "./failure";
import { sameVersion, type Version } from "./version";

export interface Asked extends Range {
	readonly url: string;
	/** What is known from earlier answers; absent for the first. */
	readonly known?: Version;
}

/**
 * @returns bytes the body must have; undefined when only the body itself can tell.
 * @throws HttpFailure unless the answer brings (a first part of) the range asked for.
 */
export function judgeHead(answer: Answer, asked: Asked): number | undefined {
	const { status, contentRange, contentType } = answer;
	if (status !== 206) throw refuse(answer, asked, codeOfRefusal(answer, asked));
	if (asked.known && !sameVersion(asked.known, answer.version)) {
		throw refuse(answer, asked, codeOfOther(answer));
	}
	if (/^multipart\//i.test(contentType)) throw refuse(answer, asked, "http-wrong-range");
	if (!contentRange || isPlaceholder(answer)) return undefined;
	const { range } = contentRange;
	if (!range || range.start !== asked.start || range.end > asked.end) {
		throw refuse(answer, asked, "http-wrong-range");
	}
	return range.end - range.start;
}

/**
 * Some servers send a fixed `bytes 0-0/*` with whatever was asked for: a body longer than its
 * Content-Range says gives it away. Such a header is worth as much as one that is missing.
 */
function isPlaceholder({ contentRange, contentLength = 0 }: Answer): boolean {
	if (!contentRange?.range || contentRange.size !== undefined) return false;
	return contentLength > contentRange.range.end - contentRange.range.start;
}

/** The compressed form of a file is another file, with a size and often a tag of its own. */
const codeOfOther = ({ encoded }: Answer): HttpCode => (encoded ? "http-encoded" : "http-changed");

/** Logins and error pages often come as 200. */
export const isPage = (contentType: string): boolean => /^text\/html\b/i.test(contentType);

/** The row of the table for an answer other than 206. */
function codeOfRefusal(answer: Answer, { known }: Asked): HttpCode {
	const { status, contentRange, contentType, contentLength, encoded } = answer;
	if (status === 200) {
		if (isPage(contentType)) return "http-page";
		return contentLength === 0 && !encoded ? "http-empty" : "http-no-range";
	}
	if (status === 416) {
		const size = contentRange?.size;
		if (size !== undefined && known && !sameVersion(known, { size })) return codeOfOther(answer);
		return size === 0 ? "http-empty" : "http-past-end";
	}
	const code = codeOfStatus(status);
	// Signed links are refused (403, some with 401) once their time is over.
	const refused = code === "http-forbidden" || code === "http-login";
	return known && refused ? "http-expired" : code;
}

/** @throws HttpFailure as soon as a body is longer than it may be. */
export function judgeOverflow(got: number, expected: number | undefined, asked: Asked): void {
	const most = expected ?? asked.end - asked.start;
	if (got > most) throw new HttpFailure("http-encoded", { url: asked.url });
}

/** @throws HttpFailure when a body that ended properly is not what its head announced. */
export function judgeLength(
	got: number,
	expected: number | undefined,
	answer: Answer,
	asked: Asked,
): void {
	if (got === (expected ?? asked.end - asked.start)) return;
	const { contentLength, encoded } = answer;
	// Content-Length counts what was sent; a body of another length was decoded on the way.
	if (encoded || (contentLength !== undefined && contentLength !== got)) {
		throw new HttpFailure("http-encoded", { url: asked.url });
	}
	const announced = expected === undefined && contentLength === got && got > 0;
	if (!announced) throw new HttpFailure("http-short-body", { url: asked.url });
}

/** The failure for an answer, with all that it tells. */
export function refuse(answer: Answer, { url }: { url: string }, code: HttpCode): HttpFailure {
	const { status, waitSeconds, contentLength, contentRange, encoded } = answer;
	// The length of a compressed answer, or of a web page, is not that of the file.
	const whole = code === "http-no-range" && !encoded ? contentLength : undefined;
	const totalBytes = whole ?? contentRange?.size;
	return new HttpFailure(code, {
		url,
		status,
		...(totalBytes === undefined ? {} : { totalBytes }),
		...(waitSeconds === undefined ? {} : { waitSeconds }),
	});
}
