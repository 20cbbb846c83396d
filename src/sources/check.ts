/** Guards and helpers that every source shares. */

import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";

/** @throws Failure `io` (`read-outside`) unless 0 <= start <= end <= size, all whole numbers. */
export function checkInside(
	source: Pick<ByteSource, "label" | "size">,
	start: number,
	end: number,
): void {
	const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end);
	if (whole && start >= 0 && start <= end && end <= source.size) return;
	throw new Failure({
		kind: "io",
		code: "read-outside",
		message: `Bytes ${start} to ${end} were asked of ${source.label}, which has ${source.size} bytes.`,
		hint: "The file may be cut short; compare its size with the original.",
	});
}

/** The failure for a read that ended early: silence here would show zeros as if they were data. */
export const shortRead = (label: string, start: number, wanted: number, got: number): Failure =>
	new Failure({
		kind: "io",
		code: "short-read",
		message: `${label} gave ${got} of ${wanted} bytes at offset ${start}.`,
		hint: "The file may have been cut or changed since it was opened; open it again.",
	});
