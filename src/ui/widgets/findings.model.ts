/** Findings counted in words. */
import type { Finding, Severity } from "../../base/finding";
import { countText } from "../../base/words";

const NAMES: readonly (readonly [Severity, string])[] = [
	["error", "error"],
	["warning", "warning"],
	["note", "note"],
];

/** `2 errors, 1 note`; "" when there are none. */
export function findingCounts(findings: readonly Finding[]): string {
	return NAMES.map(([severity, name]) => {
		const n = findings.filter((finding) => finding.severity === severity).length;
		return n ? `${countText(n)} ${name}${n === 1 ? "" : "s"}` : "";
	})
		.filter(Boolean)
		.join(", ");
}
