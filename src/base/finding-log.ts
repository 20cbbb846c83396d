/** What was found, by whomever: each finding once, with the path of what it is about when one told it. */
import { bySeverity, type Finding, findingKey, type Report } from "./finding";

export class FindingLog {
	readonly #kept = new Map<string, Finding>();
	readonly #most: number;
	#more = 0;

	/** @param most findings kept; an image can be damaged in a million places */
	constructor(most: number) {
		this.#most = most;
	}

	/** Reads of one structure by several ways find the same; with a path it tells more. */
	readonly add: Report = (finding) => {
		const key = findingKey(finding);
		const known = this.#kept.get(key);
		if (known?.path !== undefined || (known && finding.path === undefined)) return;
		if (known || this.#kept.size < this.#most) this.#kept.set(key, finding);
		else this.#more++;
	};

	/** Findings about one inode, which lies at `path`. */
	at(path: string | undefined): Report {
		return path === undefined ? this.add : (finding) => this.add({ path, ...finding });
	}

	/** In the order in which they were met. */
	get findings(): readonly Finding[] {
		return [...this.#kept.values()];
	}

	/** Worst first. */
	get sorted(): Finding[] {
		return [...this.#kept.values()].sort(bySeverity);
	}

	/** Findings that were not kept. */
	get more(): number {
		return this.#more;
	}
}
