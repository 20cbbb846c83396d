/** What was found, by whomever: each finding once, with the path of what it is about when one told it. */
import { bySeverity, type Finding, findingKey, type Report } from "./finding";

export class FindingLog {
	readonly #kept = new Map<string, Finding>();
	/** Further paths of what is kept, by the same keys. */
	readonly #also = new Map<string, Set<string>>();
	readonly #most: number;
	readonly #tell: Report | undefined;
	#more = 0;

	/**
	 * @param most findings kept; an image can be damaged in a million places
	 * @param tell called with each that is kept, as it comes; once more when its path is known
	 */
	constructor(most: number, tell?: Report) {
		this.#most = most;
		this.#tell = tell;
	}

	/** Reads of one structure by several ways find the same; with a path it tells more. */
	readonly add: Report = (finding) => {
		const key = findingKey(finding);
		const known = this.#kept.get(key);
		if (known && finding.path === undefined) return;
		if (known?.path !== undefined) {
			if (known.path !== finding.path) this.#share(key, finding.path as string);
			return;
		}
		if (!known && this.#kept.size >= this.#most) {
			this.#more++;
			return;
		}
		this.#kept.set(key, finding);
		this.#tell?.(finding);
	};

	/** Findings about one inode, which lies at `path`. */
	at(path: string | undefined): Report {
		return path === undefined ? this.add : (finding) => this.add({ path, ...finding });
	}

	/** One damage can be that of a million files. */
	#share(key: string, path: string): void {
		const paths = this.#also.get(key) ?? new Set();
		if (paths.size >= this.#most || paths.has(path)) return;
		this.#also.set(key, paths.add(path));
	}

	/** In the order in which they were met. */
	get findings(): readonly Finding[] {
		return Array.from(this.#kept, ([key, finding]) => {
			const paths = this.#also.get(key);
			return paths ? { ...finding, also: [...(finding.also ?? []), ...paths] } : finding;
		});
	}

	/** Worst first. */
	get sorted(): Finding[] {
		return this.findings.toSorted(bySeverity);
	}

	/** Findings that were not kept. */
	get more(): number {
		return this.#more;
	}
}
