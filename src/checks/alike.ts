/**
 * Findings of one look at a file: of each kind the first ones one by one, then how many more there
 * are. A size that is wrong makes a map of whatever lies behind, and most of that is wrong too.
 */
import type { Finding, Report } from "../base/finding";
import { countText } from "../base/words";

/** Who reads of more than this learns no more. */
const MOST = 16;

interface Kind {
	count: number;
	/** The first that was not told. */
	next?: Finding;
}

/** Looks, and tells what is found. */
export async function tellingAlike(
	report: Report,
	look: (report: Report) => Promise<void>,
): Promise<void> {
	const kinds = new Map<string, Kind>();
	try {
		await look((finding) => {
			const kind = kinds.get(finding.code) ?? { count: 0 };
			kinds.set(finding.code, kind);
			if (kind.count++ < MOST) report(finding);
			else kind.next ??= finding;
		});
	} finally {
		for (const { next, count } of kinds.values()) if (next) report(withOthers(next, count - MOST));
	}
}

function withOthers(finding: Finding, count: number): Finding {
	if (count === 1) return finding;
	const { seen } = finding;
	const places = `in ${countText(count)} places${seen === undefined ? "" : ", here the first"}`;
	return { ...finding, seen: seen === undefined ? places : `${seen}; ${places}` };
}
