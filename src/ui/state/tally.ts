/** How many findings there are: counted once for all who say it, since there can be a hundred thousand. */
import type { Finding, Severity } from "../../base/finding";
import type { Steps } from "../../base/steps";
import type { Group } from "../../checks/causes";

type Counts = Readonly<Record<Severity, number>>;

export interface Tally {
	/** What is to be looked at first, and all with what follows from it. */
	readonly causes: Counts;
	readonly all: Counts;
	readonly follows: number;
	/** Whether one of them says that there is more than is told one by one. */
	readonly tellsOfMore: boolean;
}

const none = () => ({ error: 0, warning: 0, note: 0 });

export const NOTHING_FOUND: Tally = {
	causes: none(),
	all: none(),
	follows: 0,
	tellsOfMore: false,
};

export const sumOf = ({ error, warning, note }: Counts): number => error + warning + note;

/** Findings that are looked at in one step. */
const STEP = 1024;

export function* tallyOf(groups: readonly Group[]): Steps<Tally> {
	const causes = none();
	const all = none();
	let follows = 0;
	let tellsOfMore = false;
	let inStep = 0;
	const count = ({ severity, code }: Finding) => {
		all[severity]++;
		tellsOfMore ||= code === "directory-findings";
	};
	for (const group of groups) {
		causes[group.cause.severity]++;
		follows += group.follows.length;
		count(group.cause);
		for (const finding of group.follows) {
			count(finding);
			if (++inStep % STEP === 0) yield;
		}
		if (++inStep % STEP === 0) yield;
	}
	return { causes, all, follows, tellsOfMore };
}
