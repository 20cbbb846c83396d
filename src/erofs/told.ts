/** Findings about one directory: the first thousands one by one, then that there are more. */
import { type Finding, isWorse, lateReport, passOn, type Report } from "../base/finding";
import { countText } from "../base/words";
import { fault } from "./faults";

/** Who made more mistakes than this made one, a million times. */
const MOST = 4096;
/** Of all directories together; the others tell a few each. */
const MANY = 4 * MOST;
const FEW = 16;

/** How many are told of a directory when others have told so many. */
export const mostAfter = (told: number): number => (told < MANY ? MOST : FEW);

export class Told {
	readonly #report: Report;
	#count = 0;
	/** The worst that was not told. */
	#next: Finding | undefined;
	readonly #most: number;

	constructor(report: Report, most = MOST) {
		this.#report = report;
		this.#most = most;
	}

	/** Whether there is more than is told one by one, and nothing worse can come. */
	get isOver(): boolean {
		return this.#next?.severity === "error";
	}

	readonly report = lateReport((late) => {
		if (this.#count++ < this.#most) passOn(this.#report, late);
		else if (!this.#next || isWorse(late.severity, this.#next.severity)) this.#next = late.make();
	});

	/** Tells that there was more, when there was. */
	end(): void {
		if (!this.#next) return;
		this.#report({
			...this.#next,
			...fault("directory-findings"),
			severity: this.#next.severity,
			seen: `more than ${countText(this.#most)} findings`,
			allowed: "none",
		});
	}
}
