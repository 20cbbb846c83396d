/** What was found, by whomever: each finding once, with the path of what it is about when one told it. */
import {
	bySeverity,
	type Finding,
	findingKey,
	type LateFinding,
	type Report,
	type Severity,
} from "./finding";

/** An image can be damaged in a million places; a million notes must not keep an error from being told. */
const MOST = 100_000;

export class FindingLog {
	readonly #kept = new Map<string, Finding>();
	/** Further paths of what is kept, by the same keys. */
	readonly #also = new Map<string, Set<string>>();
	readonly #most: number;
	/** Findings that came, of which no more than so many are kept. */
	readonly #counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
	readonly #tell: Report | undefined;
	#more = 0;

	/**
	 * @param tell called with each that is kept, as it comes; once more with each path it has
	 * @param most findings kept of each severity
	 */
	constructor(tell?: Report, most = MOST) {
		this.#most = most;
		this.#tell = tell;
	}

	/** Reads of one structure by several ways find the same; with a path it tells more. */
	readonly add: Report = (finding) => {
		const key = findingKey(finding);
		const known = this.#kept.get(key);
		if (known && finding.path === undefined) return;
		if (known?.path !== undefined) {
			const { path } = finding;
			const isNew = path !== undefined && path !== known.path && this.#share(key, path);
			if (isNew) this.#tell?.(finding);
			return;
		}
		if (!known && this.#counts[finding.severity]++ >= this.#most) {
			this.#more++;
			return;
		}
		this.#kept.set(key, finding);
		this.#tell?.(finding);
	};

	/** One that nobody has found before. */
	addLate({ severity, make }: LateFinding): void {
		if (this.#counts[severity] < this.#most) this.add(make());
		else this.#more++;
	}

	/** Findings about one inode, which lies at `path`. */
	at(path: string | undefined): Report {
		return path === undefined ? this.add : (finding) => this.add({ path, ...finding });
	}

	/** One damage can be that of a million files. */
	#share(key: string, path: string): boolean {
		const paths = this.#also.get(key) ?? new Set();
		if (paths.size >= this.#most || paths.has(path)) return false;
		this.#also.set(key, paths.add(path));
		return true;
	}

	get count(): number {
		return this.#kept.size;
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
