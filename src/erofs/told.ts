/** Findings about one directory: the first thousands one by one, then that there are more. */
import type { Finding, Report } from "../base/finding";
import { countText } from "../base/words";
import { fault } from "./faults";

/** Who made more mistakes than this made one, a million times. */
const MOST = 4096;

export class Told {
	readonly #report: Report;
	#count = 0;
	/** The first that was not told. */
	#next: Finding | undefined;

	constructor(report: Report) {
		this.#report = report;
	}

	/** Whether there is more than is told one by one. */
	get isOver(): boolean {
		return this.#next !== undefined;
	}

	readonly report: Report = (finding) => {
		if (this.#count++ < MOST) this.#report(finding);
		else this.#next ??= finding;
	};

	/** Tells that there was more, when there was. */
	end(): void {
		if (!this.#next) return;
		this.#report({
			...this.#next,
			...fault("directory-findings"),
			seen: `more than ${countText(MOST)} findings`,
			allowed: "none",
		});
	}
}
