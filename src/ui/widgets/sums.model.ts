/** Comparisons with checksums of wrappers in words. */
import { counted, countText, sizeText } from "../../base/words";
import type { Compared, SumGroup, SumsResult } from "../../worker/protocol";

const total = (groups: readonly SumGroup[], of: "right" | "wrong" | "unread" | "bytes"): number =>
	groups.reduce((sum, group) => sum + group[of], 0);

/** What came out, in one sentence. */
export function sumsText({ groups, isPart }: SumsResult): string {
	const [right, wrong, unread] = [
		total(groups, "right"),
		total(groups, "wrong"),
		total(groups, "unread"),
	];
	if (right + wrong + unread === 0)
		return "No wrapper in it has checksums of what it holds, and nothing is packed.";
	const said = [
		wrong > 0 ? `${countText(wrong)} wrong` : "",
		right > 0 ? `${countText(right)} right` : "",
		unread > 0 ? `${countText(unread)} could not be made` : "",
	].filter(Boolean);
	const all = counted(right + wrong + unread, "comparison");
	const more = isPart ? " There are more parts than were looked at." : "";
	return `${all} of ${sizeText(total(groups, "bytes"))}: ${said.join(", ")}.${more}`;
}

/** What they were, kind by kind: “9 of SHA-256, 2 by unpacking”. */
export function kindsText(groups: readonly SumGroup[]): string {
	const counts = new Map<string, number>();
	for (const { kind = "", right, wrong, unread } of groups) {
		counts.set(kind, (counts.get(kind) ?? 0) + right + wrong + unread);
	}
	const text = ([kind, count]: [string, number]) =>
		`${countText(count)} ${kind ? `of ${kind}` : "by unpacking"}`;
	return [...counts].map(text).join(", ");
}

/** How many were not right, of which only the first are told. */
export const troublesIn = ({ groups }: SumsResult): number =>
	total(groups, "wrong") + total(groups, "unread");

/** What of it is wrong, or could not be compared: where, what, why. */
export function troubleText({ chain, of, kind, why }: Compared): string {
	const what = kind ? `${kind} of ${of}` : of;
	return [chain, what, why].filter(Boolean).join(" · ");
}
