/** A failure in words: for the screen, and as a report to copy. */
import type { FailureInfo } from "../../base/errors";
import { rangeText } from "./offsets.model";

/** Whether a second try may end better: the network changes, the bytes of an image do not. */
export const mayPass = ({ code }: FailureInfo): boolean => code?.startsWith("http-") ?? false;

export interface Detail {
	readonly label: string;
	readonly value: string;
}

const detail = (label: string, value: string | number | undefined): Detail[] =>
	value === undefined || value === "" ? [] : [{ label, value: String(value) }];

/** The technical side: where, which rule, what was seen. */
export function failureDetails({ kind, code, at, finding, status, url }: FailureInfo): Detail[] {
	const place = finding?.field ? `${finding.structure}.${finding.field}` : finding?.structure;
	return [
		...detail("Kind", kind),
		...detail("Code", code),
		...detail("Bytes", at && rangeText(at)),
		...detail("Structure", place),
		...detail("Found", finding?.seen),
		...detail("Expected", finding?.allowed),
		...detail("HTTP status", status),
		...detail("Address", url),
	];
}

/**
 * Text for a bug report. Holds no file content, no file name and no address: people paste
 * this into public trackers.
 */
export function failureReport(info: FailureInfo, agent: string): string {
	const lines = failureDetails(info)
		.filter(({ label }) => label !== "Address" && label !== "Found")
		.map(({ label, value }) => `${label}: ${value}`);
	const stack = info.stack ? `\n\n${info.stack}` : "";
	return `EROFS Explorer\n${info.message}\n${lines.join("\n")}\nBrowser: ${agent}${stack}\n`;
}
