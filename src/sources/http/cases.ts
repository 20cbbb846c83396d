/**
 * Everything that can go wrong between us and a web server: one row per case, with the words
 * for the user. Messages say what happened, hints what to do about it.
 *
 * `transient` rows are worth another try; all others would only fail again.
 */
import { exactBytes } from "../../base/words";

export interface CaseContext {
	readonly url: string;
	readonly status?: number;
	/** Size of the whole file, where the server told it. */
	readonly totalBytes?: number;
	/** Seconds the server asked us to wait. */
	readonly waitSeconds?: number;
	/** What the platform said, in its words. */
	readonly detail?: string;
}

interface HttpCase {
	readonly transient?: true;
	message(context: CaseContext): string;
	hint(context: CaseContext): string;
}

const FROM_DISK = "download the file and open it from disk";

/** The answer a server must give so that a page of another origin can read parts of a file. */
export const NEEDED_HEADERS = [
	"Access-Control-Allow-Origin: *",
	"Access-Control-Expose-Headers: Content-Range, ETag",
] as const;

export const httpCases = {
	"http-bad-url": {
		message: ({ url }) => `“${url}” is not an address that can be read.`,
		hint: () => "Give an address that starts with https://, without a user name or password in it.",
	},
	"http-mixed": {
		message: () => "A page that came over https may not read from an http address.",
		hint: () => `Try the https address of the file, or ${FROM_DISK}.`,
	},
	"http-offline": {
		message: () => "This computer is offline.",
		hint: () => "What was read so far stays here; connect again and retry.",
	},
	"http-unreachable": {
		transient: true,
		message: ({ url, detail }) => `${hostOf(url)} did not answer${detail ? ` (${detail})` : ""}.`,
		hint: () => "Check the address and the connection, then retry.",
	},
	"http-unreadable": {
		message: ({ url }) => `${hostOf(url)} answers, but no longer lets this page read the file.`,
		hint: () =>
			"If the link is signed, it may have expired: get a fresh one. " +
			"Otherwise the server may have a problem of its own: retry in a while.",
	},
	"http-cors": {
		message: ({ url }) => `${hostOf(url)} does not let other web sites read this file.`,
		hint: () =>
			`Its owner can allow it with the headers “${NEEDED_HEADERS.join("” and “")}”. ` +
			`Otherwise ${FROM_DISK}. (Release files on GitHub always need the latter.)`,
	},
	"http-login": {
		message: ({ url }) => `${hostOf(url)} wants a login for this file.`,
		hint: () => `Use a link that works without one, or ${FROM_DISK}.`,
	},
	"http-forbidden": {
		message: ({ url }) => `${hostOf(url)} refuses to give this file.`,
		hint: () => "If the link is signed, it may have expired: get a fresh one.",
	},
	"http-expired": {
		message: () => "The link worked before and is now refused; it has probably expired.",
		hint: () => "Get a fresh link and open it. What was read so far stays on screen.",
	},
	"http-not-found": {
		message: ({ url }) => `There is no such file on ${hostOf(url)}.`,
		hint: () => "Check the address; the file may have been moved or removed.",
	},
	"http-busy": {
		transient: true,
		message: ({ url }) => `${hostOf(url)} gets too many requests and asks us to wait.`,
		hint: ({ waitSeconds }) =>
			waitSeconds ? `Retry in ${duration(waitSeconds)}.` : "Retry in a minute.",
	},
	"http-server-error": {
		transient: true,
		message: ({ url, status }) => `${hostOf(url)} has a problem of its own (status ${status}).`,
		hint: ({ waitSeconds }) =>
			waitSeconds ? `Retry in ${duration(waitSeconds)}.` : "Retry in a while.",
	},
	"http-status": {
		message: ({ url, status }) => `${hostOf(url)} answered with status ${status}.`,
		hint: () => "Check the address in a browser tab of its own.",
	},
	"http-page": {
		message: () => "The address leads to a web page, not to a file.",
		hint: () => "Copy the address of the download itself; on GitHub that is the “Raw” link.",
	},
	"http-no-range": {
		message: ({ url, totalBytes }) =>
			`${hostOf(url)} cannot send parts of the file, only all of it` +
			`${totalBytes === undefined ? "" : ` (${exactBytes(totalBytes)})`}.`,
		hint: () => "Download it whole, or put it on a server that understands Range requests.",
	},
	"http-empty": {
		message: () => "The file is empty.",
		hint: () => "Check that its upload, download or copy has finished.",
	},
	"http-past-end": {
		message: () => "The file on the server ends before the bytes we need.",
		hint: () => "It may have been cut when it was copied; compare its size with the original.",
	},
	"http-size-unknown": {
		message: ({ url }) => `${hostOf(url)} does not tell how large the file is.`,
		hint: () =>
			"The server must send the header Content-Range, and for pages of other origins also " +
			`“${NEEDED_HEADERS[1]}”. Otherwise ${FROM_DISK}.`,
	},
	"http-changed": {
		message: () => "The file on the server was replaced while we were reading it.",
		hint: () => "Reload to see the new version; the old one can no longer be read.",
	},
	"http-encoded": {
		message: () => "The file is compressed or changed on its way to us, so its parts do not fit.",
		hint: () => `Turn compression off for this file on the server, or ${FROM_DISK}.`,
	},
	"http-wrong-range": {
		message: () => "The server sent another part of the file than we asked for.",
		hint: () => `The server or a proxy before it does ranges wrong: ${FROM_DISK}.`,
	},
	"http-cut": {
		transient: true,
		message: () => "The connection broke while data was coming.",
		hint: () => "Check the connection, then retry.",
	},
	"http-short-body": {
		transient: true,
		message: () => "The server sent fewer bytes than it announced.",
		hint: () => "Retry; if it stays so, a proxy on the way may be changing the file.",
	},
	"http-stalled": {
		transient: true,
		message: ({ url }) => `Nothing more came from ${hostOf(url)}.`,
		hint: () => "The connection may be very slow or gone; retry.",
	},
	"http-stopped": {
		message: () => "The request for these bytes was stopped.",
		hint: () => "Retry if you want them after all.",
	},
} as const satisfies Record<string, HttpCase>;

export type HttpCode = keyof typeof httpCases;

/** Statuses with a row of their own; see {@link codeOfStatus} for the rest. */
const codeByStatus: Readonly<Record<number, HttpCode>> = {
	401: "http-login",
	403: "http-forbidden",
	404: "http-not-found",
	407: "http-login",
	408: "http-server-error",
	410: "http-not-found",
	425: "http-busy",
	429: "http-busy",
};

/** The row for a status that brings no file. */
export const codeOfStatus = (status: number): HttpCode =>
	codeByStatus[status] ?? (status >= 500 ? "http-server-error" : "http-status");

export function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host : "The server";
}

function duration(seconds: number): string {
	if (seconds < 90) return `${Math.ceil(seconds)} seconds`;
	return `${Math.ceil(seconds / 60)} minutes`;
}
