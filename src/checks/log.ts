/** What a check finds: each finding once, with the path of what it is about. */
import { type Finding, findingKey, type Report } from "../base/finding";

/** Findings kept; an image can be damaged in a million places. */
const MOST = 100_000;

export class FindingLog {
	readonly #kept = new Map<string, Finding>();
	#more = 0;

	/** Reads of one structure by several ways find the same; with a path it tells more. */
	readonly add: Report = (finding) => {
		const key = findingKey(finding);
		const known = this.#kept.get(key);
		if (known?.path !== undefined || (known && finding.path === undefined)) return;
		if (known || this.#kept.size < MOST) this.#kept.set(key, finding);
		else this.#more++;
	};

	/** Findings about one inode, which lies at `path`. */
	at(path: string | undefined): Report {
		return path === undefined ? this.add : (finding) => this.add({ path, ...finding });
	}

	get findings(): readonly Finding[] {
		return [...this.#kept.values()];
	}

	/** Findings that were not kept. */
	get more(): number {
		return this.#more;
	}
}
