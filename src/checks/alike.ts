/**
 * Findings of one file: of each kind the first ones one by one, then how many more there
 * are. A size that is wrong makes a map of whatever lies behind, and most of that is wrong too.
 */
import { isDamage } from "../base/errors";
import type { Finding, Report } from "../base/finding";
import { countText } from "../base/words";

/** Who reads of more than this learns no more. */
const MOST = 16;

/** Files, or kinds of one, that are kept apart: who keeps findings keeps no more either. */
const MOST_KINDS = 100_000;

interface Kind {
	count: number;
	/** The first that was not told, and who is to be told. */
	next?: { readonly finding: Finding; readonly report: Report };
}

export class Alikes {
	readonly #kinds = new Map<string, Kind>();

	/** Tells a finding of a file, or keeps it for the end. */
	add(finding: Finding, report: Report, file?: bigint): void {
		const key = `${finding.code} ${file}`;
		const kind = this.#kinds.get(key) ?? { count: 0 };
		if (kind.count === 0 && this.#kinds.size < MOST_KINDS) this.#kinds.set(key, kind);
		if (kind.count++ < MOST) report(finding);
		else kind.next ??= { finding, report };
	}

	/** Once all was looked at: tells how many more there are. */
	end(): void {
		for (const { next, count } of this.#kinds.values()) {
			if (next) next.report(withOthers(next.finding, count - MOST));
		}
		this.#kinds.clear();
	}
}

/** Looks, and tells what is found. Who is stopped on the way does not know how many there are. */
export async function tellingAlike(
	report: Report,
	look: (report: Report) => Promise<void>,
): Promise<void> {
	const alikes = new Alikes();
	try {
		await look((finding) => alikes.add(finding, report));
	} catch (error) {
		if (isDamage(error)) alikes.end();
		throw error;
	}
	alikes.end();
}

function withOthers(finding: Finding, count: number): Finding {
	if (count === 1) return finding;
	const { seen } = finding;
	const places = `in ${countText(count)} places${seen === undefined ? "" : ", here the first"}`;
	return { ...finding, seen: seen === undefined ? places : `${seen}; ${places}` };
}
